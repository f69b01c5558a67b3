/// Who must have a second factor, and from when on.
///
/// - Source: GB/T 22239-2019, 8.1.4.1 d: two kinds of authentication for those who sign in, one of them
///   by cryptography; whom and the grace are ours.
public struct SecondFactorRule: Sendable, Hashable {
  public let isRequired: Bool
  /// From the first sign-in that asks for it, so that an upgrade keeps nobody out.
  public let graceSeconds: Int

  public init(isRequired: Bool = true, graceDays: Int = 14) {
    self.isRequired = isRequired
    graceSeconds = graceDays * 86_400
  }

  /// The desk and every administrator.
  public static let roles: Set<Role> = Role.administrators.union([.duty])

  public func applies(to roles: Set<Role>) -> Bool {
    isRequired && !roles.isDisjoint(with: Self.roles)
  }
}

/// Where an account stands with its second factor.
public struct SecondFactorState: Sendable, Hashable {
  public let isSetUp: Bool
  /// Recovery codes that are left.
  public let recoveryCodes: Int
  /// By when one must be set up, epoch seconds; nil where none must, or it is.
  public let dueAt: Int?
}
