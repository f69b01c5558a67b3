import HJ212
import NIOCore

/// The first byte chooses a device's quirks; a data segment follows.
enum FuzzedRoundTrip {
  static func broken(by bytes: [UInt8]) -> String? {
    guard let first = bytes.first, bytes.count <= FrameReader.hardLimit else { return nil }
    let quirks = Quirks(
      segmentLimit: FrameReader.hardLimit, usesModbusCRC: first & 1 == 1,
      countsTailInLength: first & 2 == 2, hasThreeDigitLength: first & 4 == 4,
      coding: first & 8 == 8 ? .gb18030 : .utf8, unitShifts: ["a34004": Int(first >> 4) - 8])
    guard var packet = try? Packet(segment: ByteBuffer(bytes: bytes.dropFirst())) else {
      return nil
    }
    packet.coding = quirks.coding
    let message = Message(packet)
    if let broken = answers(packet, quirks) ?? statements(message, packet, quirks) {
      return broken
    }
    // What another reader could not tell apart is not written.
    guard let frame = try? message.frame(quirks) else { return nil }
    return read(frame, quirks, message.coding) == message ? nil : "another message is read"
  }

  private static func read(_ frame: ByteBuffer, _ quirks: Quirks, _ coding: TextCoding) -> Message?
  {
    packet(frame, quirks, coding).map(Message.init)
  }

  private static func packet(
    _ frame: ByteBuffer, _ quirks: Quirks, _ coding: TextCoding
  ) -> Packet? {
    var bytes = frame
    var reader = FrameReader(settings: .init(quirks))
    guard case .frame(let whole)? = reader.next(in: &bytes) else { return nil }
    return try? Packet(whole, coding: coding)
  }

  /// Typed values are written as they came.
  private static func statements(
    _ message: Message, _ packet: Packet, _ quirks: Quirks
  ) -> String? {
    for sender in CommandForm.Sender.allCases {
      guard
        let statement = Statement(message, from: sender, edition: packet.edition, quirks: quirks)
      else { continue }
      if statement.data(quirks) != message.data { return "a statement is written otherwise" }
    }
    return nil
  }

  /// Whoever is answered can read what the answer belongs to.
  private static func answers(_ packet: Packet, _ quirks: Quirks) -> String? {
    for answer in [Answer.data, .notice, .request(.refused), .result(.noData)] {
      var bytes = ByteBuffer()
      answer.write(to: packet, into: &bytes, quirks: quirks)
      guard bytes.readableBytes <= (quirks.hasThreeDigitLength ? 999 : FrameReader.hardLimit)
      else { continue }
      guard let read = Self.packet(bytes, quirks, quirks.coding) else {
        return "an answer cannot be read"
      }
      let request = packet.qn.flatMap { $0.utf8.contains(UInt8(ascii: "&")) ? nil : $0 }
      guard Answer(read) == answer, read.answeredRequest == request else {
        return "an answer is read as another one"
      }
    }
    return nil
  }
}
