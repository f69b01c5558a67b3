/// Walks the markers of a JPEG.
///
/// Kept: everything the picture is made of, the JFIF header, a colour profile, Adobe's colour
/// transform. Dropped: every other application segment (EXIF, XMP, IPTC, thumbnails), comments,
/// whatever follows the end. Of EXIF the rotation alone is written anew, or a phone's photo would
/// lie on its side.
///
/// Source: ITU-T T.81, annex B (markers); Exif 2.32, 4.6 (orientation, tag 0x0112).
enum JPEGWalk {
  static func walk(_ bytes: [UInt8]) throws(AttachmentError) -> Photo.Walked {
    var walked = Photo.Walked()
    walked.bytes.reserveCapacity(bytes.count)
    walked.bytes += [0xFF, 0xD8]
    var orientation: UInt8?
    var rotationAt = 2
    var sawScan = false
    var offset = 2
    while true {
      // Any number of fill bytes may stand before a marker (B.1.1.2).
      guard offset + 1 < bytes.count, bytes[offset] == 0xFF else { throw malformed(offset) }
      let marker = bytes[offset + 1]
      if marker == 0xFF {
        offset += 1
        continue
      }
      if marker == 0xD9 {
        guard sawScan, walked.width > 0 else { throw malformed(offset) }
        walked.bytes += [0xFF, 0xD9]
        break
      }
      guard marker >= 0xC0, !(0xD0...0xD8).contains(marker),
        let length = bytes.bigEndian16(at: offset + 2), length >= 2,
        offset + 2 + length <= bytes.count
      else { throw malformed(offset) }
      let end = offset + 2 + length
      if isFrame(marker) {
        guard let height = bytes.bigEndian16(at: offset + 5),
          let width = bytes.bigEndian16(at: offset + 7), length >= 8, walked.width == 0
        else { throw malformed(offset) }
        (walked.width, walked.height) = (width, height)
      }
      if marker == 0xE1, orientation == nil {
        orientation = self.orientation(bytes, from: offset + 4, to: end)
      }
      if isKept(marker, bytes, at: offset + 4, end: end) {
        walked.bytes += bytes[offset..<end]
        if marker == 0xE0, !sawScan, rotationAt == 2 { rotationAt = walked.bytes.count }
      }
      offset = end
      if marker == 0xDA {
        sawScan = true
        let next = try endOfScan(bytes, from: offset)
        walked.bytes += bytes[offset..<next]
        offset = next
      }
    }
    if let orientation, (2...8).contains(orientation) {
      walked.bytes.insert(contentsOf: rotation(orientation), at: rotationAt)
    }
    return walked
  }

  private static func malformed(_ offset: Int) -> AttachmentError {
    .malformed(.jpeg, at: offset)
  }

  /// A start-of-frame marker, which carries the dimensions.
  private static func isFrame(_ marker: UInt8) -> Bool {
    (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
  }

  private static func isKept(
    _ marker: UInt8, _ bytes: [UInt8], at offset: Int, end: Int
  ) -> Bool {
    switch marker {
    case 0xE0: bytes.has("JFIF\0", at: offset) && end - offset == 14
    case 0xE2: bytes.has("ICC_PROFILE\0", at: offset)
    case 0xEE: bytes.has("Adobe", at: offset) && end - offset == 12
    case 0xE1, 0xE3...0xED, 0xEF, 0xF0...0xFE: false
    default: true
    }
  }

  /// Entropy-coded data runs to the next marker that is neither a stuffed zero nor a restart.
  private static func endOfScan(_ bytes: [UInt8], from start: Int) throws(AttachmentError) -> Int {
    let found = bytes.withUnsafeBufferPointer { bytes in
      var offset = start
      while offset + 1 < bytes.count {
        if bytes[offset] == 0xFF, bytes[offset + 1] != 0, !(0xD0...0xD7).contains(bytes[offset + 1])
        {
          return offset
        }
        offset += 1
      }
      return -1
    }
    guard found >= 0 else { throw malformed(bytes.count) }
    return found
  }

  /// The rotation of an EXIF segment; `nil` where there is none or it cannot be read.
  private static func orientation(_ bytes: [UInt8], from start: Int, to end: Int) -> UInt8? {
    // What stands in front of the segment's end only: the text may run on behind it.
    guard start + 6 <= end, bytes.has("Exif\0\0", at: start) else { return nil }
    let tiff = Array(bytes[(start + 6)..<end])
    let isLittle = tiff.has("II*\0", at: 0)
    guard isLittle || tiff.has("MM\0*", at: 0) else { return nil }
    func short(_ at: Int) -> Int? {
      isLittle ? tiff.littleEndian16(at: at) : tiff.bigEndian16(at: at)
    }
    func long(_ at: Int) -> Int? {
      isLittle ? tiff.littleEndian32(at: at) : tiff.bigEndian32(at: at)
    }
    guard let directory = long(4), let entries = short(directory) else { return nil }
    for index in 0..<entries {
      let entry = directory + 2 + index * 12
      guard let tag = short(entry) else { return nil }
      if tag == 0x0112 { return short(entry + 8).flatMap { UInt8(exactly: $0) } }
    }
    return nil
  }

  /// An EXIF segment with one tag.
  private static func rotation(_ orientation: UInt8) -> [UInt8] {
    let head: [UInt8] = [0xFF, 0xE1, 0x00, 0x22] + Array("Exif\0\0MM\0*".utf8)
    let directory: [UInt8] = [0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]
    return head + directory + [0, 0, 0, 0]
  }
}
