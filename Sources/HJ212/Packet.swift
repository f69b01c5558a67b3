public import NIOCore

/// A data segment taken apart by field name. Bytes stay bytes: fields are slices of the segment.
///
/// Fields may come in any order. What the standard does not name is kept in `unknownFields`.
///
/// - Source: HJ 212-2017, table 3; HJ/T 212-2005, table 6.3.2.
public struct Packet: Sendable {
  public struct Field: Sendable, Hashable {
    public let key: Slice
    public let value: Slice
  }

  public let segment: ByteBuffer
  /// Place in the stream of the segment's first byte.
  public let byteOffset: Int
  /// How its text is read; UTF-8 unless the device's entry says otherwise.
  public var coding = TextCoding.utf8
  public internal(set) var qnSlice: Slice?
  public internal(set) var stSlice: Slice?
  public internal(set) var cnSlice: Slice?
  public internal(set) var pwSlice: Slice?
  public internal(set) var mnSlice: Slice?
  public internal(set) var flagSlice: Slice?
  public internal(set) var pnumSlice: Slice?
  public internal(set) var pnoSlice: Slice?
  public internal(set) var rfSlice: Slice?
  /// What stands between `CP=&&` and the closing `&&`, blanks at either end left out.
  public internal(set) var dataArea = Slice(0..<0)
  /// Why there is no data area, or where its end is missing; its items are then not to be believed.
  public internal(set) var dataAreaFault: FrameFault?
  public internal(set) var unknownFields: [Field] = []
  /// What was tolerated in the header; `items()` tells the same of the data area.
  public internal(set) var notes: [Note] = []

  /// Number of the exchange, as text.
  public var qn: String? { qnSlice.map(text) }
  /// System code: the class of the thing watched.
  public var st: String? { stSlice.map(text) }
  /// Command number, as text.
  public var cn: String? { cnSlice.map(text) }
  public var pw: String? { pwSlice.map(text) }
  /// Number of the device.
  public var mn: String? { mnSlice.map(text) }
  public var rf: String? { rfSlice.map(text) }

  /// `nil` where CN is absent or not four digits.
  public var command: Command? { command(segment.readableBytesUInt8Span) }

  /// - Parameter bytes: the segment's.
  func command(_ bytes: Span<UInt8>) -> Command? {
    guard let cnSlice else { return nil }
    return bytes.number(in: cnSlice.range, digits: 4...4).map { Command(rawValue: UInt16($0)) }
  }

  /// `nil` where Flag is absent (as often in 2005) or not a number of 0…255.
  public var flag: PacketFlag? { flag(segment.readableBytesUInt8Span) }

  /// - Parameter bytes: the segment's.
  func flag(_ bytes: Span<UInt8>) -> PacketFlag? {
    guard let flagSlice else { return nil }
    return bytes.number(in: flagSlice.range, digits: 1...3).flatMap { UInt8(exactly: $0) }
      .map(PacketFlag.init)
  }

  /// Total of packets of a split message.
  public var pnum: Int? { number(pnumSlice, digits: 1...4) }
  /// Number of this packet, from 1.
  public var pno: Int? { number(pnoSlice, digits: 1...4) }

  /// Whether the sender waits for an answer (Flag bit A).
  public var wantsAnswer: Bool { flag?.wantsAnswer ?? false }

  /// Whether the packet speaks the 2005 edition: no Flag, or version bits 0.
  public var isEdition2005: Bool { (flag?.version ?? 0) == 0 }

  /// Text of a piece; bytes that are no text of the packet's coding nor UTF-8 become U+FFFD.
  public func text(_ slice: Slice) -> String {
    guard coding != .utf8,
      let view = segment.viewBytes(at: segment.readerIndex + slice.offset, length: slice.count),
      let text = coding.text(view)
    else { return segment.text(slice) }
    return text
  }

  /// Place of a slice in the stream.
  public func byteOffset(of slice: Slice) -> Int { byteOffset + slice.offset }

  private func number(_ slice: Slice?, digits: ClosedRange<Int>) -> Int? {
    guard let slice else { return nil }
    return segment.readableBytesUInt8Span.number(in: slice.range, digits: digits)
  }
}
