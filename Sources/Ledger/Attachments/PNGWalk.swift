/// Walks the chunks of a PNG.
///
/// Kept: the critical chunks and those that say how colours and transparency are meant. Dropped:
/// texts, EXIF, times, animation, unknown chunks, whatever follows the end.
///
/// Source: ISO/IEC 15948:2004 (PNG), 5 (chunks, CRC) and 11 (their meaning).
enum PNGWalk {
  static func walk(_ bytes: [UInt8]) throws(AttachmentError) -> Photo.Walked {
    var walked = Photo.Walked()
    walked.bytes.reserveCapacity(bytes.count)
    walked.bytes += bytes[..<8]
    var offset = 8
    var sawData = false
    while true {
      guard let length = bytes.bigEndian32(at: offset), length <= bytes.count - offset - 12,
        let written = bytes.bigEndian32(at: offset + 8 + length)
      else { throw malformed(offset) }
      let end = offset + 12 + length
      guard crc32(bytes, from: offset + 4, to: end - 4) == UInt32(written) else {
        throw malformed(offset)
      }
      let isFirst = walked.width == 0
      guard isFirst == bytes.has("IHDR", at: offset + 4) else { throw malformed(offset) }
      if isFirst {
        guard length == 13, let width = bytes.bigEndian32(at: offset + 8), width > 0,
          let height = bytes.bigEndian32(at: offset + 12)
        else { throw malformed(offset) }
        (walked.width, walked.height) = (width, height)
      }
      if bytes.has("acTL", at: offset + 4) { throw .animated }
      if bytes.has("IDAT", at: offset + 4) { sawData = true }
      if kept.contains(where: { bytes.has($0, at: offset + 4) }) {
        walked.bytes += bytes[offset..<end]
      } else if bytes[offset + 4] & 0x20 == 0 {
        // A critical chunk nobody knows: the picture cannot be shown without it.
        throw malformed(offset)
      }
      if bytes.has("IEND", at: offset + 4) {
        guard sawData else { throw malformed(offset) }
        return walked
      }
      offset = end
    }
  }

  private static let kept: [StaticString] = [
    "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs",
  ]

  private static func malformed(_ offset: Int) -> AttachmentError {
    .malformed(.png, at: offset)
  }

  private static func crc32(_ bytes: [UInt8], from start: Int, to end: Int) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    bytes.withUnsafeBufferPointer { bytes in
      table.withUnsafeBufferPointer { table in
        for index in start..<end {
          crc = table[Int((crc ^ UInt32(bytes[index])) & 0xFF)] ^ crc >> 8
        }
      }
    }
    return crc ^ 0xFFFF_FFFF
  }

  /// Source: PNG, annex D.
  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { crc, _ in crc & 1 == 1 ? 0xEDB8_8320 ^ crc >> 1 : crc >> 1 }
  }
}
