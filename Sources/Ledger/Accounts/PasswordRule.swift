/// What a password must be.
///
/// Source: GB/T 22239-2019, 8.1.4.1 a (identity unique, authentication data complex and changed); the numbers are ours.
public enum PasswordRule {
  /// In characters.
  public static let length = 10...128
  /// From this length on, any characters will do.
  public static let passphraseLength = 20

  /// - Parameter name: the account's sign-in name, which the password must not contain.
  public static func check(_ password: String, name: String) throws(PasswordFault) {
    guard password.count >= length.lowerBound else { throw .tooShort }
    guard password.count <= length.upperBound, password.utf8.count <= 1024 else { throw .tooLong }
    let lowered = password.lowercased()
    if lowered.contains(name.lowercased()) { throw .containsName }
    if Set(lowered).count < 5
      || common.contains(where: { lowered.contains($0) && lowered.count < 16 })
    {
      throw .tooCommon
    }
    if password.count < passphraseLength, kinds(in: password) < 3 { throw .tooUniform }
  }

  /// How many of: small letters, capitals, digits, everything else.
  private static func kinds(in password: String) -> Int {
    var kinds: Set<Int> = []
    for scalar in password.unicodeScalars {
      switch scalar {
      case "a"..."z": kinds.insert(0)
      case "A"..."Z": kinds.insert(1)
      case "0"..."9": kinds.insert(2)
      default: kinds.insert(3)
      }
    }
    return kinds.count
  }

  private static let common = [
    "password", "passw0rd", "p@ssw0rd", "12345678", "87654321", "qwerty", "abcd1234", "1qaz2wsx",
    "admin123", "iloveyou", "letmein", "woaini", "lantian", "88888888", "11111111", "00000000",
  ]
}

public enum PasswordFault: String, Error, Sendable, CaseIterable, CustomStringConvertible {
  case tooShort = "too-short"
  case tooLong = "too-long"
  case tooUniform = "too-uniform"
  case tooCommon = "too-common"
  case containsName = "contains-name"
  case unchanged
  case wrongCurrent = "wrong-current"

  public var description: String {
    switch self {
    case .tooShort:
      "the password is too short: use at least \(PasswordRule.length.lowerBound) characters"
    case .tooLong:
      "the password is too long: use at most \(PasswordRule.length.upperBound) characters"
    case .tooUniform:
      "the password is too uniform: mix three of small letters, capitals, digits and signs, "
        + "or use at least \(PasswordRule.passphraseLength) characters"
    case .tooCommon: "the password is among the first anyone would try: choose another"
    case .containsName: "the password contains the sign-in name: leave it out"
    case .unchanged: "the new password is the old one: choose another"
    case .wrongCurrent: "the present password is wrong: type it again"
    }
  }
}
