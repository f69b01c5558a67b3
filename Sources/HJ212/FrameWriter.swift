import NIOCore

/// Puts header, length, CRC and tail around a data segment written in place.
enum FrameWriter {
  /// Writes the header with room for the length.
  ///
  /// - Returns: where the segment begins.
  static func begin(_ buffer: inout ByteBuffer) -> Int {
    buffer.writeStaticString("##0000")
    return buffer.writerIndex
  }

  /// Fills in the length of what was written since `begin` (at most 9999 bytes), then CRC and CR LF.
  static func end(_ buffer: inout ByteBuffer, _ begin: Int) {
    let length = buffer.writerIndex - begin
    var rest = length
    for place in stride(from: begin - 1, through: begin - 4, by: -1) {
      buffer.setInteger(UInt8(0x30 + rest % 10), at: place)
      rest /= 10
    }
    let segment = buffer.getSlice(at: begin, length: length) ?? ByteBuffer()
    let crc = Checksum.hj212(segment.readableBytesUInt8Span)
    buffer.writeBytes(Ascii.hexDigits(crc))
    buffer.writeStaticString("\r\n")
  }
}
