import CPhotos

/// A picture as brightness alone, 0…255, row by row from the upper left.
struct GreyPicture: Sendable, Equatable {
  let width: Int
  let height: Int
  let pixels: [UInt8]

  init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(pixels.count == width * height, "a picture has a byte a pixel")
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// A JPEG is scaled down to not less than this a side; what makes photos alike is larger.
  static let leastSide: UInt32 = 256
  static let mostPixels = 40_000_000

  /// Decodes a JPEG or PNG; nil where that cannot be done (WebP, damaged, too large).
  init?(decoding bytes: [UInt8]) {
    var (grey, width, height) = (UnsafeMutablePointer<UInt8>?.none, UInt32(0), UInt32(0))
    let fault = lantian_photo_grey(
      bytes, bytes.count, Self.leastSide, Self.mostPixels, &grey, &width, &height)
    guard fault == 0, let grey, width > 0, height > 0 else { return nil }
    defer { lantian_photo_free(grey) }
    self.init(
      width: Int(width), height: Int(height),
      pixels: Array(UnsafeBufferPointer(start: grey, count: Int(width) * Int(height))))
  }

  /// As it is looked at.
  ///
  /// - Parameter orientation: of EXIF, 1…8; anything else turns nothing.
  func turned(_ orientation: Int) -> GreyPicture {
    guard (2...8).contains(orientation) else { return self }
    let isOnItsSide = orientation >= 5
    let (w, h) = isOnItsSide ? (height, width) : (width, height)
    var turned = [UInt8](repeating: 0, count: pixels.count)
    for y in 0..<h {
      for x in 0..<w {
        let (sx, sy): (Int, Int) =
          switch orientation {
          case 2: (width - 1 - x, y)
          case 3: (width - 1 - x, height - 1 - y)
          case 4: (x, height - 1 - y)
          case 5: (y, x)
          case 6: (y, height - 1 - x)
          case 7: (width - 1 - y, height - 1 - x)
          default: (width - 1 - y, x)
          }
        turned[y * w + x] = pixels[sy * width + sx]
      }
    }
    return GreyPicture(width: w, height: h, pixels: turned)
  }

  /// The whole picture as a square, each of its pixels the mean of what lies beneath it.
  func squeezed(to side: Int) -> GreyPicture {
    let columns = (0...side).map { $0 * width / side }
    let rows = (0...side).map { $0 * height / side }
    var squeezed = [UInt8](repeating: 0, count: side * side)
    pixels.withUnsafeBufferPointer { pixels in
      for y in 0..<side {
        let (top, bottom) = (rows[y], max(rows[y] + 1, rows[y + 1]))
        for x in 0..<side {
          let (left, right) = (columns[x], max(columns[x] + 1, columns[x + 1]))
          var sum = 0
          for row in top..<bottom {
            for place in (row * width + left)..<(row * width + right) { sum += Int(pixels[place]) }
          }
          let count = (bottom - top) * (right - left)
          squeezed[y * side + x] = UInt8((sum + count / 2) / count)
        }
      }
    }
    return GreyPicture(width: side, height: side, pixels: squeezed)
  }
}
