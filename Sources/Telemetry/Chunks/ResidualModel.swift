/// What is left of whole numbers after a guess: mostly small, about as large as the one before it.
struct ResidualModel {
  /// By how many digits the last had, and whether the one before it had more.
  private var zeros = Array(repeating: AdaptiveBit(), count: contexts)
  private var smalls = Array(repeating: AdaptiveBit(), count: contexts)
  private var smallWidths = Array(repeating: AdaptiveNumber(width: 3), count: contexts)
  private var largeWidths = AdaptiveNumber(width: 6)
  /// By the sign before.
  private var signs = Array(repeating: AdaptiveBit(), count: 3)
  /// The two digits after the first, by how many digits there are.
  private var firstDigits = Array(repeating: AdaptiveNumber(width: 2), count: smallest + 1)

  private var context = 0
  private var lastWidth = 0
  private var lastSign = 0

  private static let smallest = 8
  private static let contexts = (smallest + 2) * 2

  mutating func encode(_ residual: Int64, to encoder: inout RangeEncoder) {
    let size = residual.magnitude
    let width = 64 - size.leadingZeroBitCount
    defer { remember(width, isNegative: residual < 0) }
    encoder.encode(width != 0, by: &zeros[context])
    guard width > 0 else { return }
    let isLarge = width > Self.smallest
    encoder.encode(isLarge, by: &smalls[context])
    if isLarge {
      largeWidths.encode(width - 1, to: &encoder)
    } else {
      smallWidths[context].encode(width - 1, to: &encoder)
    }
    encoder.encode(residual < 0, by: &signs[lastSign])
    let rest = width - 1
    let told = min(rest, 2)
    if told == 2 {
      firstDigits[min(width, Self.smallest)].encode(
        Int(truncatingIfNeeded: size >> UInt64(rest - 2) & 3), to: &encoder)
      encoder.encode(bits: size & ((1 << UInt64(rest - 2)) - 1), count: rest - 2)
    } else {
      encoder.encode(bits: size & ((1 << UInt64(rest)) - 1), count: rest)
    }
  }

  mutating func decode(from decoder: inout RangeDecoder) -> Int64 {
    guard decoder.decode(by: &zeros[context]) else {
      remember(0, isNegative: false)
      return 0
    }
    let width =
      decoder.decode(by: &smalls[context])
      ? largeWidths.decode(from: &decoder) + 1 : smallWidths[context].decode(from: &decoder) + 1
    let isNegative = decoder.decode(by: &signs[lastSign])
    let rest = width - 1
    var size: UInt64 = 1
    if rest >= 2 {
      size = size << 2 | UInt64(firstDigits[min(width, Self.smallest)].decode(from: &decoder))
      size = size << UInt64(rest - 2) | decoder.decode(count: rest - 2)
    } else {
      size = size << UInt64(rest) | decoder.decode(count: rest)
    }
    remember(width, isNegative: isNegative)
    return Int64(bitPattern: isNegative ? 0 &- size : size)
  }

  private mutating func remember(_ width: Int, isNegative: Bool) {
    let isFalling = width < lastWidth
    context = min(width, Self.smallest + 1) * 2 + (isFalling ? 1 : 0)
    lastWidth = width
    if width > 0 { lastSign = isNegative ? 2 : 1 }
  }
}

/// A column of whole numbers.
enum IntegerColumn {
  static func encode(_ values: [Int64]) -> [UInt8] {
    let prediction = Prediction.best(for: values)
    var encoder = RangeEncoder()
    var state = Prediction.State(prediction)
    var model = ResidualModel()
    for value in values {
      model.encode(value &- state.guess, to: &encoder)
      state.take(value)
    }
    return [prediction.rawValue] + encoder.finish()
  }

  static func decode(_ bytes: ArraySlice<UInt8>, count: Int) throws(ChunkFault) -> [Int64] {
    guard let first = bytes.first, let prediction = Prediction(rawValue: first) else {
      throw .unreadable("the numbers begin with no prediction that is known")
    }
    var decoder = RangeDecoder(bytes.dropFirst())
    var state = Prediction.State(prediction)
    var model = ResidualModel()
    return (0..<count).map { _ in
      let value = state.guess &+ model.decode(from: &decoder)
      state.take(value)
      return value
    }
  }
}
