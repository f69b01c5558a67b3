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
  /// The system administrator 系统管理员: accounts, devices, registers, keys; no case steps.
  case administrator
  /// The security administrator 安全管理员: who has which roles, locks, lost passwords and second factors.
  case security
  /// The audit administrator 审计管理员: reads everything, also the audit log; changes nothing.
  case auditor
  /// Pays rewards for reports and sees who is paid; works no case beside it.
  case payer

  /// Of these an account has one at most.
  ///
  /// - Source: GB/T 22239-2019, 8.1.5.1 to 8.1.5.3: system, audit and security management are told apart.
  public static let administrators: Set<Role> = [.administrator, .security, .auditor]

  /// Nobody stands in for these: a stand-in works cases, too.
  static let notHandedOn: Set<Role> = administrators.union([.payer])
}
