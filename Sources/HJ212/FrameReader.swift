public import NIOCore

/// Finds frames in a byte stream, however it was cut into reads.
///
/// A reader keeps no bytes of its own: whoever feeds it keeps the buffer, which never needs to grow
/// past `2 + 4 + segmentLimit + 4 + 2` bytes, since a frame that announces more is rejected on its
/// length field. What is left in the buffer is a frame begun, never the CR of one that has ended:
/// devices that send no LF would seem to be in the middle of something. After a rejected frame it goes on at the next `##`, also one inside that frame.
///
/// What devices in the field do otherwise and is tolerated: `Note.Kind`. Length wins over content,
/// so `##` inside a good segment is data.
///
/// - Source: the packet structure of HJ 212-2017 and HJ/T 212-2005.
public struct FrameReader: Sendable {
  /// Greatest length that four digits can announce.
  public static let hardLimit = 9999
  /// Greatest data segment of the standard, in bytes.
  public static let standardLimit = 1024

  public struct Settings: Sendable, Equatable {
    /// Greatest data segment in bytes, 1…9999.
    public var segmentLimit: Int
    /// Accept plain Modbus CRC-16. Where devices differ: accept here, then `Frame.check`.
    public var acceptsModbusCRC: Bool
    /// Accept a length field of three digits followed by something else than a digit.
    public var acceptsThreeDigitLength: Bool
    /// Accept frames with a sealed data area, whose CRC can be checked only by who has the key.
    public var acceptsSealed: Bool

    public init(
      segmentLimit: Int = FrameReader.standardLimit, acceptsModbusCRC: Bool = false,
      acceptsThreeDigitLength: Bool = false, acceptsSealed: Bool = false
    ) {
      precondition(
        (1...FrameReader.hardLimit).contains(segmentLimit),
        "segmentLimit \(segmentLimit) is not in 1…\(FrameReader.hardLimit)")
      self.segmentLimit = segmentLimit
      self.acceptsModbusCRC = acceptsModbusCRC
      self.acceptsThreeDigitLength = acceptsThreeDigitLength
      self.acceptsSealed = acceptsSealed
    }
  }

  enum State: Sendable, Equatable {
    case betweenFrames, tailDue, lineFeedDue
    case garbage(followsFault: Bool)
  }

  public let settings: Settings
  /// Place in the stream of the next byte to look at.
  public private(set) var byteOffset: Int
  private var state: State = .betweenFrames

  /// - Parameter byteOffset: place in the stream of the first byte that will be fed.
  public init(settings: Settings = Settings(), byteOffset: Int = 0) {
    self.settings = settings
    self.byteOffset = byteOffset
  }

  /// Takes the next event out of the buffer.
  ///
  /// - Parameter atEnd: no more bytes will come.
  /// - Returns: `nil` where more bytes are needed (or, at the end, none are left).
  public mutating func next(in buffer: inout ByteBuffer, atEnd: Bool = false) -> FrameEvent? {
    while true {
      let scan = FrameScan(settings: settings, atEnd: atEnd)
      switch scan.look(at: buffer.readableBytesUInt8Span, state) {
      case .wait:
        return nil
      case .blank(let count):
        take(count, from: &buffer)
        if state == .lineFeedDue { state = .betweenFrames }
      case .tailBegun:
        take(1, from: &buffer)
        state = .lineFeedDue
      case .tail(let count, let kind):
        let note = Note(kind, at: state == .lineFeedDue ? byteOffset - 1 : byteOffset)
        take(count, from: &buffer)
        state = .betweenFrames
        return .oddTail(note)
      case .garbage(let count):
        let followsFault = state == .garbage(followsFault: true)
        let skipped = Skipped(byteOffset: byteOffset, count: count, followsFault: followsFault)
        take(count, from: &buffer)
        state = .garbage(followsFault: followsFault)
        return .skipped(skipped)
      case .fault(let reason, let place):
        let fault = FrameFault(
          reason: reason, byteOffset: byteOffset + place, frameOffset: byteOffset)
        take(min(2, buffer.readableBytes), from: &buffer)
        state = .garbage(followsFault: true)
        return .fault(fault)
      case .frame(let layout):
        return takeFrame(layout, from: &buffer)
      }
    }
  }

  private mutating func takeFrame(
    _ layout: FrameScan.Layout, from buffer: inout ByteBuffer
  ) -> FrameEvent? {
    let start = byteOffset
    guard let whole = buffer.readSlice(length: layout.head + layout.length + 4) else { return nil }
    byteOffset += whole.readableBytes
    if layout.hasTail {
      take(2, from: &buffer)
      state = .betweenFrames
    } else {
      state = .tailDue
    }
    return .frame(
      Frame(
        bytes: whole, byteOffset: start, segmentOffset: start + layout.head,
        crcWritten: layout.crc, checksum: layout.checksum, isSealed: layout.isSealed,
        notes: layout.notes.map { Note($0.kind, at: start + $0.place) }))
  }

  private mutating func take(_ count: Int, from buffer: inout ByteBuffer) {
    buffer.moveReaderIndex(forwardBy: count)
    byteOffset += count
  }
}

extension FrameReader: NIOSingleStepByteToMessageDecoder {
  public typealias InboundOut = FrameEvent

  public mutating func decode(buffer: inout ByteBuffer) -> FrameEvent? {
    next(in: &buffer)
  }

  public mutating func decodeLast(buffer: inout ByteBuffer, seenEOF: Bool) -> FrameEvent? {
    next(in: &buffer, atEnd: true)
  }
}
