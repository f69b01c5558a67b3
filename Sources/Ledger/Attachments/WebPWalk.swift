/// Walks the chunks of a WebP.
///
/// Kept: the picture, its transparency, its colour profile. Dropped: EXIF, XMP, unknown chunks,
/// whatever follows the end.
///
/// Source: RFC 9649, 2 (container), 2.5 and 2.6 (lossy, lossless), 2.7 (extended).
enum WebPWalk {
  static func walk(_ bytes: [UInt8]) throws(AttachmentError) -> Photo.Walked {
    guard let size = bytes.littleEndian32(at: 4), size >= 4, size + 8 <= bytes.count else {
      throw malformed(4)
    }
    var walked = Photo.Walked()
    walked.bytes.reserveCapacity(bytes.count)
    walked.bytes += bytes[..<12]
    var offset = 12
    var sawPicture = false
    while offset < size + 8 {
      guard let length = bytes.littleEndian32(at: offset + 4), length <= size + 8 - offset - 8
      else {
        throw malformed(offset)
      }
      let end = min(offset + 8 + length + length % 2, size + 8)
      let data = offset + 8
      if bytes.has("ANIM", at: offset) || bytes.has("ANMF", at: offset) { throw .animated }
      if bytes.has("VP8X", at: offset) {
        guard length == 10, offset == 12 else { throw malformed(offset) }
        var chunk = Array(bytes[offset..<end])
        if chunk[8] & 0x02 != 0 { throw .animated }
        chunk[8] &= ~0x0C  // says that EXIF (8) and XMP (4) follow
        walked.bytes += chunk
        try note(bytes.extendedSize(at: data), in: &walked, at: offset)
      } else if bytes.has("VP8 ", at: offset) || bytes.has("VP8L", at: offset) {
        guard !sawPicture else { throw malformed(offset) }
        sawPicture = true
        let lossy = bytes.has("VP8 ", at: offset)
        try note(
          lossy ? bytes.lossySize(at: data, length) : bytes.losslessSize(at: data, length),
          in: &walked, at: offset)
        walked.bytes += bytes[offset..<end]
      } else if bytes.has("ALPH", at: offset) || bytes.has("ICCP", at: offset) {
        walked.bytes += bytes[offset..<end]
      }
      offset = end
    }
    guard sawPicture else { throw malformed(offset) }
    let newSize = UInt32(walked.bytes.count - 8)
    for index in 0..<4 {
      walked.bytes[4 + index] = UInt8(truncatingIfNeeded: newSize >> (8 * index))
    }
    return walked
  }

  /// The canvas (VP8X) comes first and counts; a picture of another size is damage.
  private static func note(
    _ size: (width: Int, height: Int)?, in walked: inout Photo.Walked, at offset: Int
  ) throws(AttachmentError) {
    guard let size else { throw malformed(offset) }
    if walked.width == 0 {
      (walked.width, walked.height) = size
    } else if (walked.width, walked.height) != size {
      throw malformed(offset)
    }
  }

  private static func malformed(_ offset: Int) -> AttachmentError {
    .malformed(.webp, at: offset)
  }
}

extension [UInt8] {
  fileprivate func extendedSize(at offset: Int) -> (width: Int, height: Int)? {
    guard let width = littleEndian24(at: offset + 4), let height = littleEndian24(at: offset + 7)
    else { return nil }
    return (width + 1, height + 1)
  }

  fileprivate func lossySize(at offset: Int, _ length: Int) -> (width: Int, height: Int)? {
    guard length >= 10, self[offset + 3] == 0x9D, self[offset + 4] == 0x01,
      self[offset + 5] == 0x2A, let width = littleEndian16(at: offset + 6),
      let height = littleEndian16(at: offset + 8)
    else { return nil }
    return (width & 0x3FFF, height & 0x3FFF)
  }

  fileprivate func losslessSize(at offset: Int, _ length: Int) -> (width: Int, height: Int)? {
    guard length >= 5, self[offset] == 0x2F, let bits = littleEndian32(at: offset + 1) else {
      return nil
    }
    return ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
  }
}
