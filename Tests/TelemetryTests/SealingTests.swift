import AirQuality
import GRDB
import Seeds
import Testing

@testable import Telemetry

/// Spans that are over become chunks.
@Suite struct SealingTests {
  private static let keys = [
    SeriesKey(point: "A", quantity: "so2", statistic: .mean, windowSeconds: 60),
    SeriesKey(point: "A", quantity: "nox", statistic: .mean, windowSeconds: 60),
    SeriesKey(point: "A", quantity: "o3", statistic: .mean, windowSeconds: 3_600),
    SeriesKey(point: "B", quantity: "power", statistic: .realTime),
  ]

  /// New values, repeats, corrections and late ones of three days.
  private static func batch(
    _ number: Int, _ random: inout SeededGenerator
  ) -> [StampedSample] {
    (0...random.below(12)).map { _ in
      let key = keys[random.below(keys.count)]
      let step = max(key.windowSeconds, 900)
      let start = midnight + random.below(3 * 86_400 / step) * step
      let value = ExactDecimal(Int64(random.below(6) - 1), scale: random.below(2))
      let flag = SampleFlag(rawValue: ["N", "N", "D"][random.below(3)])
      return StampedSample(
        Sample(series: key, start: start, value: value, asSent: value, flag: flag),
        sequence: Int64(number), receivedAt: midnight + 4 * 86_400 + number)
    }
  }

