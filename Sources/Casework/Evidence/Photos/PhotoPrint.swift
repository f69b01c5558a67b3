import Glibc

/// What a photo looks like, small enough to be compared with all others: it stays the same when the
/// photo is scaled, compressed again, or loses up to a tenth of its width and height.
///
/// Sixty-three bits of the lowest frequencies (a discrete cosine transform, each coefficient above or
/// below their median), of the whole and of 35 windows within it: a crop of it looks like one of these.
/// And a small picture, by which what the bits find is looked at again.
struct PhotoPrint: Sendable, Equatable {
  /// Of the whole first.
  let hashes: [UInt64]
  /// `side` times `side` bytes of brightness.
  let picture: [UInt8]

  static let side = 96
  /// Picture that the windows are cut from.
  private static let workSide = 256
  private static let gridSide = 32

  /// Windows as parts of width and height, in 40ths; the whole first.
  static let windows: [Window] = {
    let spans = [(0, 40), (0, 38), (2, 40), (0, 36), (2, 38), (4, 40)]
    return spans.flatMap { y in
      spans.map { x in Window(left: x.0, top: y.0, right: x.1, bottom: y.1) }
    }
  }()

  struct Window: Sendable, Equatable {
    let left: Int
    let top: Int
    let right: Int
    let bottom: Int
  }

  init(hashes: [UInt64], picture: [UInt8]) {
    self.hashes = hashes
    self.picture = picture
  }

  init(of photo: GreyPicture) {
    let work = photo.squeezed(to: Self.workSide)
    let sums = Self.sums(of: work)
    hashes = Self.windows.map { Self.hash(of: Self.grid(of: $0, sums)) }
    picture = photo.squeezed(to: Self.side).pixels
  }

  /// Sums of all that lies above and to the left, a row and a column longer than the picture.
  private static func sums(of picture: GreyPicture) -> [Int32] {
    let wide = picture.width + 1
    var sums = [Int32](repeating: 0, count: wide * (picture.height + 1))
    for y in 0..<picture.height {
      var row: Int32 = 0
      for x in 0..<picture.width {
        row += Int32(picture.pixels[y * picture.width + x])
        sums[(y + 1) * wide + x + 1] = sums[y * wide + x + 1] + row
      }
    }
    return sums
  }

  /// Means of `gridSide` times `gridSide` fields of a window.
  private static func grid(of window: Window, _ sums: [Int32]) -> [Float] {
    func edges(_ from: Int, _ to: Int) -> [Int] {
      (0...gridSide).map { step in
        (from * gridSide + (to - from) * step) * workSide / (40 * gridSide)
      }
    }
    let (xs, ys) = (edges(window.left, window.right), edges(window.top, window.bottom))
    let wide = workSide + 1
    var grid = [Float](repeating: 0, count: gridSide * gridSide)
    for y in 0..<gridSide {
      for x in 0..<gridSide {
        let sum =
          sums[ys[y + 1] * wide + xs[x + 1]] - sums[ys[y] * wide + xs[x + 1]]
          - sums[ys[y + 1] * wide + xs[x]] + sums[ys[y] * wide + xs[x]]
        grid[y * gridSide + x] = Float(sum) / Float((ys[y + 1] - ys[y]) * (xs[x + 1] - xs[x]))
      }
    }
    return grid
  }

  private static let lowest = 8
  /// cos((2x + 1) u π / 2n)
  private static let cosines: [Float] = (0..<lowest).flatMap { u in
    (0..<gridSide).map { x in
      cosf(Float(2 * x + 1) * Float(u) * Float.pi / Float(2 * gridSide))
    }
  }

  private static func hash(of grid: [Float]) -> UInt64 {
    var rows = [Float](repeating: 0, count: gridSide * lowest)
    for y in 0..<gridSide {
      for u in 0..<lowest {
        var sum: Float = 0
        for x in 0..<gridSide { sum += grid[y * gridSide + x] * cosines[u * gridSide + x] }
        rows[y * lowest + u] = sum
      }
    }
    var coefficients: [Float] = []
    for v in 0..<lowest {
      for u in 0..<lowest where u + v > 0 {
        var sum: Float = 0
        for y in 0..<gridSide { sum += rows[y * lowest + u] * cosines[v * gridSide + y] }
        coefficients.append(sum)
      }
    }
    let median = coefficients.sorted()[coefficients.count / 2]
    return coefficients.enumerated().reduce(0) { bits, one in
      one.element > median ? bits | 1 << UInt64(one.offset) : bits
    }
  }
}
