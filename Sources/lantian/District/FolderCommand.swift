/// A change to a state folder asked for on the command line.
///
/// Beside a running server it goes through the server's owner-only socket; without one the command
/// takes the folder's lock and does it itself.
enum FolderCommand: Codable, Sendable {
  case createAccount(NewAccount)
  case resetPassword(account: String)
  case importDevices(file: String, text: String)
  case importRegister(register: String, file: String, text: String)
  case createIntakeKey(name: String)

  struct NewAccount: Codable, Sendable {
    var name: String
    var displayName: String
    var roles: [String]
    var unit: String?
    var facility: String?
    /// nil: a password is made and told once.
    var password: String?
    var mustChangePassword: Bool
  }
}

/// What became of it, as lines a person reads.
struct FolderAnswer: Codable, Sendable {
  var isDone: Bool
  var lines: [String]
}
