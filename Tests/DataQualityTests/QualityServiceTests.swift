import ActionPlan
import Ledger
import Telemetry
import Testing

@testable import DataQuality

struct QualityServiceTests {
  private let hour = QualityHouse.hour

  /// 40 days of two stations; a stands still for its last day.
  private func values() -> [String: [Double]] {
    var still = TestTrack.hours(960, seed: 1)
    for index in 936..<960 { still[index] = 57 }
    return ["a": still, "b": TestTrack.hours(960, seed: 2)]
  }

  private func run(_ service: QualityService, _ house: QualityHouse, hours: Range<Int>) async throws
  {
    let all = values()
    let batches = try await house.batches(
      all, hours: hours, firstSequence: Int64(hours.lowerBound + 1))
    for (hour, batch) in zip(hours, batches) {
      house.clock.now = QualityHouse.begin + (hour + 1) * self.hour + 120
      try await service.process(batch)
      if hour % 6 == 5 {
        house.clock.now += DueHours.settleSeconds
        try await service.tick()
      }
    }
    house.clock.now += 2 * DueHours.settleSeconds
    try await service.tick()
  }

  @Test func `a series that stands still gets one mark, its neighbour none`() async throws {
    let house = try await QualityHouse()
    try await run(try await house.service(), house, hours: 0..<960)
    let marks = try await house.marks().filter { ["constant", "frozen"].contains($0.check) }
    #expect(Set(marks.map(\.series)) == [QualityHouse.key("a")])
    let constant = try #require(marks.first { $0.check == "constant" })
    #expect(constant.from == QualityHouse.begin + 936 * hour)
    #expect(constant.until == QualityHouse.begin + 960 * hour)
    #expect(constant.isOpen && constant.planDigest == house.plan.digest)
  }

  @Test func `a restart at any hour neither loses nor doubles a mark`() async throws {
    let whole = try await QualityHouse()
    try await run(try await whole.service(), whole, hours: 0..<960)
    let expected = try await whole.marks().map {
      [$0.check, "\($0.series)", "\($0.from)", "\($0.until)"]
    }

    let house = try await QualityHouse()
    let all = values()
    let batches = try await house.batches(all, hours: 0..<960, firstSequence: 1)
    var service = try await house.service()
    for (index, batch) in batches.enumerated() {
      house.clock.now = QualityHouse.begin + (index + 1) * hour + 120
      try await service.process(batch)
      if index % 6 == 5 {
        house.clock.now += DueHours.settleSeconds
        try await service.tick()
      }
      if index % 97 == 50 {
        // Killed: the pump hands over again what came after the cursor that was written down.
        service = try await house.service()
        let cursor = await service.cursor
        for missed in batches[...index] where missed.lastSequence > cursor {
          try await service.process(missed)
        }
      }
    }
    house.clock.now += 2 * DueHours.settleSeconds
    try await service.tick()
    let found = try await house.marks().map {
      [$0.check, "\($0.series)", "\($0.from)", "\($0.until)"]
    }
    #expect(found == expected)
  }

  @Test func `a series that falls silent is a gap that grows`() async throws {
    let house = try await QualityHouse()
    let service = try await house.service()
    try await run(service, house, hours: 0..<48)
    house.clock.now = QualityHouse.begin + 60 * hour
    try await service.tick()
    let first = try await house.marks().filter { $0.check == "gap" }
    #expect(Set(first.map(\.series.point)) == ["a", "b"])
    #expect(first.allSatisfy { $0.from == QualityHouse.begin + 48 * hour })
    house.clock.now = QualityHouse.begin + 70 * hour
    try await service.tick()
    let later = try await house.marks().filter { $0.check == "gap" }
    #expect(later.map(\.id) == first.map(\.id))
    #expect(later.allSatisfy { $0.until > first[0].until })
  }

  @Test func `what a person settled stays settled, what goes on beyond it is new`() async throws {
    let house = try await QualityHouse()
    let suspicion = Suspicion(
      check: .frozen, from: 0, until: 90_000, grounds: [.init("hours", "25")])
    let key = QualityHouse.key("a")
    func record(_ suspicion: Suspicion) async throws -> Int {
      try await house.ledger.write { db in
        try QualityMarks.record([suspicion], of: key, planDigest: "d", at: 5, in: db)
      }
    }
    #expect(try await record(suspicion) == 1)
    #expect(try await record(suspicion) == 0)
    let mark = try #require(try await house.marks().first)
    try await house.ledger.write { db in
      try QualityMarks.settle(mark.id, as: .maintenance, note: "泵", by: .account(1), at: 9, in: db)
    }
    #expect(try await record(suspicion) == 0)
    #expect(try await house.marks().first?.settlement?.cause == .maintenance)
    let more = Suspicion(check: .frozen, from: 0, until: 400_000, grounds: [])
    #expect(try await record(more) == 1)
    #expect(try await house.marks().count == 2)
    let entry = try await house.ledger.read { db in
      try AuditLog.entries(object: "quality-mark/\(mark.id)", limit: 5, in: db).first
    }
    #expect(entry?.action == "quality.settled")
  }

  @Test func `a settled mark is not settled again, and may be opened again`() async throws {
    let house = try await QualityHouse()
    try await house.ledger.write { db in
      try QualityMarks.record(
        [Suspicion(check: .zero, from: 0, until: 10, grounds: [])], of: QualityHouse.key("a"),
        planDigest: "d", at: 5, in: db)
      try QualityMarks.settle(1, as: .fault, note: "", by: .account(1), at: 9, in: db)
      #expect(throws: QualityMarkError.isSettled(1)) {
        try QualityMarks.settle(1, as: .real, note: "", by: .account(1), at: 9, in: db)
      }
      #expect(throws: QualityMarkError.unknown(7)) {
        try QualityMarks.settle(7, as: .real, note: "", by: .account(1), at: 9, in: db)
      }
      try QualityMarks.reopen(1, by: .account(1), at: 10, in: db)
      #expect(try QualityMarks.find(1, in: db)?.isOpen == true)
      #expect(
        try QualityMarks.countLines(QualityMarkFilter(isOpen: true, points: ["a"]), in: db) == 1)
      #expect(try QualityMarks.countLines(QualityMarkFilter(points: ["b\"]"]), in: db) == 0)
    }
  }
}
