import CPhotoWriter
import Foundation

@testable import Casework

/// Numbers by chance that are the same in every run (SplitMix64).
struct PhotoChance: RandomNumberGenerator {
  private var state: UInt64

  /// Neighbouring seeds must not give one sequence shifted by one.
  init(_ seed: UInt64) {
    state = seed
    state = next() ^ 0x5851_F42D_4C95_7F2D
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

/// Pictures as a field photo is one: a light sky over dark ground, detail of every size with the
/// strengths of natural pictures (1/f), and things with edges.
enum MadeUpPhotos {
  static let width = 480
  static let height = 360

  static func photo(_ seed: UInt64) -> GreyPicture {
    var generator = PhotoChance(seed)
    var field = [Float](repeating: 0, count: width * height)
    let horizon = Float.random(in: 0.3...0.7, using: &generator) * Float(height)
    for y in 0..<height {
      let light: Float = Float(y) < horizon ? 190 - 20 * Float(y) / horizon : 90
      for x in 0..<width { field[y * width + x] = light }
    }
    var (cells, strength) = (4, Float(36))
    while cells <= 128 {
      addNoise(to: &field, cells: cells, strength: strength, &generator)
      cells *= 2
      strength *= 0.55
    }
    for _ in 0..<Int.random(in: 6...14, using: &generator) { addThing(to: &field, &generator) }
    return GreyPicture(
      width: width, height: height, pixels: field.map { UInt8(min(max($0, 0), 255)) })
  }

  private static func addNoise(
    to field: inout [Float], cells: Int, strength: Float, _ generator: inout PhotoChance
  ) {
    let wide = cells + 2
    let knots = (0..<wide * wide).map { _ in Float.random(in: -1...1, using: &generator) }
    for y in 0..<height {
      let v = Float(y) * Float(cells) / Float(height)
      let (row, down) = (Int(v), v - Float(Int(v)))
      for x in 0..<width {
        let u = Float(x) * Float(cells) / Float(width)
        let (column, along) = (Int(u), u - Float(Int(u)))
        let corner = row * wide + column
        let upper: Float = knots[corner] + (knots[corner + 1] - knots[corner]) * along
        let below = corner + wide
        let lower: Float = knots[below] + (knots[below + 1] - knots[below]) * along
        field[y * width + x] += strength * (upper + (lower - upper) * down)
      }
    }
  }

  /// A building, a stack, a vehicle: a box or a disc of its own brightness.
  private static func addThing(to field: inout [Float], _ generator: inout PhotoChance) {
    let (x, y) = (
      Int.random(in: 0..<width, using: &generator),
      Int.random(in: height / 4..<height, using: &generator)
    )
    let (w, h) = (
      Int.random(in: 12...140, using: &generator), Int.random(in: 12...140, using: &generator)
    )
    let brightness = Float.random(in: 20...230, using: &generator)
    let isDisc = Bool.random(using: &generator)
    for row in max(0, y - h / 2)..<min(height, y + h / 2) {
      for column in max(0, x - w / 2)..<min(width, x + w / 2) {
        let dx: Float = 2 * Float(column - x) / Float(w)
        let dy: Float = 2 * Float(row - y) / Float(h)
        guard !isDisc || dx * dx + dy * dy <= 1 else { continue }
        let place = row * width + column
        field[place] = field[place] * 0.3 + brightness * 0.7
      }
    }
  }

  /// Part of a picture, scaled.
  static func part(
    of picture: GreyPicture, left: Double, top: Double, right: Double, bottom: Double,
    scale: Double
  ) -> GreyPicture {
    let fromX = left * Double(picture.width)
    let fromY = top * Double(picture.height)
    let (w, h) = (
      Int((right - left) * Double(picture.width) * scale),
      Int((bottom - top) * Double(picture.height) * scale)
    )
    var pixels = [UInt8](repeating: 0, count: w * h)
    for y in 0..<h {
      let row = min(picture.height - 1, Int(fromY + (Double(y) + 0.5) / scale))
      for x in 0..<w {
        let column = min(picture.width - 1, Int(fromX + (Double(x) + 0.5) / scale))
        pixels[y * w + x] = picture.pixels[row * picture.width + column]
      }
    }
    return GreyPicture(width: w, height: h, pixels: pixels)
  }

  static func jpeg(_ picture: GreyPicture, quality: Int) -> [UInt8] {
    var bytes: UnsafeMutablePointer<UInt8>?
    let count = lantian_photo_write(
      picture.pixels, UInt32(picture.width), UInt32(picture.height), Int32(quality), &bytes)
    defer { free(bytes) }
    return Array(UnsafeBufferPointer(start: bytes, count: count))
  }
}