  /// - Parameters:
  ///   - tailLimit: so small that samples are in memory, in parts and in chunks at once.
  ///   - offset: of half an hour too, in which no local hour may lie in two spans.
  @Test(
    arguments: 1...6 as ClosedRange<UInt64>,
    [(tailLimit: 1_000_000, offset: eightHours), (40, eightHours), (7, 19_800)])
  func `a store that seals answers everything as one that never does`(
    seed: UInt64, kind: (tailLimit: Int, offset: Int)
  ) async throws {
    var random = SeededGenerator(seed: seed)
    let folder = try Folder()
    func open() throws -> EmbeddedStore {
      try EmbeddedStore(
        path: folder.file("sealing.sqlite"), utcOffsetSeconds: kind.offset,
        tailLimit: kind.tailLimit)
    }
    let plain = try EmbeddedStore(
      path: folder.file("plain.sqlite"), utcOffsetSeconds: kind.offset)
    var sealing = try open()
    for number in 1...60 {
      let batch = Self.batch(number, &random)
      #expect(
        try await sealing.apply(batch, through: Int64(number))
          == plain.apply(batch, through: Int64(number)))
      if random.below(5) == 0 {
        _ = try await sealing.seal(endedBy: midnight + random.below(40 * 86_400))
      }
      if random.below(8) == 0 {
        try sealing.close()
        sealing = try open()
      }
      if random.below(10) == 0 { try await Self.compare(sealing, plain, &random) }
    }
    _ = try await sealing.seal(endedBy: midnight + 100 * 86_400)
    try await Self.compare(sealing, plain, &random)
    for table in ["sample", "part", "tail"] {
      #expect(try Self.rows(sealing, "SELECT count(*) FROM \(table)") == 0)
    }
    #expect(try Self.rows(sealing, "SELECT count(*) FROM chunk") > 3)
    // Batches again after a kill are answered as before.
    var again = SeededGenerator(seed: seed)
    let first = Self.batch(1, &again)
    #expect(
      try await sealing.apply(first, through: 1) == plain.apply(first, through: 1))
    try sealing.close()
    try await Self.compare(open(), plain, &random)
    try await Self.compare(
      EmbeddedStore(reading: folder.file("sealing.sqlite")), plain, &random)
  }

  @Test func `what a full disk refused is not in memory either, and comes back with room`()
    async throws
  {
    let folder = try Folder()
    let store = try openStore(folder)
    _ = try await store.apply([stamped(1, sample(midnight, "1"))], through: 1)
    try await store.pool.write { db in
      try db.execute(sql: "PRAGMA max_page_count = 1")
    }
    let more = (1..<2_000).map { stamped(2, sample(midnight + $0 * 60, "\($0)")) }
    await #expect(throws: StoreError.self) { try await store.apply(more, through: 2) }
    #expect(try await store.raw(minutes, from: 0, until: .max, limit: 9).count == 1)
    #expect(try await store.latest(nil).map(\.start) == [midnight])
    try await store.pool.write { db in
      try db.execute(sql: "PRAGMA max_page_count = 1000000")
    }
    let committed = try await store.apply(more, through: 2)
    #expect(committed.allSatisfy { $0.outcome == .new })
    #expect(try await store.raw(minutes, from: 0, until: .max, limit: 9_999).count == 2_000)
  }

  private static func compare(
    _ a: EmbeddedStore, _ b: EmbeddedStore, _ random: inout SeededGenerator
  ) async throws {
    for key in keys {
      let from = midnight + random.below(2 * 86_400) - 3_600
      let until = from + random.below(3 * 86_400)
      let limit = 1 + random.below(300)
      #expect(
        try await a.raw(key, from: 0, until: .max, limit: 10_000).digits
          == b.raw(key, from: 0, until: .max, limit: 10_000).digits)
      #expect(
        try await a.raw(key, from: from, until: until, limit: limit)
          == b.raw(key, from: from, until: until, limit: limit))
      #expect(
        try await a.newest(key, from: from, until: until, limit: limit)
          == b.newest(key, from: from, until: until, limit: limit))
      #expect(try await a.hours(key, from: 0, until: .max) == b.hours(key, from: 0, until: .max))
      #expect(try await a.days(key, from: 0, until: .max) == b.days(key, from: 0, until: .max))
      let knownAt = midnight + 4 * 86_400 + random.below(60)
      #expect(
        try await a.hours(key, from: from, until: until, knownAt: knownAt)
          == b.hours(key, from: from, until: until, knownAt: knownAt))
      for sample in try await b.raw(key, from: from, until: until, limit: 20) {
        #expect(
          try await a.revisions(key, start: sample.start)
            == b.revisions(key, start: sample.start))
      }
    }
    #expect(
      try await a.latest(nil).sorted { $0.key < $1.key }
        == b.latest(nil).sorted { $0.key < $1.key })
    #expect(try await a.counts() == b.counts())
    #expect(try await a.appliedSequence == b.appliedSequence)
  }

  private static func rows(_ store: EmbeddedStore, _ sql: String) throws -> Int {
    try store.pool.read { try Int.fetchOne($0, sql: sql) } ?? 0
  }

  @Test func `only spans that are over are sealed`() async throws {
    let folder = try Folder()
    let store = try openStore(folder)
    let samples = (0..<96).map { stamped(1, sample(midnight + $0 * 1_800, "1")) }
    _ = try await store.apply(samples, through: 1)
    // Days of UTC: two of the three that have a sample have ended.
    let counts = try await store.seal(endedBy: midnight + 48 * 3_600 - 1)
    #expect(counts.chunks == 2)
    #expect(try Self.rows(store, "SELECT count(*) FROM part") == 1)
    #expect(try await store.seal(endedBy: midnight + 48 * 3_600 - 1) == SealedCounts())
    #expect(try await store.raw(minutes, from: 0, until: .max, limit: 200).count == 96)
  }

  @Test func `a damaged chunk is named, and the others are read`() async throws {
    let folder = try Folder()
    let store = try openStore(folder)
    _ = try await store.apply(
      [stamped(1, sample(midnight, "1")), stamped(1, sample(midnight + 2 * 86_400, "2"))],
      through: 1)
    _ = try await store.seal(endedBy: midnight + 9 * 86_400)
    try await store.pool.write { db in
      try db.execute(
        sql: """
          UPDATE chunk SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) || x'55' AS BLOB)
          WHERE id = (SELECT min(id) FROM chunk)
          """)
    }
    let span = midnight - midnight % 86_400
    await #expect(throws: StoreError.damaged(point: "A", windowSeconds: 60, from: span)) {
      try await store.raw(minutes, from: 0, until: .max, limit: 9)
    }
    let rest = try await store.raw(minutes, from: midnight + 86_400, until: .max, limit: 9)
    #expect(rest.map(\.value.description) == ["2"])
  }
}

extension [StoredSample] {
  /// Every digit as it is kept: 1.0 is not 1.00 here.
  fileprivate var digits: [String] {
    map { "\($0.start) \($0.value) \($0.asSent) \($0.flag.rawValue) \($0.revisionCount)" }
  }
}
