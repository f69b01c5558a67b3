import ActionPlan
import GRDB
import Ledger
import Testing

@testable import Rehearsal

/// What a changed plan does to a district that runs, told before it does it.
struct PlanOutlookTests {
  static let harbour = """
      - at: "2030-05-02 09:00"
      - rows:
          calls:
            - {call: S1, arrived-on: 2030-03-01, place: "900001", power: shore}
            - {call: E1, arrived-on: 2030-03-02, place: "900002", power: engine, reason: none}
          paint-shops: [{facility: blue-hull, place: "900002", stack: s1, limit: 60}]
      - samples: {point: s1, quantity: voc, value: 90, for: 40 min, every: 1 min}
      - expect: {cases: paint, count: 1}
      - report: {clause: H.2, unit: HAB, text: "done"}
    """

  static func outlook(_ changes: [String: (String, String)]) async throws -> PlanOutlook {
    let live = try await LiveDistrict(harbour)
    let (plan, _) = try LiveDistrict.plan(replacing: changes)
    let (ledger, now) = (live.district.ledger, live.district.clock.now)
    func schema() async throws -> [String] {
      try await ledger.read { db in
        try String.fetchAll(db, sql: "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
      }
    }
    let before = try await schema()
    let outlook = try await ledger.write { db in
      try PlanOutlook(of: plan, after: Plans.invented.plan, now: now, in: db)
    }
    #expect(try await schema() == before)
    return outlook
  }

  static func lines(_ outlook: PlanOutlook, _ title: String) -> [String] {
    outlook.parts.first { $0.title == title }?.lines ?? []
  }

  @Test func `a plan that changes nothing there has nothing to tell`() async throws {
    let outlook = try await Self.outlook([
      "plan.yml": ("Qinghe County harbour air plan", "Air plan")
    ])
    #expect(outlook.parts == [])
    #expect(outlook.complaints == [])
  }

  @Test func `new columns and tables are told with the rows they leave empty`() async throws {
    let outlook = try await Self.outlook([
      "registers/calls.yml": (
        "  - {field: place, kind: place,",
        "  - {field: gross, kind: integer, required: true, label: {zh: \"总吨\", en: \"Tonnage\"}}\n"
          + "  - {field: place, kind: place,"
      )
    ])
    #expect(outlook.complaints == [])
    #expect(
      Self.lines(outlook, "registers").contains(
        "calls.gross: a new column, empty in 2 row(s); it is required, so each wants a value when "
          + "next changed"))
  }

  @Test func `what would lose data is refused, all of it at once`() async throws {
    let outlook = try await Self.outlook([
      "registers/calls.yml": (
        "  - {field: place, kind: place, label: {zh: \"码头所在镇\", en: \"Town of the berth\"}}",
        "  - {field: place, kind: text, label: {zh: \"码头所在镇\", en: \"Town of the berth\"}}"
      ),
      "indicators/harbour.yml": ("  by: place\n", ""),
    ])
    #expect(outlook.parts == [])
    #expect(outlook.complaints.count == 1)
    #expect(
      outlook.complaints.first?.hasPrefix("register calls, field place: it is kept as place")
        == true)
    #expect(outlook.text.first == "this plan cannot be applied:")
  }

  @Test func `rows beyond new bounds are counted`() async throws {
    let bounded = try await Self.outlook([
      "registers/paint-shops.yml": ("unit: mg/m3, at-least: 1", "unit: mg/m3, at-least: 61")
    ])
    #expect(
      Self.lines(bounded, "registers") == [
        "paint-shops.limit: has other bounds; 1 row(s) keep their values, 1 of them beyond the "
          + "bounds until they are changed"
      ])
  }

  @Test func `rows may not be left with a place that the plan has no more`() async throws {
    let outlook = try await Self.outlook([
      "places.yml": ("\"900001\"", "\"900009\"")
    ])
    #expect(
      outlook.complaints == [
        "register calls, field place: rows hold \"900001\", which is not in the plan; put it back, "
          + "or change those rows first"
      ])
  }

  @Test func `facilities and points may not be left at a place that the plan has no more`()
    async throws
  {
    let live = try await LiveDistrict(Self.harbour)
    let (plan, _) = try LiveDistrict.plan(replacing: ["places.yml": ("\"900001\"", "\"900009\"")])
    let old = Plans.invented.plan
    let complaints = try await live.district.ledger.write { db in
      for facility in ["one", "two"] {
        _ = try Facilities.upsert(
          Facility(
            id: facility, name: Label(zh: facility, en: facility), kind: .enterprise,
            place: "900001"), plan: old, by: .system("test"), at: 1, in: db)
      }
      return try PlanOutlook.complaints(of: plan, in: db)
    }
    #expect(
      complaints.last
        == "2 facilities (such as one) are at place \"900001\", which is not in the plan; put it "
        + "back, or change those first")
  }

  @Test func `procedures, rules, indicators and tasks that change are told with what they concern`()
    async throws
  {
    let outlook = try await Self.outlook([
      "procedures.yml": ("within: 1 h", "within: 2 h"),
      "rules.yml": ("for: 30 min", "for: 20 min"),
      "indicators/harbour.yml": ("target: {at-least: 60}", "target: {at-least: 30}"),
      "clauses.yml": ("lead: [HAB, CLN]", "lead: [CLN]"),
    ])
    #expect(outlook.complaints == [])
    #expect(
      Self.lines(outlook, "cases") == [
        "procedure paint: changes for new cases; 1 open case(s) finish under the plan they were "
          + "opened under",
        "rule paint-high: changes; 1 lasting finding(s) go on under the new one",
      ])
    #expect(
      Self.lines(outlook, "indicators") == [
        "shore-power-share: 50.0 (red) becomes 50.0 (green)"
      ])
    #expect(
      Self.lines(outlook, "tasks").contains(
        "H.2/HAB: leaves the plan; its 1 entries stay in the record"))
  }
}
