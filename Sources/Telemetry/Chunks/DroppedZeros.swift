import AirQuality

/// With how many decimals numbers were written that are told in one smallest unit.
struct DroppedZeros {
  /// By how many zeros are at the end.
  private var drops = Array(repeating: AdaptiveBit(), count: ExactDecimal.greatestScale + 1)
  private var left = AdaptiveNumber(width: 5)

  /// - Parameters:
  ///   - dropped: how many zeros at its end were not written.
  ///   - scale: decimals of the unit.
  mutating func encode(
    _ dropped: Int, of number: Int64, in scale: Int, to encoder: inout RangeEncoder
  ) {
    let zeros = Self.zeros(of: number, upTo: scale)
    guard zeros > 0 else { return }
    encoder.encode(dropped > 0, by: &drops[zeros])
    if dropped > 0 { left.encode(zeros - dropped, to: &encoder) }
  }

  /// The number as it was written.
  mutating func decode(
    _ number: Int64, in scale: Int, from decoder: inout RangeDecoder
  ) throws(ChunkFault) -> ExactDecimal {
    let zeros = Self.zeros(of: number, upTo: scale)
    guard zeros > 0, decoder.decode(by: &drops[zeros]) else {
      return ExactDecimal(number, scale: scale)
    }
    let dropped = zeros - left.decode(from: &decoder)
    guard dropped > 0 else { throw .unreadable("a number has more decimals than its column") }
    return ExactDecimal(number / ExactDecimal.powersOfTen[dropped], scale: scale - dropped)
  }

  /// Zeros at the end of a number; of zero itself all.
  private static func zeros(of number: Int64, upTo limit: Int) -> Int {
    guard number != 0 else { return limit }
    var zeros = 0
    var rest = number
    while zeros < limit, rest % 10 == 0 {
      rest /= 10
      zeros += 1
    }
    return zeros
  }
}
