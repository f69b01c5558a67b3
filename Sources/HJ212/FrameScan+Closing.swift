/// What stands at the end of a frame: its CRC, and whether its data area is closed or sealed.
extension FrameScan {
  func crcField(_ bytes: Span<UInt8>, at place: Int) -> (value: UInt16, isLowerCase: Bool)? {
    guard place + 4 <= bytes.count else { return nil }
    var value: UInt16 = 0
    var isLowerCase = false
    for index in place..<(place + 4) {
      guard let digit = Ascii.hexValue(bytes[index]) else { return nil }
      isLowerCase = isLowerCase || bytes[index] >= 0x61
      value = value << 4 | digit
    }
    return (value, isLowerCase)
  }

  /// Length of the segment as the first `&&` with a CRC and no more data behind it shows it;
  /// `nil` where there is none before the next `##`, or where it is what the length field says.
  func closesAfter(_ bytes: Span<UInt8>, head: Int, unless length: Int) -> Int? {
    var end = head + 2
    while end + 4 <= bytes.count {
      if bytes[end] == Ascii.hash, end + 1 < bytes.count, bytes[end + 1] == Ascii.hash {
        return nil
      }
      if bytes[end - 1] == Ascii.ampersand, bytes[end - 2] == Ascii.ampersand,
        crcField(bytes, at: end) != nil,
        end + 4 == bytes.count || !isData(bytes[end + 4])
      {
        return end - head == length ? nil : end - head
      }
      end += 1
    }
    return nil
  }

  func isSealed(_ segment: Span<UInt8>) -> Bool {
    guard let area = Frame.dataArea(segment) else { return false }
    return area.count > 3
      && segment.equals("{0x", in: area.lowerBound..<(area.lowerBound + 3))
  }

  /// Whether a second checksum is worth its pass over the segment.
  func isClosed(_ segment: Span<UInt8>) -> Bool {
    let count = segment.count
    return count >= 2 && segment[count - 1] == Ascii.ampersand
      && segment[count - 2] == Ascii.ampersand
  }

  func isData(_ byte: UInt8) -> Bool {
    !(Ascii.isBlank(byte) || byte == Ascii.hash || byte == Ascii.star)
  }
}
