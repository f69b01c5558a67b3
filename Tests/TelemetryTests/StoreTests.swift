import AirQuality
import GRDB
import Testing

@testable import Telemetry

@Suite struct StoreTests {
  let folder: Folder
  let store: EmbeddedStore

  init() throws {
    folder = try Folder()
    store = try openStore(folder)
  }

  @Test func `a sample is kept with its digits as sent`() async throws {
    let committed = try await store.apply(
      [stamped(1, sample(midnight, "12.50", asSent: "0.01250"), late: 3)], through: 1)
    #expect(committed.map(\.outcome) == [.new])
    let raw = try await store.raw(minutes, from: midnight, until: midnight + 1, limit: 10)
    #expect(raw.count == 1)
    #expect(raw.first?.value.description == "12.50")
    #expect(raw.first?.asSent.description == "0.01250")
    #expect(raw.first?.receivedAt == midnight + 63)
    #expect(raw.first?.sequence == 1)
    #expect(raw.first?.revisionCount == 0)
  }

  @Test func `another value or another flag is a kept revision, the same number a repeat`()
    async throws
  {
    let values = [("1.0", "N"), ("1.00", "N"), ("1.0", "D"), ("2", "D"), ("2", "D"), ("1.0", "N")]
    var outcomes: [CommittedSample.Outcome] = []
    for (index, (value, flag)) in values.enumerated() {
      let sequence = Int64(index + 1)
      outcomes += try await store.apply(
        [stamped(sequence, sample(midnight, value, flag))], through: sequence
      ).map(\.outcome)
    }
    #expect(outcomes == [.new, .repeated, .revision, .revision, .repeated, .revision])
    let history = try await store.revisions(minutes, start: midnight)
    #expect(history.map(\.value.description) == ["1.0", "1.0", "2", "1.0"])
    #expect(history.map(\.flag.rawValue) == ["N", "D", "D", "N"])
    #expect(history.map(\.sequence) == [1, 3, 4, 6])
    let current = try await store.raw(minutes, from: 0, until: .max, limit: 10)
    #expect(current.map(\.sequence) == [6])
    #expect(current.first?.revisionCount == 3)
    #expect(try await store.counts() == StoreCounts(samples: 1, revisions: 3, series: 1))
  }

  @Test func `the newest of a stretch are given oldest first`() async throws {
    _ = try await store.apply(
      (0..<5).map { stamped(1, sample(midnight + 60 * $0, "\($0)")) }, through: 1)
    let newest = try await store.newest(
      minutes, from: midnight, until: midnight + 240, limit: 2)
    #expect(newest.map(\.value.description) == ["2", "3"])
    let all = try await store.newest(minutes, from: midnight, until: midnight + 300, limit: 9)
    #expect(all.count == 5)
  }

  @Test
  func `a batch at or below the cursor changes nothing, one that reaches over it adds the rest`()
    async throws
  {
    _ = try await store.apply([stamped(1, sample(midnight, "1"))], through: 4)
    let again = try await store.apply(
      [
        stamped(1, sample(midnight, "1")), stamped(3, sample(midnight + 60, "9")),
        stamped(5, sample(midnight + 120, "5")),
      ], through: 5)
    #expect(again.map(\.outcome) == [.new, .repeated, .new])
    #expect(try await store.raw(minutes, from: 0, until: .max, limit: 9).map(\.sequence) == [1, 5])
    #expect(try await store.appliedSequence == 5)
    _ = try await store.apply([], through: 2)
    #expect(try await store.appliedSequence == 5)
    _ = try await store.apply([], through: 8)
    #expect(try await store.appliedSequence == 8)
  }

  @Test(arguments: [[2, 1], [4]])
  func `a batch out of order is refused whole`(sequences: [Int64]) async throws {
    let samples = sequences.map { stamped($0, sample(midnight + Int($0) * 60, "1")) }
    await #expect(throws: StoreError.self) { try await store.apply(samples, through: 3) }
    #expect(try await store.counts() == StoreCounts(samples: 0, revisions: 0, series: 0))
    #expect(try await store.appliedSequence == 0)
    _ = try await store.apply([stamped(4, sample(midnight, "1"))], through: 4)
    #expect(try await store.counts().samples == 1)
  }

  @Test func `a sample is late by the end of its window`() async throws {
    let committed = try await store.apply(
      [
        stamped(1, sample(midnight, "1"), late: 600),
        stamped(1, sample(midnight + 60, "1"), late: 601),
      ], through: 1)
    #expect(committed.map(\.isLate) == [false, true])
  }

