import ActionPlan
import AirQuality
import Detection
import Foundation
import GRDB
import Ledger
import Testing

@testable import Rehearsal

/// A rule tried over what is stored, before it is switched on.
struct RuleRehearsalTests {
  static let shops = """
      - at: "2030-02-01 10:00"
      - rows:
          paint-shops:
            - {facility: blue-hull, place: "900002", stack: s1, limit: 60}
            - {facility: red-keel, place: "900001", stack: s2, limit: 100}
            - {facility: no-stack, place: "900001", limit: 100}
      - samples: {point: s1, quantity: voc, value: 90, for: 40 min, every: 1 min}
      - samples: {point: s1, quantity: voc, value: 10, for: 10 min, every: 1 min}
      - samples: {point: s2, quantity: voc, value: 85, for: 50 min, every: 1 min}
      - expect: {cases: paint, count: 1}
    """
  static let days = CalendarDay("2030-02-01")!...CalendarDay("2030-02-02")!

  static func rehearse(_ plan: Plan, in live: LiveDistrict) async throws -> RuleRehearsal {
    try await RuleRehearsal(
      of: try #require(plan.rule("paint-high")), in: plan, ledger: try live.reader(),
      store: try live.store(), days: days)
  }

  @Test func `an unchanged rule would have opened what it opened`() async throws {
    let live = try await LiveDistrict(Self.shops)
    let rehearsal = try await Self.rehearse(Plans.invented.plan, in: live)
    #expect(rehearsal.watchedCount == 2)
    #expect(rehearsal.rehearsed.map(\.subject) == ["paint-shops/1"])
    #expect(rehearsal.rehearsed.map(\.start) == rehearsal.real.map(\.start))
    #expect(rehearsal.rehearsed.map(\.endedAt) == rehearsal.real.map(\.endedAt))
    #expect(rehearsal.rehearsed.map(\.unit) == ["lower"])
    #expect(rehearsal.real.map(\.unit) == ["lower"])
    #expect(rehearsal.real.first?.number?.isEmpty == false)
    let opened = try #require(rehearsal.rehearsed.first)
    #expect(opened.endedAt.map { $0 - opened.start } == 2_460)
    #expect(opened.grounds.map(\.limit) == [ExactDecimal(60)])
    #expect(rehearsal.toldCount == 0)
  }

  @Test func `a stricter rule would have opened more, by day and by unit, and writes nothing`()
    async throws
  {
    let live = try await LiveDistrict(Self.shops)
    let (plan, _) = try LiveDistrict.plan(
      replacing: ["rules.yml": ("above: 100 %", "above: 80 %")])
    let ledger = live.district.ledger
    func counts() async throws -> [Int?] {
      try await ledger.read { db in
        try ["finding", "case_file", "audit_entry", "detection_watch"].map {
          try Int.fetchOne(db, sql: "SELECT count(*) FROM \($0)")
        }
      }
    }
    let before = try await counts()
    let rehearsal = try await Self.rehearse(plan, in: live)
    #expect(try await counts() == before)
    #expect(rehearsal.rehearsed.map(\.subject) == ["paint-shops/1", "paint-shops/2"])
    #expect(rehearsal.rehearsed.last?.endedAt == nil)
    #expect(rehearsal.real.count == 1)
    #expect(
      rehearsal.days == [
        RuleRehearsal.Count(part: CalendarDay("2030-02-01")!, rehearsed: 2, real: 1)
      ])
    #expect(
      rehearsal.units == [
        RuleRehearsal.Count(part: "lower", rehearsed: 1, real: 1),
        RuleRehearsal.Count(part: "upper", rehearsed: 1, real: 0),
      ])
  }

  @Test func `a rule over a register or a field that the folder does not have yet watches nothing`()
    async throws
  {
    let live = try await LiveDistrict(Self.shops)
    let (plan, _) = try LiveDistrict.plan(
      replacing: [
        "registers/paint-shops.yml": (
          "field: stack, kind: point",
          "field: outlet, kind: point"
        ), "rules.yml": ("stack.voc", "outlet.voc"),
      ])
    let rehearsal = try await Self.rehearse(plan, in: live)
    #expect(rehearsal.watchedCount == 0)
    #expect(rehearsal.rehearsed.isEmpty)
    #expect(rehearsal.real.count == 1)
  }

  @Test func `a rule of silence is refused where there is no inbox`() async throws {
    let live = try await LiveDistrict(Self.shops)
    let (plan, _) = try LiveDistrict.plan(
      replacing: [
        "rules.yml": (
          "watch: paint-shops\n  when:\n    stack.voc: {above: 100 %, of: limit}",
          "watch: devices\n  when: silent"
        )
      ])
    await #expect(throws: RehearsalRefusal.noInbox(rule: "paint-high")) {
      try await Self.rehearse(plan, in: live)
    }
  }
}
