/// A text as it is compared: its letters and digits in small letters, cut into overlapping pieces of
/// three. How alike two are is the share of pieces they have in common.
///
/// - Source: A. Z. Broder, On the resemblance and containment of documents, 1997.
struct FeedbackText: Sendable {
  let folded: String
  private let pieces: Set<UInt64>

  init(_ text: String) {
    self.init(
      folded: String(text.lowercased().filter { $0.isLetter || $0.isNumber }))
  }

  init(folded: String) {
    self.folded = folded
    let characters = Array(folded)
    var pieces: Set<UInt64> = []
    for start in characters.indices {
      let piece = characters[start..<min(start + 3, characters.count)]
      guard piece.count == 3 || characters.count < 3 else { break }
      pieces.insert(Self.hash(String(piece)))
    }
    self.pieces = pieces
  }

  var count: Int { folded.count }

  /// Per cent, 0…100.
  func likeness(_ other: FeedbackText) -> Int {
    let common = pieces.intersection(other.pieces).count
    let all = pieces.count + other.pieces.count - common
    return all == 0 ? 0 : common * 100 / all
  }

  /// Keys of which texts that are nine tenths alike share at least one but for two in a million, and
  /// those that are half alike nine times out of ten.
  var bands: [Int64] {
    (0..<8).map { band in
      var key = UInt64(band)
      for row in 0..<2 {
        let seed = UInt64(band * 2 + row + 1) &* 0x9E37_79B9_7F4A_7C15
        let least = pieces.lazy.map { Self.mixed($0 ^ seed) }.min() ?? 0
        key = Self.mixed(key ^ least)
      }
      return Int64(bitPattern: key)
    }
  }

  /// FNV-1a: the same in every process, as what is kept must be.
  private static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0100_0000_01B3 }
  }

  /// The finalizer of SplitMix64.
  private static func mixed(_ value: UInt64) -> UInt64 {
    var mixed = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
