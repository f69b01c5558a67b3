import NIOCore

/// Puts header, length, CRC and tail around a data segment written in place.
struct FrameWriter {
  private let begin: Int
  private let quirks: Quirks

  /// Writes the header with room for the length. The segment is to follow.
  init(_ buffer: inout ByteBuffer, quirks: Quirks = Quirks()) {
    buffer.writeStaticString(quirks.hasThreeDigitLength ? "##000" : "##0000")
    begin = buffer.writerIndex
    self.quirks = quirks
  }

  /// Fills in the length of what was written since (at most `Quirks.writableLimit`), then CRC and
  /// CR LF.
  ///
  /// - Parameter crc: another one than that of what was written, as of text that was sealed.
  func end(_ buffer: inout ByteBuffer, crc: UInt16? = nil) {
    let length = buffer.writerIndex - begin
    var rest = length + (quirks.countsTailInLength ? 6 : 0)
    let digits = quirks.hasThreeDigitLength ? 3 : 4
    for place in stride(from: begin - 1, through: begin - digits, by: -1) {
      buffer.setInteger(UInt8(0x30 + rest % 10), at: place)
      rest /= 10
    }
    let segment = buffer.getSlice(at: begin, length: length) ?? ByteBuffer()
    let bytes = segment.readableBytesUInt8Span
    let own = quirks.usesModbusCRC ? Checksum.modbus(bytes) : Checksum.hj212(bytes)
    buffer.writeBytes(Ascii.hexDigits(crc ?? own))
    buffer.writeStaticString("\r\n")
  }
}
