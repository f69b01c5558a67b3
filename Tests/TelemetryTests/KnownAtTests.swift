import AirQuality
import Seeds
import Testing

@testable import Telemetry

/// What a store knew at an earlier time.
@Suite struct KnownAtTests {
  static let hourly = SeriesKey(
    point: "A", quantity: "o3", statistic: .mean, windowSeconds: 3_600)

  /// What comes at one instant of the clock.
  private struct Delivery {
    let at: Int
    let samples: [StampedSample]
  }

  private static func deliveries(_ random: inout SeededGenerator) -> [Delivery] {
    (1...40).map { number in
      let at = midnight + number * 1_000
      let samples = (0..<Int.random(in: 1...6, using: &random)).map { _ in
        let key = Bool.random(using: &random) ? minutes : hourly
        let step = key.windowSeconds > 0 ? 3_600 : 600
        let start = midnight + Int.random(in: 0..<(60_000 / step), using: &random) * step
        let value = ExactDecimal(Int64.random(in: -3...9, using: &random))
        let flag = SampleFlag(rawValue: Bool.random(using: &random) ? "N" : "D")
        return StampedSample(
          Sample(series: key, start: start, value: value, asSent: value, flag: flag),
          sequence: Int64(number), receivedAt: at)
      }
      return Delivery(at: at, samples: samples)
    }
  }

  @Test func `earlier knowledge is that of a store to which nothing came later`() async throws {
    for seed in 1...5 as ClosedRange<UInt64> {
      var random = SeededGenerator(seed: seed)
      let deliveries = Self.deliveries(&random)
      let folder = try Folder()
      let whole = try openStore(folder)
      for (index, delivery) in deliveries.enumerated() {
        _ = try await whole.apply(delivery.samples, through: Int64(index + 1))
      }
      for count in [0, 1, 7, 20, 39, 40] {
        let part = try openStore(folder, "part-\(count).sqlite")
        for (index, delivery) in deliveries.prefix(count).enumerated() {
          _ = try await part.apply(delivery.samples, through: Int64(index + 1))
        }
        let knownAt = count == 0 ? midnight : deliveries[count - 1].at
        let (from, until) = (midnight, midnight + 86_400)
        for key in [minutes, Self.hourly] {
          #expect(
            try await whole.hours(key, from: from, until: until, knownAt: knownAt)
              == part.hours(key, from: from, until: until))
          #expect(
            try await whole.days(key, from: from, until: until, knownAt: knownAt)
              == part.days(key, from: from, until: until))
        }
      }
    }
  }
}
