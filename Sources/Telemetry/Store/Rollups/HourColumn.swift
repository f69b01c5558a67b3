import AirQuality

/// The hours of one series in a span, as bytes: of each hour that has a sample its number within the span,
/// how many samples it has, and of the valid ones how many, the least, the greatest and the sum.
enum HourColumn {
  private enum Kind {
    /// All numbers are told in the smallest unit that any of them has.
    static let packed = 0
    static let plain = 1
  }

  /// Hours of the longest span of minutes.
  static let hourLimit = 24

  static func encode(_ hours: [Int: Bucket]) -> [UInt8] {
    let sorted = hours.sorted { $0.key < $1.key }
    return packed(sorted) ?? plain(sorted)
  }

  static func decode(_ bytes: ArraySlice<UInt8>) throws(ChunkFault) -> [Int: Bucket] {
    var scanner = ChunkScanner(bytes)
    let kind = try scanner.number(upTo: Kind.plain)
    let count = try scanner.number(upTo: hourLimit)
    return kind == Kind.packed
      ? try readPacked(&scanner, count: count) : try readPlain(&scanner, count: count)
  }

  // MARK: Packed

  private struct Last {
    var hour: Int64 = -1
    var count: Int64 = 0
    var invalid: Int64 = 0
    var minimum: Int64 = 0
    var range: Int64 = 0
  }

  private struct Models {
    var hours = ResidualModel()
    var counts = ResidualModel()
    var invalid = ResidualModel()
    var minimums = ResidualModel()
    var ranges = ResidualModel()
    var sums = ResidualModel()
    var zeros = [DroppedZeros(), DroppedZeros(), DroppedZeros()]
    /// Of the hour before.
    var last = Last()

    static func sum(of valid: Int64, between minimum: Int64, and maximum: Int64) -> Int64 {
      (minimum &+ (maximum &- minimum) / 2) &* valid
    }
  }

  private struct Numbers {
    let minimum: (number: Int64, dropped: Int)
    let maximum: (number: Int64, dropped: Int)
    let sum: (number: Int64, dropped: Int)
  }

  /// Nil where a number does not fit, or a sum is left out.
  private static func packed(_ hours: [(key: Int, value: Bucket)]) -> [UInt8]? {
    let decimals = hours.flatMap { [$0.value.minimum, $0.value.maximum].compactMap { $0 } }
    let scale = decimals.map(\.scale).max() ?? 0
    var encoder = RangeEncoder()
    var models = Models()
    for (hour, bucket) in hours {
      let count = Int64(bucket.count)
      let invalid = count - Int64(bucket.validCount)
      models.hours.encode(Int64(hour) - models.last.hour - 1, to: &encoder)
      models.counts.encode(count - models.last.count, to: &encoder)
      models.invalid.encode(invalid - models.last.invalid, to: &encoder)
      (models.last.hour, models.last.count, models.last.invalid) = (Int64(hour), count, invalid)
      guard bucket.validCount > 0 else { continue }
      guard let numbers = numbers(of: bucket, scale: scale) else { return nil }
      let (minimum, maximum) = (numbers.minimum.number, numbers.maximum.number)
      models.minimums.encode(minimum &- models.last.minimum, to: &encoder)
      models.ranges.encode(maximum &- minimum &- models.last.range, to: &encoder)
      models.sums.encode(
        numbers.sum.number
          &- Models.sum(of: Int64(bucket.validCount), between: minimum, and: maximum),
        to: &encoder)
      for (index, part) in [numbers.minimum, numbers.maximum, numbers.sum].enumerated() {
        models.zeros[index].encode(part.dropped, of: part.number, in: scale, to: &encoder)
      }
      (models.last.minimum, models.last.range) = (minimum, maximum &- minimum)
    }
    var head = ChunkWriter()
    head.write(Kind.packed)
    head.write(hours.count)
    head.write(scale)
    return head.bytes + encoder.finish()
  }

  private static func numbers(of bucket: Bucket, scale: Int) -> Numbers? {
    guard let minimum = bucket.minimum, let maximum = bucket.maximum, let sum = bucket.sum,
      sum.parts.high == 0, sum.scale <= scale
    else { return nil }
    func told(_ decimal: ExactDecimal) -> (number: Int64, dropped: Int)? {
      decimal.mantissa(inUnitsOf: scale).map { ($0, scale - decimal.scale) }
    }
    guard let low = told(minimum), let high = told(maximum),
      let total = told(ExactDecimal(sum.parts.mantissa, scale: sum.scale))
    else { return nil }
    return Numbers(minimum: low, maximum: high, sum: total)
  }

