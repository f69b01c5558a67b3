import ActionPlan
import GRDB
import Ledger
import Testing

/// Roles that a plan names, and what people with them may do.
struct PlanRoleTests {
  private let bench: Bench
  private let accounts: Accounts

  init() async throws {
    bench = try await Bench.withFirm()
    accounts = Accounts(
      ledger: bench.ledger, hasher: PasswordHasher(cost: ScryptCost(rounds: 16)), now: { 100 })
  }

  private static func planned(_ roles: [PlanRole]) -> Plan {
    Plan(
      id: plan.id, title: plan.title, digest: plan.digest, utcOffsetSeconds: plan.utcOffsetSeconds,
      center: plan.center, zoom: plan.zoom, boundary: nil, units: plan.units, places: plan.places,
      quantities: [], objectives: [], clauses: [], registers: [], rules: [], procedures: [],
      roles: roles)
  }

  private static func role(
    _ id: String, _ may: [PlanRole.Power], units: [String] = []
  ) -> PlanRole {
    PlanRole(id: id, label: Label(zh: id, en: id), may: may, units: units)
  }

  private static let roles = [
    role("grid", [.officer], units: ["town-a-gov"]), role("keeper", [.administrator, .leader]),
  ]

  private func create(_ name: String, _ roles: [String], unit: String? = nil) async throws
    -> Account
  {
    let given = try GivenRoles(roles, plan: Self.planned(Self.roles), unit: unit)
    return try await accounts.create(
      AccountDraft(
        name: name, displayName: name, unit: unit, roles: given.roles, planRoles: given.planRoles),
      password: "Blue-sky-2021x", by: .system("test"))
  }

  private func follow(_ roles: [PlanRole]) async throws -> [String] {
    try await bench.ledger.write { db in
      try Accounts.follow(Self.planned(roles), by: .system("test"), at: 200, in: db)
    }
  }

  private func account(_ name: String) async throws -> Account? {
    try await bench.ledger.read { db in try Accounts.find(name: name, in: db) }
  }

  @Test func `the words of a plan are the product's own roles`() {
    #expect(PlanRole.Power.allCases.map(\.rawValue) == Role.allCases.map(\.rawValue))
  }

  @Test func `a role of the plan allows what it says, beside the product's own`() async throws {
    let keeper = try await create("keeper", ["keeper", "duty"])
    #expect(keeper.roles == [.administrator, .leader, .duty])
    #expect(keeper.planRoles == ["keeper"])
    #expect(try await account("keeper") == keeper)
    #expect(GivenRoles.offered(by: Self.planned(Self.roles)) == ["grid", "keeper"])
    #expect(GivenRoles.offered(by: Self.planned([])) == Role.allCases.map(\.rawValue))
    #expect(GivenRoles.offered(by: nil) == Role.allCases.map(\.rawValue))
  }

  @Test func `a role is refused to people of other units, and an unknown one to everybody`() {
    let plan = Self.planned(Self.roles)
    for unit in [nil, "bureau"] {
      #expect(throws: AccountError.roleOfOtherUnits("grid", units: ["town-a-gov"])) {
        try GivenRoles(["grid"], plan: plan, unit: unit)
      }
    }
    #expect(throws: AccountError.unknownRole("gird", known: ["grid", "keeper"])) {
      try GivenRoles(["gird"], plan: plan, unit: "town-a-gov")
    }
    #expect(throws: Never.self) { try GivenRoles(["grid"], plan: plan, unit: "town-a-gov") }
  }

  @Test func `people follow what a changed plan says of their role`() async throws {
    _ = try await create("root", ["administrator"])
    _ = try await create("keeper", ["keeper"])
    _ = try await create("grid", ["grid"], unit: "town-a-gov")
    #expect(try await follow(Self.roles) == [])
    let changed = [Self.roles[0], Self.role("keeper", [.auditor])]
    #expect(try await follow(changed) == ["keeper"])
    #expect(try await account("keeper")?.roles == [.auditor])
    #expect(try await follow(changed) == [])
    // Of a role that the plan no longer names, what it allowed stays.
    #expect(try await follow([]) == [])
    #expect(try await account("grid")?.roles == [.officer])
    #expect(try await account("grid")?.planRoles == ["grid"])
  }

  @Test func `a plan that leaves nobody to administer is refused`() async throws {
    _ = try await create("keeper", ["keeper"])
    await #expect(throws: AccountError.lastAdministrator(.administrator)) {
      try await follow([Self.role("keeper", [.auditor])])
    }
    #expect(try await account("keeper")?.roles == [.administrator, .leader])
  }
}
