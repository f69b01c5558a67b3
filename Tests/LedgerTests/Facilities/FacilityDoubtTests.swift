import ActionPlan
import GRDB
import Ledger
import Testing

struct FacilityDoubtTests {
  private func bench() async throws -> Bench {
    let bench = try await Bench.withFirm()
    try await bench.ledger.write { db in
      for (id, name) in [("firm-2", "上虞蓝天化工（有限公司）"), ("firm-3", "曹娥印染厂")] {
        try Facilities.upsert(
          Facility(id: id, name: Label(zh: name, en: name), kind: .enterprise), plan: plan,
          by: clerk, at: 1, in: db)
      }
      try RegisterStore.migrate(plan.registers, at: 1, in: db)
      _ = try RegisterStore.insert(
        pairs, ["name": .text("x"), "facility": .text("firm-2")], plan: plan, by: clerk, at: 2,
        in: db)
    }
    return bench
  }

  @Test
  func `facilities that look like one are listed until a person settles them, and again after`()
    async throws
  {
    let bench = try await bench()
    let doubt = FacilityDoubt(one: "firm-1", other: "firm-2", why: .similar)
    let found = try await bench.ledger.write { db in
      var found = [try FacilityDoubts.open(in: db)]
      for isSame in [false, true] {
        try FacilityDoubts.settle(
          "firm-1", "firm-2", isSame: isSame, plan: plan, by: clerk, at: 3, in: db)
        found.append(try FacilityDoubts.open(in: db))
      }
      try FacilityDoubts.takeBack("firm-1", "firm-2", plan: plan, by: clerk, at: 4, in: db)
      return found + [try FacilityDoubts.open(in: db)]
    }
    #expect(found == [[doubt], [], [], [doubt]])
  }

  @Test func `a merged facility's rows and names are found under the one that is kept`()
    async throws
  {
    let bench = try await bench()
    let (before, after, match) = try await bench.ledger.write { db in
      let before = try Facilities.rows(of: "firm-1", plan: plan, in: db).count
      try FacilityDoubts.settle(
        "firm-1", "firm-2", isSame: true, plan: plan, by: clerk, at: 3, in: db)
      return (
        before, try Facilities.rows(of: "firm-1", plan: plan, in: db).map(\.register.id),
        try Facilities.match(name: "上虞蓝天化工(有限公司)", in: db)
      )
    }
    #expect(before == 0)
    #expect(after == ["equipment-pairs"])
    #expect(match == .exact("firm-1"))
    await #expect(throws: FacilityError.alreadyMerged("firm-2", into: "firm-1")) {
      try await bench.ledger.write { db in
        try FacilityDoubts.settle(
          "firm-2", "firm-1", isSame: true, plan: plan, by: clerk, at: 4, in: db)
      }
    }
  }

  @Test(arguments: [
    ("91330604MA2885Q68A", FacilityMatch.exact("firm-1")), ("firm-3", .exact("firm-3")),
    ("蓝天化工有限公司", .exact("firm-1")), ("蓝天化工", .doubtful(["firm-1", "firm-2"])),
    ("浙江曹娥印染厂", .doubtful(["firm-3"])), ("百官建材", .none), ("", .none),
  ])
  func `a name or credit code means one facility, several in doubt, or none`(
    name: String, wanted: FacilityMatch
  ) async throws {
    let bench = try await bench()
    let found = try await bench.ledger.read { db in try Facilities.match(name: name, in: db) }
    #expect(found == wanted)
  }
}