  private static func readPacked(
    _ scanner: inout ChunkScanner, count: Int
  ) throws(ChunkFault) -> [Int: Bucket] {
    let scale = try scanner.number(upTo: ExactDecimal.greatestScale)
    var decoder = RangeDecoder(scanner.rest)
    var models = Models()
    var hours: [Int: Bucket] = [:]
    for _ in 0..<count {
      models.last.hour &+= models.hours.decode(from: &decoder) &+ 1
      models.last.count &+= models.counts.decode(from: &decoder)
      models.last.invalid &+= models.invalid.decode(from: &decoder)
      let last = models.last
      guard (0..<Int64(hourLimit)).contains(last.hour), last.invalid >= 0,
        last.count >= last.invalid
      else { throw .unreadable("an hour is not one of its span") }
      var bucket = Bucket()
      bucket.count = Int(last.count)
      bucket.validCount = Int(last.count - last.invalid)
      if bucket.validCount > 0 {
        models.last.minimum &+= models.minimums.decode(from: &decoder)
        models.last.range &+= models.ranges.decode(from: &decoder)
        let maximum = models.last.minimum &+ models.last.range
        let sum =
          models.sums.decode(from: &decoder)
          &+ Models.sum(
            of: Int64(bucket.validCount), between: models.last.minimum, and: maximum)
        bucket.minimum = try models.zeros[0].decode(models.last.minimum, in: scale, from: &decoder)
        bucket.maximum = try models.zeros[1].decode(maximum, in: scale, from: &decoder)
        bucket.sum = DecimalSum(try models.zeros[2].decode(sum, in: scale, from: &decoder))
      }
      hours[Int(last.hour)] = bucket
    }
    return hours
  }

  // MARK: Plain

  private static func plain(_ hours: [(key: Int, value: Bucket)]) -> [UInt8] {
    var writer = ChunkWriter()
    writer.write(Kind.plain)
    writer.write(hours.count)
    for (hour, bucket) in hours {
      writer.write(hour)
      writer.write(bucket.count)
      writer.write(bucket.validCount)
      guard let minimum = bucket.minimum, let maximum = bucket.maximum else { continue }
      for decimal in [minimum, maximum] {
        writer.write(decimal.scale)
        writer.writeSigned(decimal.mantissa)
      }
      writer.write(bucket.sum == nil ? 0 : 1)
      guard let sum = bucket.sum else { continue }
      writer.write(sum.scale)
      writer.writeSigned(sum.parts.high)
      writer.writeSigned(sum.parts.mantissa)
    }
    return writer.bytes
  }

  private static func readPlain(
    _ scanner: inout ChunkScanner, count: Int
  ) throws(ChunkFault) -> [Int: Bucket] {
    var hours: [Int: Bucket] = [:]
    func scale() throws(ChunkFault) -> Int { try scanner.number(upTo: ExactDecimal.greatestScale) }
    for _ in 0..<count {
      let hour = try scanner.number(upTo: hourLimit - 1)
      var bucket = Bucket()
      bucket.count = try scanner.number(upTo: Chunk.rowLimit)
      bucket.validCount = try scanner.number(upTo: bucket.count)
      if bucket.validCount > 0 {
        bucket.minimum = ExactDecimal(scale: try scale(), try scanner.signed())
        bucket.maximum = ExactDecimal(scale: try scale(), try scanner.signed())
        bucket.sum = nil
        if try scanner.number(upTo: 1) == 1 {
          let scale = try scale()
          let (high, mantissa) = (try scanner.signed(), try scanner.signed())
          guard let sum = DecimalSum(high: high, mantissa: mantissa, scale: scale) else {
            throw .unreadable("an hour's sum is too large")
          }
          bucket.sum = sum
        }
      }
      hours[hour] = bucket
    }
    return hours
  }
}

extension ExactDecimal {
  fileprivate init(scale: Int, _ mantissa: Int64) { self.init(mantissa, scale: scale) }
}
