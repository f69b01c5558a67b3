public import NIOCore

extension Packet {
  public init(_ frame: Frame) throws(FrameFault) {
    try self.init(
      segment: frame.segment, byteOffset: frame.segmentOffset, frameOffset: frame.byteOffset)
  }

  /// Takes a data segment apart.
  ///
  /// - Parameters:
  ///   - segment: its readable bytes, at most 9999.
  ///   - byteOffset: place of its first byte in the stream, for messages.
  ///   - frameOffset: place of the frame; the segment's own place where unknown.
  /// - Throws: `.noDataArea`, `.dataAreaNotClosed`, `.segmentTooLong`. Absent or odd fields are no
  ///   reason to reject a frame: `contentFaults()` tells them.
  public init(
    segment: ByteBuffer, byteOffset: Int = 0, frameOffset: Int? = nil
  ) throws(FrameFault) {
    self.segment = segment
    self.byteOffset = byteOffset
    let start = frameOffset ?? byteOffset
    let bytes = segment.readableBytesUInt8Span
    guard bytes.count <= FrameReader.hardLimit else {
      throw FrameFault(
        reason: .segmentTooLong(declared: bytes.count, limit: FrameReader.hardLimit),
        byteOffset: byteOffset, frameOffset: start)
    }
    guard let opening = Self.opening(bytes) else {
      throw FrameFault(
        reason: .noDataArea, byteOffset: byteOffset + bytes.count, frameOffset: start)
    }
    let inside = opening + 5
    var end = bytes.count
    while end > inside, Ascii.isBlank(bytes[end - 1]) { end -= 1 }
    guard end >= inside + 2, bytes[end - 1] == Ascii.ampersand, bytes[end - 2] == Ascii.ampersand
    else {
      throw FrameFault(
        reason: .dataAreaNotClosed, byteOffset: byteOffset + bytes.count, frameOffset: start)
    }
    dataArea = Slice(inside..<(end - 2))
    readHeader(bytes, end: opening)
  }

  /// Place of the first `CP=&&`.
  private static func opening(_ bytes: Span<UInt8>) -> Int? {
    var index = 0
    while index + 5 <= bytes.count {
      if bytes[index] == UInt8(ascii: "C"), bytes.equals("CP=&&", in: index..<(index + 5)) {
        return index
      }
      index += 1
    }
    return nil
  }

  private mutating func readHeader(_ bytes: Span<UInt8>, end: Int) {
    if end > 0, bytes[end - 1] != Ascii.semicolon {
      notes.append(
        Note(
          bytes[end - 1] == Ascii.comma ? .commaInHeader : .separatorMissingBeforeCP,
          at: byteOffset + end))
    }
    var start = 0
    while start < end {
      var stop = start
      while stop < end, bytes[stop] != Ascii.semicolon, bytes[stop] != Ascii.comma { stop += 1 }
      if stop + 1 < end, bytes[stop] == Ascii.comma {
        notes.append(Note(.commaInHeader, at: byteOffset + stop))
      }
      let field = bytes.trimmed(start..<stop)
      if field.isEmpty {
        notes.append(Note(.emptyItem, at: byteOffset + start))
      } else {
        keep(field, of: bytes)
      }
      start = stop + 1
    }
  }

  private mutating func keep(_ field: Range<Int>, of bytes: Span<UInt8>) {
    let equals = bytes.first(Ascii.equals, in: field) ?? field.upperBound
    let key = field.lowerBound..<equals
    let value = Slice(min(equals + 1, field.upperBound)..<field.upperBound)
    guard let place = Self.place(of: key, in: bytes) else {
      notes.append(Note(.headerFieldUnknown, at: byteOffset + field.lowerBound))
      unknownFields.append(Field(key: Slice(key), value: value))
      return
    }
    guard self[keyPath: place] == nil else {
      notes.append(Note(.headerFieldRepeated, at: byteOffset + field.lowerBound))
      unknownFields.append(Field(key: Slice(key), value: value))
      return
    }
    self[keyPath: place] = value
  }

  private static func place(
    of key: Range<Int>, in bytes: Span<UInt8>
  ) -> WritableKeyPath<Packet, Slice?>? {
    guard (2...4).contains(key.count) else { return nil }
    switch bytes[key.lowerBound] {
    case UInt8(ascii: "Q"): return bytes.equals("QN", in: key) ? \.qnSlice : nil
    case UInt8(ascii: "S"): return bytes.equals("ST", in: key) ? \.stSlice : nil
    case UInt8(ascii: "C"): return bytes.equals("CN", in: key) ? \.cnSlice : nil
    case UInt8(ascii: "M"): return bytes.equals("MN", in: key) ? \.mnSlice : nil
    case UInt8(ascii: "F"): return bytes.equals("Flag", in: key) ? \.flagSlice : nil
    case UInt8(ascii: "R"): return bytes.equals("RF", in: key) ? \.rfSlice : nil
    case UInt8(ascii: "P"):
      if bytes.equals("PW", in: key) { return \.pwSlice }
      if bytes.equals("PNO", in: key) { return \.pnoSlice }
      return bytes.equals("PNUM", in: key) ? \.pnumSlice : nil
    default: return nil
    }
  }
}
