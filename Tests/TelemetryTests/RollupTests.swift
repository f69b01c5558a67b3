import AirQuality
import GRDB
import Seeds
import Testing

@testable import Telemetry

@Suite struct RollupTests {
  let folder: Folder
  let store: EmbeddedStore

  init() throws {
    folder = try Folder()
    store = try openStore(folder)
  }

  @Test func `an hour has count, valid count, exact mean, least and greatest of its valid values`()
    async throws
  {
    let values = [("0.1", "N"), ("0.20", "3"), ("99", "D"), ("0.3", ""), ("-5", "T"), ("0.1", "N")]
    let samples = values.enumerated().map { index, value in
      stamped(1, sample(midnight + index * 600, value.0, value.1))
    }
    _ = try await store.apply(samples, through: 1)
    let hour = try #require(try await store.hours(minutes, from: midnight, until: .max).first)
    #expect(hour.start == midnight)
    #expect(hour.count == 6)
    #expect(hour.validCount == 4)
    #expect(hour.sum == total("0.7"))
    #expect(hour.mean == ExactDecimal("0.175"))
    #expect(hour.minimum == ExactDecimal("0.1"))
    #expect(hour.maximum == ExactDecimal("0.3"))
    #expect(try await store.days(minutes, from: midnight, until: .max) == [hour])
  }

