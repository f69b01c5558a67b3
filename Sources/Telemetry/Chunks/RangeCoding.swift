/// Writes bits at the cost of how unlikely each was: an entropy coder over binary decisions, as in LZMA.
///
/// - Source: G. N. N. Martin, Range encoding, 1979; carries are held back as in the LZMA specification.
struct RangeEncoder {
  private(set) var bytes: [UInt8] = []
  private var low: UInt64 = 0
  private var range = UInt32.max
  private var held: UInt8 = 0
  private var heldCount = 0
  private var isFirst = true

  mutating func encode(_ bit: Bool, by model: inout AdaptiveBit) {
    let bound = (range >> AdaptiveBit.bits) * UInt32(model.zero)
    if bit {
      low += UInt64(bound)
      range -= bound
    } else {
      range = bound
    }
    model.learn(bit)
    while range < 1 << 24 { shift() }
  }

  /// The lowest `count` bits as they are, 0…64 of them.
  mutating func encode(bits: UInt64, count: Int) {
    for place in stride(from: count - 1, through: 0, by: -1) {
      range >>= 1
      if bits >> UInt64(place) & 1 == 1 { low += UInt64(range) }
      while range < 1 << 24 { shift() }
    }
  }

  /// Writes what is held back. The decoder reads zeros after the end, so trailing ones are left out.
  mutating func finish() -> [UInt8] {
    for _ in 0..<5 { shift() }
    while bytes.last == 0 { bytes.removeLast() }
    return bytes
  }

  private mutating func shift() {
    if low < 0xFF00_0000 || low > 0xFFFF_FFFF {
      let carry = UInt8(truncatingIfNeeded: low >> 32)
      if isFirst { isFirst = false } else { bytes.append(held &+ carry) }
      for _ in 0..<heldCount { bytes.append(0xFF &+ carry) }
      heldCount = 0
      held = UInt8(truncatingIfNeeded: low >> 24)
    } else {
      heldCount += 1
    }
    low = (low & 0x00FF_FFFF) << 8
    range <<= 8
  }
}

/// Reads what `RangeEncoder` wrote. Any bytes give some bits: whether they are those that were written,
/// a checksum over them says.
struct RangeDecoder {
  private let bytes: ArraySlice<UInt8>
  private var next: Int
  private var code: UInt32 = 0
  private var range = UInt32.max

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    next = bytes.startIndex
    for _ in 0..<4 { take() }
  }

  mutating func decode(by model: inout AdaptiveBit) -> Bool {
    let bound = (range >> AdaptiveBit.bits) * UInt32(model.zero)
    let bit = code >= bound
    if bit {
      code -= bound
      range -= bound
    } else {
      range = bound
    }
    model.learn(bit)
    while range < 1 << 24 {
      range <<= 8
      take()
    }
    return bit
  }

  mutating func decode(count: Int) -> UInt64 {
    var bits: UInt64 = 0
    for _ in 0..<count {
      range >>= 1
      let bit = code >= range
      if bit { code -= range }
      bits = bits << 1 | (bit ? 1 : 0)
      while range < 1 << 24 {
        range <<= 8
        take()
      }
    }
    return bits
  }

  private mutating func take() {
    var byte: UInt8 = 0
    if next < bytes.endIndex {
      byte = bytes[next]
      next += 1
    }
    code = code << 8 | UInt32(byte)
  }
}
