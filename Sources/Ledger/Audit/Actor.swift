/// Who did something, as the audit log and every history name them.
public enum Actor: Sendable, Hashable {
  /// A person who was signed in.
  case account(Int64)
  /// A part of Lantian or a platform with an intake key: `detection`, `clock`, `camera:CAM-01`.
  case system(String)
  /// A member of the public, who has no name here.
  case reporter

  /// `account:12`, `system:detection`, `reporter`.
  public var auditName: String {
    switch self {
    case .account(let id): "account:\(id)"
    case .system(let name): "system:\(name)"
    case .reporter: "reporter"
    }
  }

  /// Reads an `auditName` back; `nil` where it is none.
  public init?(auditName: String) {
    if auditName == "reporter" {
      self = .reporter
    } else if auditName.hasPrefix("account:"), let id = Int64(auditName.dropFirst(8)) {
      self = .account(id)
    } else if auditName.hasPrefix("system:"), auditName.utf8.count > 7 {
      self = .system(String(auditName.dropFirst(7)))
    } else {
      return nil
    }
  }
}
