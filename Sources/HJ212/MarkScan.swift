/// Finds the bytes that a segment is cut at, `;` `,` `=` and `-`, eight at a time: this is what
/// decoding a packet costs most.
struct MarkScan {
  private let end: Int
  private var base: Int
  /// The highest bit of each byte from `base` on that is one of them.
  private var found: UInt64 = 0

  init(from start: Int, to end: Int) {
    base = start - 8
    self.end = end
  }

  /// - Parameter bytes: the same in every call.
  /// - Returns: the next place; the end where none is left.
  @inline(__always)
  mutating func next(in bytes: Span<UInt8>) -> Int {
    while found == 0 {
      guard base + 8 < end else { return end }
      base += 8
      found = Self.marks(bytes.word(at: base))
    }
    let place = base + found.trailingZeroBitCount >> 3
    found &= found - 1
    return min(place, end)
  }

  @inline(__always)
  private static func marks(_ word: UInt64) -> UInt64 {
    let semicolons = Bytes.zeros(word ^ 0x3B3B_3B3B_3B3B_3B3B)
    let equals = Bytes.zeros(word ^ 0x3D3D_3D3D_3D3D_3D3D)
    // `,` and `-` differ in their lowest bit alone.
    let others = Bytes.zeros((word | 0x0101_0101_0101_0101) ^ 0x2D2D_2D2D_2D2D_2D2D)
    return semicolons | equals | others
  }
}
