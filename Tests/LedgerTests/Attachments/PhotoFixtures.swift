/// Photos made by hand, byte by byte.
enum PhotoFixtures {
  static func segment(_ marker: UInt8, _ body: [UInt8]) -> [UInt8] {
    let length = body.count + 2
    return [0xFF, marker, UInt8(length >> 8), UInt8(length & 0xFF)] + body
  }

  static let jfif = segment(0xE0, Array("JFIF\0".utf8) + [1, 1, 0, 0, 1, 0, 1, 0, 0])
  static let frame = segment(0xC0, [8, 0, 16, 0, 32, 1, 1, 0x11, 0])
  static let scan =
    segment(0xDA, [1, 1, 0, 0, 63, 0]) + [0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56]
  static let secret = Array("SECRET-30.0330N".utf8)

  /// An EXIF segment with a rotation and, further on, a position.
  static func exif(orientation: UInt8, isLittle: Bool) -> [UInt8] {
    let tiff: [UInt8] =
      isLittle
      ? Array("II*\0".utf8) + [
        8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0,
      ]
      : Array("MM\0*".utf8) + [
        0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0,
      ]
    return segment(0xE1, Array("Exif\0\0".utf8) + tiff + [0, 0, 0, 0] + secret)
  }

  static func jpeg(_ extra: [UInt8] = [], after: [UInt8] = []) -> [UInt8] {
    [0xFF, 0xD8] + jfif + extra + frame + scan + [0xFF, 0xD9] + after
  }

  static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
    let typed = Array(name.utf8) + body
    return big32(UInt32(body.count)) + typed + big32(crc(typed))
  }

  static func png(_ extra: [UInt8] = [], after: [UInt8] = []) -> [UInt8] {
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + chunk("IHDR", big32(32) + big32(16) + [8, 0, 0, 0, 0]) + extra + chunk("IDAT", [1, 2, 3])
      + chunk("IEND", []) + after
  }

  static func riff(_ chunks: [UInt8], after: [UInt8] = []) -> [UInt8] {
    Array("RIFF".utf8) + little32(UInt32(chunks.count + 4)) + Array("WEBP".utf8) + chunks + after
  }

  static func webpChunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
    Array(name.utf8) + little32(UInt32(body.count)) + body + (body.count % 2 == 1 ? [0] : [])
  }

  static let lossy = webpChunk("VP8 ", [0, 0, 0, 0x9D, 0x01, 0x2A, 32, 0, 16, 0, 7])
  static let extended = webpChunk("VP8X", [0x0C, 0, 0, 0, 31, 0, 0, 15, 0, 0])

  static func big32(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
  }

  static func little32(_ value: UInt32) -> [UInt8] { big32(value).reversed() }

  /// Bit by bit, unlike ours.
  static func crc(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = .max
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }

  static func contains(_ bytes: [UInt8], _ text: [UInt8]) -> Bool {
    bytes.indices.contains { bytes[$0...].starts(with: text) }
  }
}
