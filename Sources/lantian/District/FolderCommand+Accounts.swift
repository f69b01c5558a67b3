import ActionPlan
import GRDB
import Ledger

extension FolderCommand {
  static func create(
    _ wanted: NewAccount, in district: OpenDistrict
  ) async throws -> [String] {
    let password = wanted.password ?? GeneratedPassword.make()
    let given = try GivenRoles(
      wanted.roles, plan: try district.planIfAny(), unit: wanted.unit)
    let account = try await district.accounts.create(
      AccountDraft(
        name: wanted.name, displayName: wanted.displayName, unit: wanted.unit, roles: given.roles,
        planRoles: given.planRoles, facility: wanted.facility,
        otherFacilities: Set(wanted.otherFacilities)),
      password: password, units: try Self.units(checking: wanted.unit, in: district),
      mustChangePassword: wanted.mustChangePassword, by: actor)
    return ["account \(account.name) created"]
      + (wanted.password == nil ? ["password: \(password)"] : [])
  }

  static func listAccounts(in district: OpenDistrict) async throws -> [String] {
    let at = district.now()
    return try await district.ledger.read { db in
      try Accounts.list(in: db).map { account in
        let sessions = try Sessions.list(account: account.id, at: at, in: db).count
        return line(account, sessions: sessions)
      }
    }
  }

  static func change(
    _ name: String, _ change: AccountChange, in district: OpenDistrict
  ) async throws -> [String] {
    let plan = try change.roles.flatMap { _ in try district.planIfAny() }
    var unit: String?
    if case .of(let id) = change.unit { unit = id }
    let units = try Self.units(checking: unit, in: district)
    return try await update(name, units: units, in: district) { draft in
      draft.displayName = change.displayName ?? draft.displayName
      if let choice = change.unit { draft.unit = choice.id }
      if let choice = change.facility { draft.facility = choice.id }
      if let others = change.otherFacilities { draft.otherFacilities = Set(others) }
      draft.otherFacilities.subtract([draft.facility].compactMap(\.self))
      if let names = change.roles {
        let given = try GivenRoles(names, plan: plan, unit: draft.unit)
        (draft.roles, draft.planRoles) = (given.roles, given.planRoles)
      }
    }
  }

  /// Whether the account's unit is still in the plan does not matter here: who left must be kept
  /// out in any case.
  static func setEnabled(
    _ isEnabled: Bool, _ name: String, in district: OpenDistrict
  ) async throws -> [String] {
    try await update(name, units: nil, in: district) { $0.isEnabled = isEnabled }
  }

  static func resetPassword(
    of name: String, in district: OpenDistrict
  ) async throws -> [String] {
    let account = try await district.ledger.read { db in try Self.account(name, in: db) }
    let password = GeneratedPassword.make()
    try await district.accounts.resetPassword(of: account.id, to: password, by: actor)
    return ["password of \(account.name) reset; its sessions are closed", "password: \(password)"]
  }

  static func unlock(_ name: String, in district: OpenDistrict) async throws -> [String] {
    let at = district.now()
    return try await district.ledger.write { db in
      let account = try Self.account(name, in: db)
      try Accounts.unlock(account.id, by: actor, at: at, in: db)
      return ["locks of \(account.name) lifted"]
    }
  }

  static func removeSecondFactor(
    of name: String, in district: OpenDistrict
  ) async throws -> [String] {
    let at = district.now()
    return try await district.ledger.write { db in
      let account = try Self.account(name, in: db)
      try SecondFactors.remove(of: account.id, by: actor, at: at, in: db)
      return ["second factor of \(account.name) removed; its sessions are closed"]
    }
  }

  private static func update(
    _ name: String, units: Set<String>?, in district: OpenDistrict,
    change: @escaping @Sendable (inout AccountDraft) throws -> Void
  ) async throws -> [String] {
    let at = district.now()
    return try await district.ledger.write { db in
      let old = try Self.account(name, in: db)
      let before = AccountDraft(old)
      var draft = before
      try change(&draft)
      guard draft != before else {
        return ["nothing to change", line(old, sessions: nil)]
      }
      let sessions = try Sessions.list(account: old.id, at: at, in: db).count
      let new = try Accounts.update(old.id, to: draft, units: units, by: actor, at: at, in: db)
      return [
        "account \(new.name) changed; sessions closed: \(sessions)", line(new, sessions: nil),
      ]
    }
  }

  private static func account(_ name: String, in db: Database) throws -> Account {
    guard let account = try Accounts.find(name: name, in: db) else {
      throw CommandRefusal(
        "no account is named \"\(name)\"; `lantian account list` shows the names")
    }
    return account
  }

  /// The plan's units, where one is to be checked and a plan is in force.
  private static func units(
    checking unit: String?, in district: OpenDistrict
  ) throws -> Set<String>? {
    guard unit != nil else { return nil }
    return try district.planIfAny().map { Set($0.units.map(\.id)) }
  }

  /// `duty  enabled  duty,officer  unit=BTF  sessions=2  值班员`
  private static func line(_ account: Account, sessions: Int?) -> String {
    var parts = [
      account.name, account.isEnabled ? "enabled" : "disabled",
      account.roles.map(\.rawValue).sorted().joined(separator: ","),
    ]
    if !account.planRoles.isEmpty {
      parts.append("as=\(account.planRoles.sorted().joined(separator: ","))")
    }
    if let unit = account.unit { parts.append("unit=\(unit)") }
    if let facility = account.facility { parts.append("facility=\(facility)") }
    for other in account.otherFacilities.sorted() { parts.append("facility=\(other)") }
    if account.mustChangePassword { parts.append("must-change-password") }
    if let sessions { parts.append("sessions=\(sessions)") }
    return (parts + [account.displayName]).joined(separator: "  ")
  }
}

extension FolderCommand.AccountChange.Choice {
  fileprivate var id: String? {
    switch self {
    case .nothing: nil
    case .of(let id): id
    }
  }
}