  @Test func `without a valid value there is no mean`() async throws {
    _ = try await store.apply([stamped(1, sample(midnight, "7", "F"))], through: 1)
    let hour = try #require(try await store.hours(minutes, from: 0, until: .max).first)
    #expect(
      hour
        == Rollup(
          start: midnight, count: 1, validCount: 0, sum: nil, minimum: nil, maximum: nil))
    #expect(hour.mean == nil)
  }

  @Test func `a day begins at local midnight`() async throws {
    _ = try await store.apply(
      [stamped(1, sample(midnight - 1, "1")), stamped(1, sample(midnight, "2"))], through: 1)
    let days = try await store.days(minutes, from: 0, until: .max)
    #expect(days.map(\.start) == [midnight - 86_400, midnight])
    #expect(
      try await store.days(minutes, from: midnight, until: midnight + 1).map(\.start) == [midnight])
  }

  @Test func `hours begin by an offset of half an hour too, and before 1970`() {
    #expect(Resolution.hour.start(of: 1_000, utcOffsetSeconds: 19_800) == -1_800)
    #expect(Resolution.hour.start(of: 1_800, utcOffsetSeconds: 19_800) == 1_800)
    #expect(Resolution.day.start(of: -1, utcOffsetSeconds: 0) == -86_400)
    #expect(Resolution.day.start(of: -1, utcOffsetSeconds: 3_600) == -3_600)
  }

  @Test func `of an hourly series the samples are the hours, of a daily one the days`() async throws
  {
    let hourly = SeriesKey(point: "A", quantity: "o3", statistic: .mean, windowSeconds: 3_600)
    let daily = SeriesKey(point: "A", quantity: "o3", statistic: .mean, windowSeconds: 86_400)
    _ = try await store.apply(
      [
        stamped(1, sample(midnight, "10", of: hourly)),
        stamped(1, sample(midnight + 3_600, "20", "D", of: hourly)),
        stamped(1, sample(midnight, "15", of: daily)),
      ], through: 1)
    #expect(try await store.hours(hourly, from: 0, until: .max).map(\.validCount) == [1, 0])
    let days = try await store.days(hourly, from: 0, until: .max)
    #expect(days.map(\.count) == [2])
    #expect(days.first?.mean == ExactDecimal("10"))
    #expect(try await store.days(daily, from: 0, until: .max).map(\.mean) == [ExactDecimal("15")])
  }

  @Test func `a sum over 64 bits is left out, not wrong, and comes back with a correction`()
    async throws
  {
    let huge = "9223372036854775807"
    _ = try await store.apply(
      [stamped(1, sample(midnight, huge)), stamped(1, sample(midnight + 60, huge))], through: 1)
    let hour = try #require(try await store.hours(minutes, from: 0, until: .max).first)
    #expect(hour.sum == nil)
    #expect(hour.maximum == ExactDecimal(huge))
    _ = try await store.apply([stamped(2, sample(midnight, "0"))], through: 2)
    #expect(try await store.hours(minutes, from: 0, until: .max).first?.sum == total(huge))
  }

  @Test func `a day of numbers printed from binary has its exact sum and a mean`() async throws {
    let text = "35.099998474121094"
    for hour in 0..<24 {
      let samples = (0..<60).map { stamped(1, sample(midnight + (hour * 60 + $0) * 60, text)) }
        .map { StampedSample($0.sample, sequence: Int64(hour + 1), receivedAt: $0.receivedAt) }
      _ = try await store.apply(samples, through: Int64(hour + 1))
    }
    try store.close()
    let again = try openStore(folder)
    let day = try #require(try await again.days(minutes, from: 0, until: .max).first)
    #expect(day.validCount == 1_440)
    #expect(day.mean == ExactDecimal(text))
    let thousand = try #require(ExactDecimal("35099.998474121094"))
    let rest = try #require(ExactDecimal("15443.99932861328136"))
    #expect(day.sum == DecimalSum(thousand).adding(rest))
  }

  @Test func `a store in which every sample had a row of its own goes on`() async throws {
    let queue = try DatabaseQueue(path: folder.file("old.sqlite"))
    try EmbeddedSchema.migrator.migrate(queue, upTo: "telemetry-3")
    try await queue.write { db in
      try db.execute(
        sql: """
          INSERT INTO series (id, point, quantity, statistic, window_seconds, latest_start,
            latest_mantissa, latest_scale, latest_flag, latest_received_at, run_start)
          VALUES (1, 'A', 'so2', 'avg', 60, \(midnight + 60), -50, 2, 'N', \(midnight), \(midnight));
          INSERT INTO sample VALUES (1, \(midnight), -200, 2, NULL, NULL, 'N', \(midnight), 1, 0);
          INSERT INTO sample VALUES (1, \(midnight + 60), -50, 2, NULL, NULL, 'N', \(midnight), 1, 0);
          INSERT INTO progress VALUES (1, 1, 2, 0, \(eightHours));
          """)
    }
    try queue.close()
    let old = try openStore(folder, "old.sqlite")
    let committed = try await old.apply(
      [stamped(2, sample(midnight + 60, "-0.50")), stamped(2, sample(midnight + 120, "-0.125"))],
      through: 2)
    #expect(committed.map(\.outcome) == [.repeated, .new])
    for _ in 1...2 {
      let hour = try #require(try await old.hours(minutes, from: 0, until: .max).first)
      #expect(hour.sum == total("-2.625"))
      #expect(hour.mean == ExactDecimal("-0.875"))
      #expect(try await old.seal(endedBy: midnight + 9 * 86_400).samples <= 3)
    }
  }

  @Test(arguments: [
    "0", "-0.5", "9223372036854775807", "-9223372036854775807", "-1.000000000000000001",
  ])
  func `a sum comes back from the store as it was`(text: String) throws {
    let sum = try #require(total(text).adding(DecimalSum.zero))
    let (high, mantissa) = sum.parts
    let again = try #require(DecimalSum(high: high, mantissa: mantissa, scale: sum.scale))
    #expect(again == sum)
    #expect(again.scale == sum.scale)
  }

  @Test func `a walk back along equal values ends after a week of minutes`() async throws {
    let count = SeriesHead.longestWalkBack + 20
    let equal = (0..<count).map { stamped(1, sample(midnight + $0 * 60, "1")) }
    let newest = midnight + count * 60
    _ = try await store.apply(equal + [stamped(1, sample(newest, "2"))], through: 1)
    _ = try await store.apply([stamped(2, sample(newest, "1"))], through: 2)
    let since = try #require(try await store.latest(nil).first).unchangedSince
    #expect(since == newest - SeriesHead.longestWalkBack * 60)
  }

  @Test(arguments: [
    ("1", 3, "0.333"), ("2", 3, "0.667"), ("-1", 6, "-0.167"), ("0.5", 4, "0.1250"),
  ])
  func `a mean is rounded once, ties to even, three decimals past its sum`(
    sum: String, count: Int, mean: String
  ) {
    let rollup = Rollup(
      start: 0, count: count, validCount: count, sum: total(sum), minimum: nil, maximum: nil)
    #expect(rollup.mean?.description == mean)
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func `late, repeated and corrected samples leave what a computation from scratch gives`(
    seed: UInt64
  ) async throws {
    var random = SeededGenerator(seed: seed)
    let keys = [
      minutes, SeriesKey(point: "B", quantity: "co", statistic: .realTime),
      SeriesKey(point: "B", quantity: "co", statistic: .mean, windowSeconds: 3_600),
    ]
    let flags = ["N", "N", "N", "D", "T", ""]
    let latest = try await LatestValues(from: store)
    var sequence: Int64 = 0
    for _ in 0..<60 {
      let samples = (0..<Int.random(in: 1...40, using: &random)).map { _ in
        sequence += Int64.random(in: 0...1, using: &random)
        let key = keys.randomElement(using: &random)!
        let step = key.windowSeconds == 3_600 ? 3_600 : 600
        let start = midnight + step * Int.random(in: -150...150, using: &random)
        let value = ExactDecimal(
          Int64.random(in: -2...3, using: &random), scale: Int.random(in: 0...2, using: &random))
        return stamped(
          sequence,
          Sample(
            series: key, start: start, value: value, asSent: value,
            flag: SampleFlag(rawValue: flags.randomElement(using: &random)!)))
      }
      let committed = try await store.apply(samples, through: sequence)
      try await latest.update(committed, from: store)
    }
    for key in keys {
      let raw = try await store.raw(key, from: 0, until: .max, limit: 10_000)
      #expect(raw.contains { $0.revisionCount > 0 })
      for resolution in Resolution.allCases where resolution.sumsUp(key) {
        let kept =
          resolution == .hour
          ? try await store.hours(key, from: 0, until: .max)
          : try await store.days(key, from: 0, until: .max)
        #expect(kept == fromScratch(raw, resolution), "\(key) by \(resolution)")
      }
      let newest = try #require(raw.last)
      let run = raw.reversed().prefix { $0.value == newest.value }
      #expect(latest.value(key)?.unchangedSince == run.last?.start)
      #expect(latest.value(key)?.start == newest.start)
      #expect(latest.value(key)?.flag == newest.flag)
    }
    try store.close()
    let again = try await LatestValues(from: try openStore(folder))
    #expect(again.all() == latest.all())
  }

  private func fromScratch(_ raw: [StoredSample], _ resolution: Resolution) -> [Rollup] {
    let groups = Dictionary(grouping: raw) {
      resolution.start(of: $0.start, utcOffsetSeconds: eightHours)
    }
    return groups.sorted { $0.key < $1.key }.map { start, samples in
      let valid = samples.filter(\.flag.isValid).map(\.value)
      return Rollup(
        start: start, count: samples.count, validCount: valid.count,
        sum: valid.isEmpty ? nil : valid.reduce(DecimalSum.zero) { $0.adding($1) ?? $0 },
        minimum: valid.min(), maximum: valid.max())
    }
  }

  private func total(_ text: String) -> DecimalSum { DecimalSum(ExactDecimal(text) ?? .zero) }
}
