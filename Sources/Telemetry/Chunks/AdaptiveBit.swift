/// How likely the next bit of one kind is a one, learned from those before it: quickly at first, then
/// ever more steadily. Encoder and decoder learn the same.
struct AdaptiveBit {
  /// That it is a zero, in 32,768ths; never 0 nor 32,768.
  private(set) var zero: UInt16 = 16_384
  private var seen: UInt8 = 0

  static let bits: UInt32 = 15

  /// Halfway, a third of the way… towards what came; a 64th of the way once that was enough to know.
  mutating func learn(_ bit: Bool) {
    let rate = UInt16(Self.rates[Int(seen)])
    if bit { zero -= zero >> rate } else { zero += (32_768 - zero) >> rate }
    if seen < Self.rates.count - 1 { seen += 1 }
  }

  private static let rates: [UInt8] = [2, 2, 3, 3, 3, 4, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 5, 6]
}

/// The bits of a number of a few digits, each told by those before it.
struct AdaptiveNumber {
  /// Digits in base two.
  let width: Int
  private var nodes: [AdaptiveBit]

  init(width: Int) {
    self.width = width
    nodes = Array(repeating: AdaptiveBit(), count: 1 << width)
  }

  /// - Precondition: `number` is in `0..<(1 << width)`.
  mutating func encode(_ number: Int, to encoder: inout RangeEncoder) {
    var node = 1
    for place in stride(from: width - 1, through: 0, by: -1) {
      let bit = number >> place & 1 == 1
      encoder.encode(bit, by: &nodes[node])
      node = node << 1 | (bit ? 1 : 0)
    }
  }

  mutating func decode(from decoder: inout RangeDecoder) -> Int {
    var node = 1
    for _ in 0..<width {
      node = node << 1 | (decoder.decode(by: &nodes[node]) ? 1 : 0)
    }
    return node - (1 << width)
  }
}
