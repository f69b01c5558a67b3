public import NIOCore

extension Packet {
  public init(_ frame: Frame, coding: TextCoding = .utf8) throws(FrameFault) {
    self.init(headerOf: frame)
    self.coding = coding
    if let dataAreaFault { throw dataAreaFault }
  }

  /// Takes a frame apart of which only the header must be readable; see `dataAreaFault`.
  public init(headerOf frame: Frame) {
    self.init(frame.segment, frame.segmentOffset, frameOffset: frame.byteOffset)
  }

  /// Takes a data segment apart.
  ///
  /// - Parameters:
  ///   - segment: its readable bytes, at most 9999.
  ///   - byteOffset: place of its first byte in the stream, for messages.
  ///   - frameOffset: place of the frame; the segment's own place where unknown.
  /// - Throws: `.noDataArea`, `.dataAreaNotClosed`, `.segmentTooLong`. Absent or odd fields are no
  ///   reason to reject a frame: `content(utcOffsetSeconds:)` tells them.
  public init(
    segment: ByteBuffer, byteOffset: Int = 0, frameOffset: Int? = nil
  ) throws(FrameFault) {
    let count = segment.readableBytes
    guard count <= FrameReader.hardLimit else {
      throw FrameFault(
        reason: .segmentTooLong(declared: count, limit: FrameReader.hardLimit),
        byteOffset: byteOffset, frameOffset: frameOffset ?? byteOffset)
    }
    self.init(segment, byteOffset, frameOffset: frameOffset ?? byteOffset)
    if let dataAreaFault { throw dataAreaFault }
  }

  /// - Parameter segment: its readable bytes, at most 9999.
  private init(_ segment: ByteBuffer, _ byteOffset: Int, frameOffset: Int) {
    self.segment = segment
    self.byteOffset = byteOffset
    let bytes = segment.readableBytesUInt8Span
    guard let opening = readHeader(bytes) else {
      dataAreaFault = FrameFault(
        reason: .noDataArea, byteOffset: byteOffset + bytes.count, frameOffset: frameOffset)
      return
    }
    noteSeparator(bytes, before: opening)
    let inside = opening + 5
    var end = bytes.count
    while end > inside, Ascii.isBlank(bytes[end - 1]) { end -= 1 }
    if end >= inside + 2, bytes[end - 1] == Ascii.ampersand, bytes[end - 2] == Ascii.ampersand {
      end -= 2
    } else {
      dataAreaFault = FrameFault(
        reason: .dataAreaNotClosed, byteOffset: byteOffset + bytes.count, frameOffset: frameOffset)
    }
    dataArea = Slice(inside..<end)
  }

  private mutating func noteSeparator(_ bytes: Span<UInt8>, before opening: Int) {
    guard opening > 0, bytes[opening - 1] != Ascii.semicolon else { return }
    notes.append(
      Note(
        bytes[opening - 1] == Ascii.comma ? .commaInHeader : .separatorMissingBeforeCP,
        at: byteOffset + opening))
  }

  /// Takes fields up to the first `CP=&&`, or all of them.
  ///
  /// - Returns: the place of the C.
  private mutating func readHeader(_ bytes: Span<UInt8>) -> Int? {
    var marks = MarkScan(from: 0, to: bytes.count)
    var start = 0
    var equals = -1
    while start < bytes.count {
      let place = marks.next(in: bytes)
      let mark = place < bytes.count ? bytes[place] : Ascii.ampersand
      if mark == Ascii.minus { continue }
      if mark == Ascii.equals {
        if Self.isOpening(bytes, equals: place) {
          if start < place - 2 { keep(start..<(place - 2), equals: equals, of: bytes) }
          return place - 2
        }
        if equals < 0 { equals = place }
        continue
      }
      keep(start..<place, equals: equals, of: bytes)
      if mark == Ascii.comma, !Self.isOpening(bytes, equals: place + 3), place + 1 < bytes.count {
        notes.append(Note(.commaInHeader, at: byteOffset + place))
      }
      start = place + 1
      equals = -1
    }
    return nil
  }

  /// Whether `CP=&&` stands around this place of a `=`.
  private static func isOpening(_ bytes: Span<UInt8>, equals place: Int) -> Bool {
    place >= 2 && place + 3 <= bytes.count && bytes[place - 1] == UInt8(ascii: "P")
      && bytes.shortName((place - 2)..<(place + 3)) == ShortName.opening
  }

  /// - Parameter equals: place of the field's first `=`; below its own where there is none.
  private mutating func keep(_ range: Range<Int>, equals: Int, of bytes: Span<UInt8>) {
    let field = bytes.trimmed(range)
    guard !field.isEmpty else {
      notes.append(Note(.emptyItem, at: byteOffset + range.lowerBound))
      return
    }
    let end = equals < 0 ? field.upperBound : equals
    let key = bytes.trimmed(field.lowerBound..<end)
    let value = Slice(bytes.trimmed(min(end + 1, field.upperBound)..<field.upperBound))
    guard let name = HeaderField(bytes, key) else {
      notes.append(Note(.headerFieldUnknown, at: byteOffset + field.lowerBound))
      unknownFields.append(Field(key: Slice(key), value: value))
      return
    }
    guard keep(value, as: name) else {
      notes.append(Note(.headerFieldRepeated, at: byteOffset + field.lowerBound))
      unknownFields.append(Field(key: Slice(key), value: value))
      return
    }
  }

  /// - Returns: false where the field has a value already.
  private mutating func keep(_ value: Slice, as name: HeaderField) -> Bool {
    func set(_ place: inout Slice?) -> Bool {
      guard place == nil else { return false }
      place = value
      return true
    }
    switch name {
    case .qn: return set(&qnSlice)
    case .st: return set(&stSlice)
    case .cn: return set(&cnSlice)
    case .pw: return set(&pwSlice)
    case .mn: return set(&mnSlice)
    case .flag: return set(&flagSlice)
    case .pnum: return set(&pnumSlice)
    case .pno: return set(&pnoSlice)
    case .rf: return set(&rfSlice)
    }
  }
}

/// The fields of a header by name.
private enum HeaderField {
  case qn, st, cn, pw, mn, flag, pnum, pno, rf

  init?(_ bytes: Span<UInt8>, _ key: Range<Int>) {
    switch bytes.shortName(key) {
    case ShortName.qn: self = .qn
    case ShortName.st: self = .st
    case ShortName.cn: self = .cn
    case ShortName.pw: self = .pw
    case ShortName.mn: self = .mn
    case ShortName.flag: self = .flag
    case ShortName.pnum: self = .pnum
    case ShortName.pno: self = .pno
    case ShortName.rf: self = .rf
    default: return nil
    }
  }
}
