/// What an account may be used for; an account may hold several.
public enum Role: String, Sendable, Codable, CaseIterable {
  /// The blue-sky task force's desk.
  case duty
  /// Works the cases of the own unit.
  case officer
  /// Sees everything, decides on what is signed.
  case leader
  /// A facility's contact.
  case enterprise
  /// Accounts, devices, registers, keys; no case steps.
  case administrator
  /// Reads everything, also the audit log; changes nothing.
  case auditor
}
