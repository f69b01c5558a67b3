public import NIOCore

extension Frame {
  /// The frame in plain text. Its places count from its own `##` as if it had been sent so.
  ///
  /// - Throws: `.sealedDataUnreadable`; `.crcMismatch` where the CRC is not that of the plain text,
  ///   as with another key.
  public func opened(with key: SealingKey) throws(FrameFault) -> Frame {
    guard isSealed else { return self }
    let sealed = Array(segment.readableBytesView)
    let area = Self.dataArea(sealed.span)
    guard let area, let data = key.opened(sealed[area]) else {
      throw FrameFault(
        reason: .sealedDataUnreadable, byteOffset: segmentOffset + (area?.lowerBound ?? 0),
        frameOffset: byteOffset)
    }
    let plain = sealed[..<area.lowerBound] + data + sealed[area.upperBound...]
    guard plain.count <= FrameReader.hardLimit else {
      throw FrameFault(
        reason: .segmentTooLong(declared: plain.count, limit: FrameReader.hardLimit),
        byteOffset: byteOffset + 2, frameOffset: byteOffset)
    }
    var bytes = ByteBuffer()
    let writer = FrameWriter(&bytes)
    bytes.writeBytes(plain)
    let computed = Checksum.hj212(Array(plain).span)
    guard computed == crcWritten else {
      throw FrameFault(
        reason: .crcMismatch(
          written: crcWritten, computed: computed, isModbus: false, closesAfter: nil),
        byteOffset: byteOffset + self.bytes.readableBytes - 4, frameOffset: byteOffset)
    }
    writer.end(&bytes)
    let whole = bytes.readSlice(length: bytes.readableBytes - 2) ?? bytes
    return Frame(
      bytes: whole, byteOffset: byteOffset, segmentOffset: byteOffset + 6, crcWritten: crcWritten,
      checksum: .hj212, isSealed: false, notes: notes)
  }

  /// Between `CP=&&` and the closing `&&`.
  static func dataArea(_ segment: Span<UInt8>) -> Range<Int>? {
    var place = 0
    while place + 7 <= segment.count {
      if segment.equals("CP=&&", in: place..<(place + 5)) {
        let end = segment.count - 2
        return end >= place + 5 && segment.equals("&&", in: end..<segment.count)
          ? (place + 5)..<end : nil
      }
      place += 1
    }
    return nil
  }
}

extension Message {
  /// The whole frame with its data area sealed, as a unit of the 2025 edition sends what it measures:
  /// the length counts the sealed text, the CRC is that of the plain one.
  ///
  /// - Parameter limit: greatest length of the sealed segment in bytes, which is up to five times the
  ///   plain one's.
  public func sealedFrame(
    with key: SealingKey, limit: Int = FrameReader.hardLimit
  ) throws(MessageFault) -> ByteBuffer {
    let plain = try segmentBytes()
    guard let area = Frame.dataArea(plain.span) else {
      preconditionFailure("a segment that was just written has a data area")
    }
    let sealed = plain[..<area.lowerBound] + key.sealed(plain[area]) + plain[area.upperBound...]
    guard sealed.count <= min(limit, FrameReader.hardLimit) else {
      throw .tooLong(bytes: sealed.count, limit: limit)
    }
    var buffer = ByteBuffer()
    let writer = FrameWriter(&buffer)
    buffer.writeBytes(sealed)
    writer.end(&buffer, crc: Checksum.hj212(plain.span))
    return buffer
  }
}
