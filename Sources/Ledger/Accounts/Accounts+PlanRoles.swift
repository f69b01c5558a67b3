public import ActionPlan
public import GRDB

extension PlanRole {
  /// What somebody with the role may do.
  public var roles: Set<Role> { Set(may.compactMap { Role(rawValue: $0.rawValue) }) }
}

/// The roles that somebody is given by name: those of the plan, else the product's own.
public struct GivenRoles: Sendable, Hashable {
  public private(set) var roles: Set<Role> = []
  public private(set) var planRoles: Set<String> = []

  /// - Parameters:
  ///   - names: ids of the plan's roles or names of the product's own.
  ///   - plan: nil where none is in force yet.
  ///   - unit: the person's.
  /// - Throws: `AccountError.noRole`, `.unknownRole`, `.roleOfOtherUnits`.
  public init(_ names: [String], plan: Plan?, unit: String?) throws(AccountError) {
    guard !names.isEmpty else { throw .noRole }
    for name in names {
      if let role = plan?.role(name) {
        guard role.units.isEmpty || unit.map(role.units.contains) == true else {
          throw .roleOfOtherUnits(name, units: role.units)
        }
        planRoles.insert(name)
        roles.formUnion(role.roles)
      } else if let role = Role(rawValue: name) {
        roles.insert(role)
      } else {
        throw .unknownRole(name, known: Self.offered(by: plan))
      }
    }
  }

  /// What there is to choose from: the plan's roles, or the product's own where it has none.
  public static func offered(by plan: Plan?) -> [String] {
    let roles = plan?.roles.map(\.id) ?? []
    return roles.isEmpty ? Role.allCases.map(\.rawValue) : roles
  }
}

extension Accounts {
  /// Lets people with roles of a plan do what it says now. Who has a role that the plan no longer names
  /// keeps what it allowed, until somebody gives another one.
  ///
  /// - Returns: sign-in names of accounts that were changed; their sessions are closed.
  /// - Throws: `AccountError`, `.lastAdministrator` above all.
  @discardableResult
  public static func follow(
    _ plan: Plan, by actor: Actor, at: Int, in db: Database
  ) throws -> [String] {
    var changed: [String] = []
    for account in try list(in: db) where !account.planRoles.isEmpty {
      let known = account.planRoles.compactMap { plan.role($0) }
      guard known.count == account.planRoles.count else { continue }
      let roles = known.reduce(into: Set<Role>()) { $0.formUnion($1.roles) }
      guard roles != account.roles else { continue }
      let draft = AccountDraft(
        name: account.name, displayName: account.displayName, unit: account.unit, roles: roles,
        planRoles: account.planRoles, facility: account.facility,
        otherFacilities: account.otherFacilities, isEnabled: account.isEnabled)
      _ = try update(account.id, to: draft, units: nil, by: actor, at: at, in: db)
      changed.append(account.name)
    }
    return changed
  }
}
