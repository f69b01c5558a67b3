import ActionPlan
import Foundation
import Testing

@testable import Ledger

/// Stops that firms declare, withdraw and are told of.
struct StopTests {
  static let now = 1_600_000_000 - 1_600_000_000 % 60

  private static let register = Register(
    id: "stops", label: Label(zh: "申报", en: "stops"), clause: nil, role: .declarations,
    fields: [
      field("facility", .facility, required: true),
      field(
        "kind", .choice([choice("stop", "停产"), choice("bypass", "旁路")]), required: true),
      field("from", .instant, required: true), field("until", .instant, required: true),
      field("reason", .text, required: true), field("point", .point),
      field("factor", .choice([choice("power", "功率"), choice("pm10", "PM10")])),
      field("withdrawn", .instant),
    ], keepers: ["bureau"], backdateSeconds: 600)

  private let bench: Bench
  private let plan = makePlan(registers: [Self.register])
  private let contact: Account
  private let rival: Account

  init() async throws {
    bench = try Bench()
    let plan = plan
    try await bench.ledger.write { db in
      try RegisterStore.migrate(plan.registers, at: 1, in: db)
      for id in ["firm-1", "firm-2"] {
        try Facilities.upsert(
          Facility(
            id: id, name: Label(zh: id, en: id), kind: .enterprise, place: "town-a"),
          plan: plan, by: clerk, at: 1, in: db)
        try Points.upsert(
          MonitoringPoint(
            id: "p-\(id)", label: Label(zh: "点", en: "point"), facility: id, kind: .production),
          plan: plan, by: clerk, at: 1, in: db)
      }
    }
    let accounts = Accounts(
      ledger: bench.ledger, hasher: PasswordHasher(cost: ScryptCost(rounds: 16)), now: { 1 })
    func make(_ name: String, _ firm: String) async throws -> Account {
      try await accounts.create(
        AccountDraft(name: name, displayName: name, roles: [.enterprise], facility: firm),
        password: "Blue-Sky-2021", by: .system("test"))
    }
    contact = try await make("contact", "firm-1").ready
    rival = try await make("rival", "firm-2").ready
  }

  private func declare(
    _ draft: StopDraft, of facility: String = "firm-1", by account: Account? = nil,
    request: String = UUID().uuidString, over: [StopExceedance] = [], at now: Int = now
  ) async throws -> Stop {
    let (plan, account) = (plan, account ?? contact)
    return try await bench.ledger.write { db in
      try StopBook.declare(
        draft, of: facility, by: account, requestID: request, plan: plan, exceedances: over,
        at: now, in: db)
    }
  }

  private func withdraw(_ stop: Stop, by account: Account, at now: Int) async throws -> Stop {
    let plan = plan
    return try await bench.ledger.write { db in
      try StopBook.withdraw(
        stop.rows[0], of: "firm-1", ground: "改期", by: account, requestID: UUID().uuidString,
        plan: plan, at: now, in: db)
    }
  }

  private static func draft(
    _ kind: String = "stop", points: [String] = [], factors: [String] = [], from: Int? = now + 60,
    until: Int? = now + 3_600, reason: String = "换布袋"
  ) -> StopDraft {
    StopDraft(
      kind: kind, points: points, factors: factors, from: from, until: until, reason: reason)
  }

  @Test func `a stop is one row for each point and quantity, declared once, and told`() async throws
  {
    let draft = Self.draft(points: ["p-firm-1"], factors: ["power", "pm10"])
    let stop = try await declare(draft, request: "request-1")
    #expect(try await declare(draft, request: "request-1", at: Self.now + 5) == stop)
    #expect(stop.rows.count == 2 && stop.factors == ["power", "pm10"])
    #expect(stop.points == ["p-firm-1"] && stop.reason == "换布袋")
    #expect(stop.declaredBy == Actor.account(contact.id).auditName && stop.declaredAt == Self.now)
    let told = try await bench.ledger.read { db in
      try Notifications.about("stop/\(stop.rows[0])", in: db)
    }
    #expect(told.map(\.recipient) == [.role(.duty), .unit("bureau")])
    #expect(told.map(\.code) == ["stop-declared", "stop-declared"])
    await #expect(throws: StopRefusal.requestReused) {
      try await declare(Self.draft(), request: "request-1")
    }
  }

  @Test(arguments: [
    (draft("holiday"), StopRefusal.unknownKind), (draft(from: nil), .timeMissing),
    (draft(from: now - 601), .backdated(earliest: now - 600)),
    (draft(from: now + 60, until: now + 60), .endsBeforeItBegins),
    (draft(from: now - 300, until: now), .over),
    (draft(until: now + 367 * 86_400 + 61), .tooLong(days: 366)),
    (draft(reason: " \n"), .reasonMissing), (draft(points: ["p-firm-2"]), .foreignPoint),
    (draft(points: ["' OR 1"]), .foreignPoint), (draft(factors: ["so2"]), .unknownFactor),
  ])
  func `what the plan does not allow is not declared`(
    draft: StopDraft, refusal: StopRefusal
  ) async throws {
    await #expect(throws: refusal) { try await declare(draft) }
    let plan = plan
    let stops = try await bench.ledger.read { db in
      try StopBook.list(facility: "firm-1", plan: plan, in: db)
    }
    #expect(stops == [])
  }

  @Test func `nobody declares, withdraws or reads for another firm`() async throws {
    await #expect(throws: StopRefusal.notYours) { try await declare(Self.draft(), by: rival) }
    let stop = try await declare(Self.draft())
    await #expect(throws: StopRefusal.notYours) {
      try await withdraw(stop, by: rival, at: Self.now + 1)
    }
    let (plan, account) = (plan, rival)
    await #expect(throws: StopRefusal.noStop) {
      try await bench.ledger.write { db in
        try StopBook.withdraw(
          stop.rows[0], of: "firm-2", ground: "x", by: account, requestID: UUID().uuidString,
          plan: plan, at: Self.now + 1, in: db)
      }
    }
  }

  @Test func `what is withdrawn explains nothing from then on, and says by whom`() async throws {
    let stop = try await declare(Self.draft(from: Self.now))
    let withdrawn = try await withdraw(stop, by: contact, at: Self.now + 600)
    #expect(withdrawn.state(at: Self.now + 700) == .withdrawn && withdrawn.ground == "改期")
    #expect(withdrawn.withdrawnBy == Actor.account(contact.id).auditName)
    await #expect(throws: StopRefusal.notRunning) {
      try await withdraw(stop, by: contact, at: Self.now + 700)
    }
    let plan = plan
    let spans = try await bench.ledger.read { db in
      try Declarations.endingAfter(Self.now, plan: plan, in: db).map { $0.from..<$0.until }
    }
    #expect(spans == [Self.now..<(Self.now + 600)])
  }

  @Test func `a bypass declared while values are over the limit says so for good`() async throws {
    let over = StopExceedance(
      rule: "r", point: "p-firm-1", quantity: "power", comparison: "above", value: "12.5",
      limit: "10", upperLimit: nil, at: Self.now - 30)
    let stop = try await declare(Self.draft("bypass"), over: [over])
    #expect(stop.exceedances == [over])
    let told = try await bench.ledger.read { db in
      try Notifications.about("stop/\(stop.rows[0])", in: db)
    }
    #expect(Set(told.map(\.code)) == ["stop-declared-over"])
  }
}

extension Account {
  /// As after the first change of the password.
  var ready: Account {
    Account(
      id: id, name: name, displayName: displayName, unit: unit, roles: roles, facility: facility,
      otherFacilities: otherFacilities)
  }
}
