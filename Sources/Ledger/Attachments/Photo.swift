/// What a photo's bytes say of themselves, and the same photo without what it says of its maker.
struct Photo: Equatable {
  let mediaType: MediaType
  /// Pixels.
  let width: Int
  let height: Int
  /// The same picture: no position, time, camera, thumbnail, text or trailing data.
  let withoutMetadata: [UInt8]

  /// - Throws: `.notAPhoto`, `.malformed`, `.animated`, `.badDimensions`.
  init(reading bytes: [UInt8]) throws(AttachmentError) {
    guard let type = MediaType(sniffing: bytes) else { throw .notAPhoto }
    let walked: Walked
    switch type {
    case .jpeg: walked = try JPEGWalk.walk(bytes)
    case .png: walked = try PNGWalk.walk(bytes)
    case .webp: walked = try WebPWalk.walk(bytes)
    case .pdf, .word, .excel: throw .notAPhoto
    }
    guard Self.sides.contains(walked.width), Self.sides.contains(walked.height),
      walked.width * walked.height <= Self.greatestPixels
    else { throw .badDimensions(width: walked.width, height: walked.height) }
    mediaType = type
    width = walked.width
    height = walked.height
    withoutMetadata = walked.bytes
  }

  struct Walked {
    var width = 0
    var height = 0
    var bytes: [UInt8] = []
  }

  private static let sides = 1...20_000
  private static let greatestPixels = 100_000_000
}

extension [UInt8] {
  /// `nil` past the end.
  func bigEndian16(at offset: Int) -> Int? {
    guard offset >= 0, offset + 2 <= count else { return nil }
    return Int(self[offset]) << 8 | Int(self[offset + 1])
  }

  func bigEndian32(at offset: Int) -> Int? {
    guard let high = bigEndian16(at: offset), let low = bigEndian16(at: offset + 2) else {
      return nil
    }
    return high << 16 | low
  }

  func littleEndian16(at offset: Int) -> Int? {
    guard offset >= 0, offset + 2 <= count else { return nil }
    return Int(self[offset]) | Int(self[offset + 1]) << 8
  }

  func littleEndian24(at offset: Int) -> Int? {
    guard let low = littleEndian16(at: offset), offset + 3 <= count else { return nil }
    return low | Int(self[offset + 2]) << 16
  }

  func littleEndian32(at offset: Int) -> Int? {
    guard let low = littleEndian16(at: offset), let high = littleEndian16(at: offset + 2) else {
      return nil
    }
    return low | high << 16
  }

  /// Whether the text stands at the offset.
  func has(_ text: StaticString, at offset: Int) -> Bool {
    text.withUTF8Buffer { wanted in
      offset >= 0 && offset + wanted.count <= count
        && self[offset..<offset + wanted.count].elementsEqual(wanted)
    }
  }
}
