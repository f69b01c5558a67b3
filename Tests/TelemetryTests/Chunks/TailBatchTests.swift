import AirQuality
import Seeds
import Testing

@testable import Telemetry

@Suite struct `What one transaction stored` {
  private static let flags = ["N", "", "D", "长旗"]

  private static func sample(_ random: inout SeededGenerator) -> StoredSample {
    func decimal() -> ExactDecimal {
      let edges: [Int64] = [0, .max, .min, -1, Int64(random.below(100_000))]
      return ExactDecimal(edges[random.below(edges.count)], scale: random.below(19))
    }
    let value = decimal()
    return StoredSample(
      start: 1_700_000_000 + random.below(4) * 60, value: value,
      asSent: random.below(3) == 0 ? decimal() : value,
      flag: SampleFlag(rawValue: flags[random.below(flags.count)]),
      receivedAt: 1_700_000_100 + random.below(3), sequence: Int64(random.below(9)),
      revisionCount: 0)
  }

  private static func batch(
    _ random: inout SeededGenerator
  ) -> (batch: TailBatch, entries: [TailBatch.Entry], newest: [Int64: SeriesHead.Newest]) {
    var batch = TailBatch()
    var entries: [TailBatch.Entry] = []
    var newest: [Int64: SeriesHead.Newest] = [:]
    for _ in 0..<random.below(60) {
      let entry = TailBatch.Entry(series: Int64(random.below(20)), sample: sample(&random))
      batch.add(entry.sample, of: entry.series)
      entries.append(entry)
      guard random.below(5) == 0 else { continue }
      let one = SeriesHead.Newest(
        start: entry.sample.start, value: entry.sample.value, flag: entry.sample.flag,
        receivedAt: entry.sample.receivedAt, runStart: -random.below(1_000))
      newest[entry.series] = one
      batch.set(one, of: entry.series)
    }
    return (batch, entries, newest)
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func `is read as it was written, digit by digit`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var (batch, entries, newest) = Self.batch(&random)
    let content = try TailBatch.decode(batch.encoded())
    #expect(content.entries == entries)
    for (read, written) in zip(content.entries, entries) {
      #expect(read.sample.value.hasDigits(of: written.sample.value))
      #expect(read.sample.asSent.hasDigits(of: written.sample.asSent))
    }
    #expect(content.newest.count == newest.count)
    for (series, one) in content.newest {
      let written = try #require(newest[series])
      #expect(one.start == written.start && one.runStart == written.runStart)
      #expect(one.value.hasDigits(of: written.value) && one.flag == written.flag)
    }
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `gives a fault or some samples for any bytes, and ends`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var (batch, _, _) = Self.batch(&random)
    let whole = batch.encoded()
    for _ in 0..<50 {
      var bytes = whole
      for _ in 0...random.below(4) {
        bytes[random.below(bytes.count)] = UInt8(random.below(256))
      }
      if random.below(4) == 0 { bytes.removeLast(random.below(bytes.count)) }
      _ = try? TailBatch.decode(bytes)
    }
  }
}
