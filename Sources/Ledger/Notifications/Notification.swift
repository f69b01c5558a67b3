/// Who is told.
public enum Recipient: Sendable, Hashable {
  case unit(String)
  case facility(String)
  case role(Role)
  case account(Int64)

  var kind: String {
    switch self {
    case .unit: "unit"
    case .facility: "facility"
    case .role: "role"
    case .account: "account"
    }
  }

  var name: String {
    switch self {
    case .unit(let id), .facility(let id): id
    case .role(let role): role.rawValue
    case .account(let id): String(id)
    }
  }

  init?(kind: String, name: String) {
    switch kind {
    case "unit": self = .unit(name)
    case "facility": self = .facility(name)
    case "role":
      guard let role = Role(rawValue: name) else { return nil }
      self = .role(role)
    case "account":
      guard let id = Int64(name) else { return nil }
      self = .account(id)
    default: return nil
    }
  }
}

/// Something that was told, as code and values; pages tell it in both languages.
public struct Notification: Sendable, Hashable, Identifiable {
  public let id: Int64
  public let recipient: Recipient
  /// e.g. `case-dispatched`.
  public let code: String
  /// What it is about, e.g. `case/12`.
  public let object: String
  public let values: [String: String]
  /// Epoch seconds.
  public let at: Int
  /// By the account that asked.
  public let isRead: Bool
}