  @Test func `of a series that has no sample nothing is told`() async throws {
    _ = try await store.apply([stamped(1, sample(midnight, "1"))], through: 1)
    let unknown = SeriesKey(point: "C", quantity: "so2", statistic: .realTime)
    #expect(try await store.raw(unknown, from: 0, until: .max, limit: 1).isEmpty)
    #expect(try await store.hours(unknown, from: 0, until: .max).isEmpty)
    #expect(try await store.revisions(unknown, start: midnight).isEmpty)
  }

  @Test func `ranges have a limit, and it must be sensible`() async throws {
    let samples = (0..<20).map { stamped(1, sample(midnight + $0 * 60, "\($0)")) }
    _ = try await store.apply(samples, through: 1)
    let range = try await store.raw(minutes, from: midnight + 120, until: midnight + 600, limit: 5)
    #expect(range.map(\.start) == (2...6).map { midnight + $0 * 60 })
    await #expect(throws: StoreError.limit(0)) {
      try await store.raw(minutes, from: 0, until: 1, limit: 0)
    }
  }

  @Test func `a restart has the same samples, cursor and newest values`() async throws {
    let samples = (0..<200).map { stamped(Int64($0 + 1), sample(midnight + $0 * 60, "\($0 / 50)")) }
    _ = try await store.apply(samples, through: 200)
    let before = try await store.latest(nil)
    try store.close()
    let again = try openStore(folder)
    #expect(try await again.latest(nil) == before)
    #expect(before.map(\.unchangedSince) == [midnight + 150 * 60])
    #expect(try await again.appliedSequence == 200)
    #expect(try await again.counts() == StoreCounts(samples: 200, revisions: 0, series: 1))
  }

  @Test func `a file of another UTC offset is refused with what to do`() throws {
    try store.close()
    let error = #expect(throws: StoreError.self) {
      try EmbeddedStore(path: store.path, utcOffsetSeconds: 0)
    }
    #expect(error == .otherOffset(path: store.path, seconds: eightHours, wanted: 0))
    #expect(error?.description.contains("rebuilt from the inbox") == true)
  }

  @Test(arguments: [(600, "2"), (601, "1")])
  func `a sample of a clock ten minutes ahead is kept and never the newest`(
    ahead: Int, newest: String
  ) async throws {
    let latest = LatestValues()
    let samples = [
      StampedSample(sample(midnight, "1"), sequence: 1, receivedAt: midnight),
      StampedSample(sample(midnight + ahead, "2"), sequence: 1, receivedAt: midnight),
    ]
    let committed = try await store.apply(samples, through: 1)
    try await latest.update(committed, from: store)
    #expect(committed.map(\.outcome) == [.new, .new])
    #expect(try await store.raw(minutes, from: 0, until: .max, limit: 9).count == 2)
    #expect(latest.value(minutes)?.value == ExactDecimal(newest))
    #expect(try await store.latest([minutes]).first == latest.value(minutes))
    // What is in time goes on from there.
    let next = try await store.apply([stamped(2, sample(midnight + 1_200, "3"))], through: 2)
    try await latest.update(next, from: store)
    #expect(latest.value(minutes)?.value == ExactDecimal("3"))
  }

  @Test func `a series that only a wrong clock fed has no newest value`() async throws {
    let latest = LatestValues()
    let committed = try await store.apply(
      [stamped(1, sample(midnight, "1"), late: -900)], through: 1)
    try await latest.update(committed, from: store)
    #expect(latest.value(minutes) == nil)
    #expect(try await store.latest(nil).isEmpty)
  }

  @Test func `the writer's pragmas hold`() throws {
    let pages = try store.pool.writeWithoutTransaction { db in
      [
        try Int.fetchOne(db, sql: "PRAGMA cache_size"),
        try Int.fetchOne(db, sql: "PRAGMA wal_autocheckpoint"),
      ]
    }
    #expect(pages == [-65_536, 16_384])
  }

  @Test func `batches given at once are applied one after the other`() async throws {
    let count = try await withThrowingTaskGroup(of: Int.self) { [store] group in
      for n in 1...40 {
        group.addTask {
          let key = SeriesKey(point: "P\(n % 4)", quantity: "pm25", statistic: .realTime)
          return try await store.apply(
            [stamped(Int64(n), sample(midnight + n, "\(n)", of: key))], through: Int64(n)
          ).count { $0.outcome == .new }
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(try await store.counts().samples == count)
    #expect(try await store.appliedSequence == 40)
    #expect(try await store.counts().series <= 4)
  }
}
