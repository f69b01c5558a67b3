import AirQuality
import Seeds
import Testing

@testable import Telemetry

@Suite struct `Hours of a span` {
  /// Of levels, and of numbers at the edges that no common unit holds.
  private static func hours(_ random: inout SeededGenerator) -> [Int: Bucket] {
    let hasEdges = random.below(3) == 0
    var hours: [Int: Bucket] = [:]
    for hour in 0..<24 where random.below(8) > 0 {
      var bucket = Bucket()
      for _ in 0...random.below(20) {
        let edge = [Int64.max, .min, 0][random.below(3)]
        let mantissa = hasEdges && random.below(4) == 0 ? edge : Int64(random.below(900) - 40)
        bucket.add(
          ExactDecimal(mantissa, scale: random.below(3)), isValid: random.below(6) > 0)
      }
      hours[hour] = bucket
    }
    return hours
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func `are read as they were written, digit by digit`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let hours = Self.hours(&random)
    let read = try HourColumn.decode(HourColumn.encode(hours)[...])
    #expect(read == hours)
    for (hour, bucket) in hours {
      #expect(read[hour]?.sum?.scale == (bucket.validCount > 0 ? bucket.sum?.scale : 0))
      for path in [\Bucket.minimum, \Bucket.maximum] {
        #expect(read[hour]?[keyPath: path]?.scale == bucket[keyPath: path]?.scale)
      }
    }
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `give a fault or some hours for any bytes, and end`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let whole = HourColumn.encode(Self.hours(&random))
    for _ in 0..<100 {
      var bytes = whole
      for _ in 0...random.below(4) {
        bytes[random.below(bytes.count)] = UInt8(random.below(256))
      }
      if random.below(4) == 0 { bytes.removeLast(random.below(bytes.count)) }
      _ = try? HourColumn.decode(bytes[...])
    }
  }
}
