/// How much two photos look like one: first by the bits of their prints, which is quick, and what these
/// find by laying the small pictures over each other.
enum PhotoLikeness {
  /// Bits that may differ, of 63.
  static let mostBits = 14
  /// Thousandths of likeness from which a person is asked.
  static let askedFrom = 750

  /// The window of the one that looks most like the whole of the other; nil where none does.
  static func window(_ one: [UInt64], _ other: [UInt64]) -> (index: Int, ofOne: Bool)? {
    var best = (bits: mostBits + 1, index: 0, ofOne: true)
    guard let whole = one.first, let otherWhole = other.first else { return nil }
    for index in one.indices {
      let bits = (one[index] ^ otherWhole).nonzeroBitCount
      if bits < best.bits { best = (bits, index, true) }
    }
    for index in other.indices {
      let bits = (other[index] ^ whole).nonzeroBitCount
      if bits < best.bits { best = (bits, index, false) }
    }
    return best.bits <= mostBits ? (best.index, best.ofOne) : nil
  }

  /// Thousandths, -1000…1000; nil for what the bits already tell apart.
  static func permille(_ one: PhotoPrint, _ other: PhotoPrint) -> Int? {
    guard let found = window(one.hashes, other.hashes) else { return nil }
    let (outer, inner) = found.ofOne ? (one, other) : (other, one)
    let start = PhotoPrint.windows[found.index]
    var place = [
      Float(start.left) / 40, Float(start.top) / 40, Float(start.right) / 40,
      Float(start.bottom) / 40,
    ]
    let wanted = detail(of: inner.picture, in: [0, 0, 1, 1])
    var best = correlation(detail(of: outer.picture, in: place), wanted)
    // The window is one of few; move its edges as long as that helps.
    for step in [Float(0.025), 0.0125, 0.006] {
      var moves = true
      while moves {
        moves = false
        for edge in 0..<4 {
          for sign in [Float(1), -1] {
            var tried = place
            tried[edge] = min(max(tried[edge] + sign * step, 0), 1)
            guard tried[2] - tried[0] >= 0.8, tried[3] - tried[1] >= 0.8, tried != place else {
              continue
            }
            let value = correlation(detail(of: outer.picture, in: tried), wanted)
            if value > best + 0.0005 { (best, place, moves) = (value, tried, true) }
          }
        }
      }
    }
    return Int((best * 1_000).rounded())
  }

  private static let side = 48
  /// Radius of the surroundings that a spot is compared with.
  private static let radius = 3

  /// What a part of a small picture shows, without the slow change from light to dark that most outdoor
  /// photos share.
  private static func detail(of picture: [UInt8], in place: [Float]) -> [Float] {
    let wide = PhotoPrint.side
    var spots = [Float](repeating: 0, count: side * side)
    picture.withUnsafeBufferPointer { picture in
      for y in 0..<side {
        let v = (place[1] + (place[3] - place[1]) * (Float(y) + 0.5) / Float(side)) * Float(wide)
        let fromY = min(max(v - 0.5, 0), Float(wide - 2))
        let (row, downwards) = (Int(fromY), fromY - Float(Int(fromY)))
        for x in 0..<side {
          let u = (place[0] + (place[2] - place[0]) * (Float(x) + 0.5) / Float(side)) * Float(wide)
          let fromX = min(max(u - 0.5, 0), Float(wide - 2))
          let (column, along) = (Int(fromX), fromX - Float(Int(fromX)))
          let corner = row * wide + column
          let upper =
            Float(picture[corner]) * (1 - along) + Float(picture[corner + 1]) * along
          let lower =
            Float(picture[corner + wide]) * (1 - along) + Float(picture[corner + wide + 1]) * along
          spots[y * side + x] = upper * (1 - downwards) + lower * downwards
        }
      }
    }
    return withoutSurroundings(spots)
  }

  private static func withoutSurroundings(_ spots: [Float]) -> [Float] {
    let wide = side + 1
    var sums = [Float](repeating: 0, count: wide * wide)
    for y in 0..<side {
      var row: Float = 0
      for x in 0..<side {
        row += spots[y * side + x]
        sums[(y + 1) * wide + x + 1] = sums[y * wide + x + 1] + row
      }
    }
    var detail = spots
    for y in 0..<side {
      let (top, bottom) = (max(0, y - radius), min(side, y + radius + 1))
      for x in 0..<side {
        let (left, right) = (max(0, x - radius), min(side, x + radius + 1))
        let sum =
          sums[bottom * wide + right] - sums[top * wide + right] - sums[bottom * wide + left]
          + sums[top * wide + left]
        detail[y * side + x] -= sum / Float((bottom - top) * (right - left))
      }
    }
    return detail
  }

  /// -1…1; 0 where either shows nothing.
  private static func correlation(_ one: [Float], _ other: [Float]) -> Float {
    var (both, ones, others) = (Float(0), Float(0), Float(0))
    for index in one.indices {
      both += one[index] * other[index]
      ones += one[index] * one[index]
      others += other[index] * other[index]
    }
    let least = Float(side * side) * 0.25
    guard ones > least, others > least else { return 0 }
    return both / (ones * others).squareRoot()
  }
}
