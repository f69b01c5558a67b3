import ActionPlan
import GRDB
import Testing

@testable import Casework
@testable import Ledger

struct LoopDistributionTests {
  @Test(
    arguments: [
      // 4 of 4 came there: the second is the median, the last the 9th decile.
      ([60, 120, 180, 240], [], 120, 240),
      // Two that wait are known to take longer than any that came: no median of 4 of which 1 came.
      ([60], [100, 100, 100], nil, nil),
      // One censored early takes part no longer: 1 of 3, then 1 of 1.
      ([60, 300], [120], 300, 300),
      ([], [], nil, nil),
    ] as [([Int], [Int], Int?, Int?)])
  func `quantiles count loops that go on as longer than they have taken`(
    reached: [Int], open: [Int], median: Int?, ninth: Int?
  ) {
    let times = LoopDistribution(reached: reached, open: open)
    #expect(times.quantile(0.5) == median)
    #expect(times.quantile(0.9) == ninth)
  }

  @Test func `a bin begins with its bound and ends before the next`() {
    let bins = LoopDistribution(reached: [0, 299, 300, 2_592_000], open: [899, 900]).histogram
    #expect(bins[0].reached == 2 && bins[0].from == 0 && bins[0].until == 300)
    #expect(bins[1].reached == 1 && bins[1].open == 1)
    #expect(bins[2].open == 1)
    #expect(bins.last?.reached == 1 && bins.last?.until == nil)
    #expect(bins.map(\.reached).reduce(0, +) == 4)
  }
}

struct LoopTimesTests {
  private let start = District.start

  @Test func `each stage is measured from the first bad value, to the event that reached it`()
    async throws
  {
    let house = try LoopDistrict()
    let spot = Coordinate(longitude: 120.9, latitude: 30)
    var file = try await house.open(1, position: spot, badAt: start - 120, at: start)
    file = try await house.district.take("dispatched", file, by: .desk, at: start + 300)
    file = try await house.district.take(
      "handled", file, by: .town, StepEvidence(note: "到场", position: spot), at: start + 1_800)
    try await house.quiet(file, at: start + 2_400)
    try await house.close(file, at: start + 3_000)
    let all = try await house.report(now: start + 9_000).all
    let medians = LoopStage.allCases.map { all.stages[$0]?.times.quantile(0.5) }
    #expect(medians == [120, 420, 1_920, 2_520, 3_120])
    #expect(all.stages[.dispatched]?.inTime == 1 && all.stages[.onSite]?.inTime == 1)
    #expect(all.stages[.closed]?.shareInTime == 1)
  }

  @Test func `somebody a long way off is not on site`() async throws {
    let house = try LoopDistrict()
    var file = try await house.open(1, position: Coordinate(longitude: 120.9, latitude: 30))
    file = try await house.district.take("dispatched", file, by: .desk)
    file = try await house.district.take(
      "handled", file, by: .town,
      StepEvidence(note: "远", position: Coordinate(longitude: 120.95, latitude: 30)))
    try await house.close(file, at: start + 60)
    let all = try await house.report(now: start + 90).all
    #expect(all.stages[.onSite]?.times.reachedCount == 0)
    #expect(all.stages[.onSite]?.without == 1)
  }

  @Test func `a loop that goes on is not left out, and is late once its deadline is over`()
    async throws
  {
    let house = try LoopDistrict()
    _ = try await house.open(1)
    let soon = try await house.report(now: start + 500).all.stages[.dispatched]
    #expect(soon?.times.openCount == 1 && soon?.undecided == 1 && soon?.late == 0)
    let after = try await house.report(now: start + 700).all.stages[.dispatched]
    #expect(after?.late == 1 && after?.shareInTime == 0)
  }

  @Test func `a case that is taken up again is open again, and what lasts again is not quiet`()
    async throws
  {
    var again = Procedure.loop
    again = Procedure(
      id: again.id, label: again.label, clause: nil, lead: again.lead, intake: again.intake,
      steps: again.steps, late: [], rules: CaseRules(relapseSeconds: 86_400))
    let house = try LoopDistrict([again])
    let file = try await house.handled(1, subject: "s")
    try await house.quiet(file, at: start + 10)
    try await house.close(file, at: start + 60)
    let relapsed = try await house.open(2, subject: "s", at: start + 600)
    #expect(relapsed.id == file.id)
    try await house.quiet(file, at: nil)
    let all = try await house.report(now: start + 700).all
    #expect(all.count == 1)
    #expect(all.stages[.closed]?.times.openCount == 1 && all.stages[.quiet]?.times.openCount == 1)
  }

  @Test func `groups are told apart, and a unit sees its own`() async throws {
    let house = try LoopDistrict()
    _ = try await house.handled(1)
    _ = try await house.open(2)
    let units = try await house.report(by: .unit, now: start + 60)
    #expect(
      Dictionary(uniqueKeysWithValues: units.groups.map { ($0.id, $0.count) })
        == ["TOWN": 1, "BUREAU": 1])
    let own = try await house.report(
      by: .unit, scope: .some(unit: "TOWN", facilities: []), now: start + 60)
    #expect(own.all.count == 1)
    let lines = try await house.district.ledger.read { db in
      try LoopBook.lines(
        LoopFilter(from: 0, until: .max, unit: "TOWN"), to: .closed, seconds: 0..<300,
        scope: .all, now: District.start + 60, in: db)
    }
    #expect(lines.map(\.seconds) == [60] && lines[0].isOpen)
  }

  @Test func `a merged case is measured once, with the one that goes on`() async throws {
    let house = try LoopDistrict()
    let (one, other) = (try await house.open(1), try await house.open(2))
    let plan = house.district.plan
    try await house.district.ledger.write { db in
      _ = try CaseBook.tie(
        .merge, case: one.id, to: other.number, by: .desk, note: "同一件",
        requestID: "merge-request-1",
        versionSeen: one.version, plan: plan, at: District.start + 5, in: db)
    }
    #expect(try await house.report(now: start + 60).all.count == 1)
  }
}
