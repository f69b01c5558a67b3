import HJ212
import NIOCore

/// The first byte chooses settings, the second where the stream is cut; the stream follows, as it is
/// or as the segment of a good frame with itself behind it.
enum FuzzedFrames {
  static func broken(by bytes: [UInt8]) -> String? {
    guard bytes.count > 2 else { return nil }
    let settings = FrameReader.Settings(
      segmentLimit: bytes[0] & 4 == 0 ? FrameReader.standardLimit : FrameReader.hardLimit,
      acceptsModbusCRC: bytes[0] & 1 == 1, acceptsThreeDigitLength: bytes[0] & 2 == 2)
    let rest = Array(bytes[2...])
    let stream = bytes[0] & 8 == 0 ? rest : framed(rest) + rest
    let cut = Int(bytes[1]) * stream.count / 256
    let whole = events([stream[...]], settings)
    if let broken = uncovered(whole, stream) { return broken }
    if frames(whole) != frames(events([stream[..<cut], stream[cut...]], settings)) {
      return "other frames when the stream is cut at \(cut)"
    }
    var lines = FrameLines(settings: settings)
    var buffer = ByteBuffer(bytes: stream)
    let count = lines.read(&buffer, atEnd: true).count
    if count < frames(whole).count { return "\(count) lines for \(frames(whole).count) frames" }
    return nil
  }

  private static func framed(_ segment: [UInt8]) -> [UInt8] {
    func padded(_ text: String) -> String {
      String(repeating: "0", count: max(0, 4 - text.utf8.count)) + text
    }
    let crc = String(Checksum.hj212(segment.span), radix: 16, uppercase: true)
    return Array("##\(padded(String(segment.count)))".utf8) + segment
      + Array("\(padded(crc))\r\n".utf8)
  }

  private static func events(
    _ pieces: [ArraySlice<UInt8>], _ settings: FrameReader.Settings
  ) -> [FrameEvent] {
    var reader = FrameReader(settings: settings)
    var buffer = ByteBuffer()
    var events: [FrameEvent] = []
    for piece in pieces {
      buffer.writeBytes(piece)
      while let event = reader.next(in: &buffer) { events.append(event) }
    }
    while let event = reader.next(in: &buffer, atEnd: true) { events.append(event) }
    precondition(buffer.readableBytes == 0, "bytes are left in the buffer")
    return events
  }

  private static func frames(_ events: [FrameEvent]) -> [Frame] {
    events.compactMap { if case .frame(let frame) = $0 { frame } else { nil } }
  }

  /// Frames stand in the stream where they say, one behind the other, and are what they claim to be.
  private static func uncovered(_ events: [FrameEvent], _ stream: [UInt8]) -> String? {
    var end = 0
    for event in events {
      switch event {
      case .frame(let frame):
        guard frame.byteOffset >= end else { return "a frame begins inside the one before" }
        end = frame.byteOffset + frame.bytes.readableBytes
        guard end <= stream.count,
          Array(frame.bytes.readableBytesView) == Array(stream[frame.byteOffset..<end])
        else { return "a frame's bytes are not those of its place" }
        let segment = frame.segment.readableBytesUInt8Span
        let crc =
          frame.checksum == .modbus ? Checksum.modbus(segment) : Checksum.hj212(segment)
        guard crc == frame.crcWritten else { return "a frame with another CRC is accepted" }
      case .fault(let fault):
        guard fault.byteOffset >= fault.frameOffset, fault.byteOffset <= stream.count else {
          return "a fault lies outside the stream: \(fault)"
        }
      case .skipped(let skipped):
        guard skipped.count > 0 else { return "nothing is skipped" }
      case .oddTail(let note):
        guard note.byteOffset <= stream.count else { return "a tail lies outside the stream" }
      }
    }
    return nil
  }
}
