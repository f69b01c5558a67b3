import ActionPlan
import AirQuality
import GRDB
import Ledger
import Telemetry
import Testing

@testable import Detection

/// What the service keeps, when, and what others may do to it meanwhile.
struct DetectionServiceTests {
  static let morning = WatchedDistrict.morning
  static let dust = WatchedDistrict.key("d1", "tsp")
  static let production = WatchedDistrict.key("p1", "power")
  static let treatment = WatchedDistrict.key("t1", "power")

  @Test func `a kill in the middle of an episode neither loses nor doubles its finding`()
    async throws
  {
    let district = try await WatchedDistrict()
    try await district.sendEachMinute(0...7, (Self.dust, "1500"))
    district.kill()
    let cursor = try await district.service().cursor
    #expect(cursor >= 6)
    // The pump begins after the cursor; whatever it hands over twice is passed over.
    for sequence in (cursor + 1)...9 {
      let time = Self.morning + Int(sequence - 1) * 60
      try await district.service().process(
        CommittedBatch(
          firstSequence: sequence, lastSequence: sequence,
          samples: [Self.sample(Self.dust, "1500", at: time, sequence: sequence)], arrivals: []))
    }
    try await district.service().process(
      CommittedBatch(
        firstSequence: 1, lastSequence: 16,
        samples: (1...16).map { sequence in
          Self.sample(
            Self.dust, "1500", at: Self.morning + Int(sequence - 1) * 60, sequence: sequence)
        }, arrivals: []))
    #expect(
      try await district.asked() == [
        "tell site-dust-high construction-sites/1 \(Self.morning)",
        "open site-dust-high construction-sites/1 \(Self.morning) site-dust",
      ])
    #expect(try await district.findings().count == 1)
  }

  static func sample(
    _ key: SeriesKey, _ value: String, at time: Int, sequence: Int64
  ) -> CommittedSample {
    CommittedSample(
      sample: Sample(
        series: key, start: time, value: ExactDecimal(value)!, asSent: ExactDecimal(value)!,
        flag: .normal), sequence: sequence, receivedAt: time)
  }

  @Test func `what onEffect wrote goes with the finding, or neither stays`() async throws {
    let district = try await WatchedDistrict()
    try await district.sendEachMinute(0...4, (Self.dust, "1500"))
    district.refuseNext(1)
    let fifth = Self.sample(Self.dust, "1500", at: Self.morning + 300, sequence: 6)
    let batch = CommittedBatch(
      firstSequence: 6, lastSequence: 6, samples: [fifth], arrivals: [])
    await #expect(throws: (any Error).self) { try await district.service().process(batch) }
    #expect(try await district.asked() == [])
    #expect(try await district.findings() == [])
    try await district.service().process(batch)
    #expect(try await district.asked().count == 1)
    #expect(try await district.findings().count == 1)
  }

  @Test func `invalid values say nothing, and longer than the gap break an episode off`()
    async throws
  {
    let district = try await WatchedDistrict()
    try await district.sendEachMinute(0...3, (Self.dust, "1500"))
    for minute in 4...6 {
      try await district.send(
        [(Self.dust, "3")], at: Self.morning + minute * 60, flag: .calibrating)
    }
    try await district.sendEachMinute(7...7, (Self.dust, "1500"))
    #expect(try await district.asked().count == 1)
    for minute in 8...14 {
      try await district.send([(Self.dust, "1500")], at: Self.morning + minute * 60, flag: .fault)
    }
    try await district.sendEachMinute(15...15, (Self.dust, "1500"))
    #expect(try await district.asked().last == "ended 1 \(Self.morning + 420)")
  }

  @Test func `a value above range is above any limit`() async throws {
    let district = try await WatchedDistrict()
    for minute in 0...5 {
      try await district.send([(Self.dust, "0")], at: Self.morning + minute * 60, flag: .aboveRange)
    }
    #expect(try await district.asked().count == 1)
    #expect(try await district.findings().first?.grounds.first?.isAboveRange == true)
  }

  @Test func `identical repeats are not judged again`() async throws {
    let district = try await WatchedDistrict()
    try await district.sendEachMinute(0...2, (Self.dust, "1500"))
    for minute in 0...30 {
      try await district.send(
        [(Self.dust, "1500")], at: Self.morning + minute * 60, outcome: .repeated)
    }
    #expect(try await district.asked() == [])
  }

  @Test func `a sample far ahead of the clock is not believed`() async throws {
    let district = try await WatchedDistrict()
    try await district.send(
      [(Self.dust, "1500")], at: Self.morning + 86_400, receivedAt: Self.morning)
    try await district.sendEachMinute(0...5, (Self.dust, "1500"))
    #expect(
      try await district.asked() == ["tell site-dust-high construction-sites/1 \(Self.morning)"])
  }

  @Test func `back-fill opens late, and live once live samples complete the stage`() async throws {
    let district = try await WatchedDistrict()
    for minute in 0...15 {
      try await district.send(
        [(Self.dust, "1500")], at: Self.morning + minute * 60, receivedAt: Self.morning + 900)
    }
    let live = try #require(try await district.findings().first)
    #expect(live.reached == .opened)
    #expect(!live.isLate)
    let later = try await WatchedDistrict()
    for minute in 0...15 {
      try await later.send(
        [(Self.dust, "1500")], at: Self.morning + minute * 60, receivedAt: Self.morning + 7200)
    }
    #expect(try await later.findings().map(\.isLate) == [true])
    #expect(try await later.asked().last?.hasSuffix(" late") == true)
  }

  @Test func `a declared stop suspends from when it was declared`() async throws {
    let district = try await WatchedDistrict()
    let values = [(Self.production, "90"), (Self.treatment, "0")]
    for minute in 0...6 { try await district.send(values, at: Self.morning + minute * 60) }
    #expect(try await district.asked().count == 1)
    district.now = Self.morning + 400
    _ = try await district.ledger.write { db in
      try WatchedDistrict.add(
        "declared-stops",
        [
          "facility": .text("works"), "kind": .text("maintenance"),
          "from": .instant(Self.morning), "until": .instant(Self.morning + 3600),
          "reason": .text("filters"),
        ], at: Self.morning + 400, in: db)
    }
    try await district.service().reload()
    for minute in 7...58 { try await district.send(values, at: Self.morning + minute * 60) }
    #expect(try await district.asked().last == "ended 1 \(Self.morning + 400)")
    #expect(try await district.asked().count == 2)
    for minute in 59...65 { try await district.send(values, at: Self.morning + minute * 60) }
    #expect(
      try await district.asked().last
        == "tell treatment-off-while-producing equipment-pairs/1 \(Self.morning + 3600)")
  }

  @Test func `a changed register is noticed at a tick`() async throws {
    let district = try await WatchedDistrict()
    try await district.sendEachMinute(0...5, (Self.dust, "1500"))
    try await district.ledger.write { db in
      let register = WatchedDistrict.plan.register("construction-sites")!
      try RegisterStore.remove(
        register, row: 1, versionSeen: nil, by: .system("test"), at: Self.morning, in: db)
    }
    try await district.service().tick()
    #expect(try await district.asked().count == 1)
    district.now += DetectionService.rereadSeconds
    try await district.service().tick()
    #expect(try await district.asked().last == "ended 1 \(Self.morning + 300)")
    #expect(try await district.lasting() == [])
  }

  @Test func `registers are read again only when the audit log has grown`() async throws {
    let district = try await WatchedDistrict()
    try await district.sendEachMinute(0...5, (Self.dust, "1500"))
    try await district.ledger.write { db in
      try db.execute(sql: "DELETE FROM rows_of_construction_sites")
    }
    try await district.service().reload()
    #expect(try await district.lasting().count == 1)
    _ = try await district.ledger.write { db in
      try AuditLog.append(
        actor: .system("test"), action: "register.remove", object: "register/construction-sites/1",
        at: Self.morning, in: db)
    }
    try await district.service().reload()
    #expect(try await district.lasting() == [])
  }

  @Test func `an episode that has told opens its case by the times of a changed plan`() async throws
  {
    let district = try await WatchedDistrict()
    try await district.sendEachMinute(0...7, (Self.dust, "1500"))
    #expect(try await district.findings().map(\.reached) == [.told])
    let opens = Stage(
      afterSeconds: 1200, action: .open(procedure: "site-dust", severity: .ordinary))
    try await district.restart(with: [opens], of: "site-dust-high")
    try await district.sendEachMinute(8...19, (Self.dust, "1500"))
    #expect(try await district.findings().map(\.reached) == [.told])
    try await district.sendEachMinute(20...25, (Self.dust, "1500"))
    #expect(
      try await district.asked() == [
        "tell site-dust-high construction-sites/1 \(Self.morning)",
        "open site-dust-high construction-sites/1 \(Self.morning) site-dust",
      ])
    #expect(try await district.findings().map(\.planDigest) == ["changed"])
  }

  @Test func `an episode that the changed plan has no more stage for ends all the same`()
    async throws
  {
    let district = try await WatchedDistrict()
    try await district.sendEachMinute(0...7, (Self.dust, "1500"))
    try await district.restart(
      with: [Stage(afterSeconds: 240, action: .tellFacility)], of: "site-dust-high")
    try await district.sendEachMinute(8...30, (Self.dust, "1500"))
    #expect(try await district.asked().count == 1)
    try await district.sendEachMinute(31...31, (Self.dust, "10"))
    #expect(try await district.asked().last == "ended 1 \(Self.morning + 31 * 60)")
  }

  @Test func `an alarm that was said to have ended is told to last again`() async throws {
    let district = try await WatchedDistrict()
    let values = [(Self.production, "90"), (Self.treatment, "0")]
    for minute in 0...6 { try await district.send(values, at: Self.morning + minute * 60) }
    for minute in 7...16 {
      try await district.send([(Self.production, "90")], at: Self.morning + minute * 60)
    }
    #expect(try await district.asked().last == "ended 1 \(Self.morning + 360)")
    try await district.send([(Self.treatment, "0")], at: Self.morning + 420)
    #expect(try await district.asked().last == "resumed 1")
    #expect(try await district.lasting().map(\.id) == [1])
  }

  @Test func `a rule's row that changed its instrument begins anew`() async throws {
    let district = try await WatchedDistrict()
    try await district.sendEachMinute(0...5, (Self.dust, "1500"))
    try await district.ledger.write { db in
      _ = try RegisterStore.update(
        WatchedDistrict.plan.register("construction-sites")!, row: 1, ["dust": .text("s1")],
        versionSeen: nil, plan: WatchedDistrict.plan, by: .system("test"), at: Self.morning, in: db)
    }
    try await district.service().reload()
    #expect(try await district.asked().last == "ended 1 \(Self.morning + 300)")
    try await district.sendEachMinute(6...11, (WatchedDistrict.key("s1", "tsp"), "1500"))
    #expect(
      try await district.asked().last
        == "tell site-dust-high construction-sites/1 \(Self.morning + 360)")
  }

  @Test func `a memory that cannot be read ends what lasted and begins anew`() async throws {
    let district = try await WatchedDistrict()
    try await district.sendEachMinute(0...6, (Self.dust, "1500"))
    try await district.service().checkpoint()
    district.kill()
    try await district.ledger.write { db in
      try db.execute(sql: "UPDATE detection_watch SET memory = '{\"series\":7}'")
    }
    _ = try await district.service()
    #expect(try await district.lasting() == [])
    #expect(try await district.asked().last == "ended 1 \(Self.morning + 300)")
    try await district.sendEachMinute(7...12, (Self.dust, "1500"))
    #expect(try await district.lasting().map(\.start) == [Self.morning + 420])
  }

  @Test func `what lasts is listed until it ends`() async throws {
    let district = try await WatchedDistrict()
    try await district.sendEachMinute(0...8, (Self.dust, "1500"))
    #expect(try await district.lasting().map(\.reached) == [.told])
    try await district.sendEachMinute(9...9, (Self.dust, "10"))
    #expect(try await district.lasting() == [])
  }

  @Test func `a declared stop explains a silence of the facility's device`() async throws {
    let district = try await WatchedDistrict()
    let stages = [Stage(afterSeconds: 1800, action: .tellFacility)]
    try await district.restart(
      with: stages, of: "instrument-silent", except: Exceptions(declared: ["stop"]))
    try await district.send([], at: Self.morning + 60)
    _ = try await district.ledger.write { db in
      try WatchedDistrict.add(
        "declared-stops",
        [
          "facility": .text("works"), "kind": .text("stop"), "from": .instant(Self.morning),
          "until": .instant(Self.morning + 7200), "reason": .text("holiday"),
        ], in: db)
    }
    try await district.service().reload()
    district.now = Self.morning + 7199 + 1800
    try await district.service().tick()
    #expect(try await district.asked() == [])
    district.now += 1
    try await district.service().tick()
    #expect(
      try await district.asked() == ["tell instrument-silent device/MN1 \(Self.morning + 7200)"])
  }

  @Test func `a silent device is told of after half an hour, once, also over a restart`()
    async throws
  {
    let district = try await WatchedDistrict()
    try await district.send([], at: Self.morning + 60)
    district.now = Self.morning + 1859
    try await district.service().tick()
    #expect(try await district.asked() == [])
    district.now = Self.morning + 1860
    try await district.service().tick()
    try await district.service().tick()
    let silence = "instrument-silent device/MN1 \(Self.morning + 60)"
    #expect(try await district.asked() == ["tell \(silence)"])
    district.kill()
    district.now += 7200
    try await district.service().tick()
    #expect(try await district.asked().count == 1)
    district.now = Self.morning + 60 + 86_400
    try await district.service().tick()
    #expect(try await district.asked().last == "open \(silence) instrument-fault")
    let finding = try #require(try await district.findings().first)
    #expect(finding.row == nil)
    #expect(finding.facility == "works")
    try await district.send([], at: district.now + 5)
    #expect(try await district.asked().last == "ended 1 \(district.now + 5)")
    #expect(try await district.findings().count == 1)
  }

  @Test func `a finding knows the case it opened`() async throws {
    let district = try await WatchedDistrict()
    try await district.sendEachMinute(0...5, (Self.dust, "1500"))
    let id = try #require(try await district.findings().first?.id)
    try await district.ledger.write { db in try Findings.link(id, toCase: 7, in: db) }
    let ofCase = try await district.ledger.read { db in
      try Findings.fetch("WHERE case_id = 7", [], in: db).map(\.id)
    }
    #expect(ofCase == [id])
  }
}
