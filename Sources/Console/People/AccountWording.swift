import ActionPlan
import Ledger

/// How pages speak of accounts.
struct AccountWording: Sendable {
  let plan: Plan
  let texts: Texts

  /// By the plan's names, and the product's own for what these do not cover.
  func roles(of account: Account) -> String {
    let named = plan.roles.filter { account.planRoles.contains($0.id) }
    let covered = named.reduce(into: Set<Role>()) { $0.formUnion($1.roles) }
    let others = Role.allCases.filter { account.roles.contains($0) && !covered.contains($0) }
    let all = named.map { texts($0.label) } + others.map { texts("role.\($0.rawValue)") }
    return all.isEmpty
      ? texts("accounts.noRoles") : all.joined(separator: texts("layout.separator"))
  }

  /// Empty for none.
  func unit(_ id: String?) -> String {
    id.map { id in plan.unit(id).map { texts($0.label) } ?? id } ?? ""
  }

  /// What there is to choose from, the plan's roles before the product's own that none covers.
  func roleChoices(_ account: Account?) -> [AccountChoice] {
    let covered = plan.roles.reduce(into: Set<Role>()) { $0.formUnion($1.roles) }
    let own = account.map { Set($0.roles).subtracting(grants($0.planRoles)) } ?? []
    return plan.roles.map {
      AccountChoice(
        value: $0.id, name: texts($0.label),
        isChosen: account?.planRoles.contains($0.id) == true)
    }
      + Role.allCases.filter { !covered.contains($0) || own.contains($0) }.map {
        AccountChoice(
          value: $0.rawValue, name: texts("role.\($0.rawValue)"), isChosen: own.contains($0))
      }
  }

  private func grants(_ planRoles: Set<String>) -> Set<Role> {
    plan.roles.filter { planRoles.contains($0.id) }
      .reduce(into: Set<Role>()) { $0.formUnion($1.roles) }
  }

  func unitChoices(_ chosen: String?) -> [AccountChoice] {
    plan.units.map {
      AccountChoice(value: $0.id, name: texts($0.label), isChosen: $0.id == chosen)
    }
  }

  func problem(_ error: AccountError) -> String {
    switch error {
    case .badName: texts("accounts.fault-name")
    case .badDisplayName: texts("accounts.fault-display-name")
    case .noRole: texts("accounts.fault-no-role")
    case .officerWithoutUnit: texts("accounts.fault-officer-unit")
    case .contactWithoutFacility: texts("accounts.fault-contact-facility")
    case .contactWithOtherRole: texts("accounts.fault-contact-alone")
    case .administratorsJoined: texts("accounts.fault-administrators")
    case .unknownUnit: texts("accounts.fault-unit")
    case .unknownFacility(let typed): texts("accounts.fault-facility", ["typed": typed])
    case .nameTaken(let name): texts("accounts.fault-taken", ["name": name])
    case .unknownRole: texts("accounts.fault-role")
    case .roleOfOtherUnits(_, let units):
      texts(
        "accounts.fault-role-units",
        ["units": units.map { unit($0) }.joined(separator: texts("layout.separator"))])
    case .noSuchAccount: texts("accounts.fault-gone")
    case .lastAdministrator(let role):
      texts("accounts.fault-last", ["role": texts("role.\(role.rawValue)")])
    case .password(let fault): texts("signing.fault-\(fault.rawValue)")
    }
  }
}

/// A role or a unit that a form or a list of accounts offers.
struct AccountChoice: Sendable {
  let value: String
  let name: String
  let isChosen: Bool
}
