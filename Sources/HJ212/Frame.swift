public import NIOCore

/// One frame whose length and checksum are right, as it stood in the stream.
public struct Frame: Sendable, Equatable {
  /// The whole frame as received, from `##` to the last digit of the CRC; without its tail.
  public let bytes: ByteBuffer
  /// Place of the first `#` in the stream, counted from 0.
  public let byteOffset: Int
  /// Place of the segment's first byte in the stream.
  public let segmentOffset: Int
  public let crcWritten: UInt16
  /// Which checksum the frame carries.
  public let checksum: Checksum
  /// Its data area is sealed, so that its CRC is not yet known to be right; see `opened(with:)`.
  public let isSealed: Bool
  /// What was tolerated in reading it.
  public let notes: [Note]

  /// The data segment: what stands between the length field and the CRC.
  public var segment: ByteBuffer {
    let head = segmentOffset - byteOffset
    return bytes.getSlice(at: bytes.readerIndex + head, length: bytes.readableBytes - head - 4)
      ?? ByteBuffer()
  }

  /// Applies what is allowed to one device; see `check(segmentLimit:acceptsModbusCRC:)`.
  public func check(_ quirks: Quirks) throws(FrameFault) {
    try check(segmentLimit: quirks.segmentLimit, acceptsModbusCRC: quirks.usesModbusCRC)
  }

  /// Applies what is allowed to one device, which is known only after its `MN` was read.
  ///
  /// - Parameters:
  ///   - segmentLimit: greatest length of a data segment in bytes.
  ///   - acceptsModbusCRC: whether this device may sign with Modbus CRC-16.
  /// - Throws: the fault that the reader would have raised had it known these limits.
  public func check(segmentLimit: Int, acceptsModbusCRC: Bool) throws(FrameFault) {
    if segment.readableBytes > segmentLimit {
      throw FrameFault(
        reason: .segmentTooLong(declared: segment.readableBytes, limit: segmentLimit),
        byteOffset: byteOffset + 2, frameOffset: byteOffset)
    }
    if checksum == .modbus, !acceptsModbusCRC {
      throw FrameFault(
        reason: .crcMismatch(
          written: crcWritten, computed: Checksum.hj212(segment.readableBytesUInt8Span),
          isModbus: true, closesAfter: nil),
        byteOffset: segmentOffset + segment.readableBytes, frameOffset: byteOffset)
    }
  }
}

/// What a reader found next in the stream.
public enum FrameEvent: Sendable, Equatable {
  case frame(Frame)
  /// A frame began here and is rejected. The reader goes on at the next `##`.
  case fault(FrameFault)
  /// Bytes that belong to no frame.
  case skipped(Skipped)
  /// The frame before this event had another tail than CR LF.
  case oddTail(Note)
}

/// Bytes passed over in search of the next `##`.
public struct Skipped: Sendable, Equatable {
  /// Place of the first of them in the stream.
  public let byteOffset: Int
  public let count: Int
  /// True for the rest of a rejected frame, false for bytes that came out of nowhere.
  public let followsFault: Bool
}
