import NIOCore

/// Cuts a stream into packets. What is no MQTT 3.1.1 ends the connection: nothing behind it can be
/// believed.
///
/// - Source: MQTT Version 3.1.1, 2.2 and chapter 3.
struct MQTTReader {
  /// Greatest body of a packet: a message, its topic and its number.
  static let bodyLimit = SourceDesk.byteLimit + 2 + Int(UInt16.max) + 2

  /// The next whole packet; nil until more bytes come.
  ///
  /// - Throws: `MQTTFault`.
  mutating func next(in buffer: inout ByteBuffer) throws(MQTTFault) -> MQTTPacket? {
    guard let (length, head) = try Self.length(of: buffer) else { return nil }
    guard length <= Self.bodyLimit else { throw .tooLong(bytes: length) }
    guard buffer.readableBytes >= head + length else { return nil }
    let first = buffer.readInteger(as: UInt8.self) ?? 0
    buffer.moveReaderIndex(forwardBy: head - 1)
    var body = buffer.readSlice(length: length) ?? ByteBuffer()
    return try Self.packet(first, &body)
  }

  /// Length of the body, and of what stands before it.
  private static func length(
    of buffer: ByteBuffer
  ) throws(MQTTFault) -> (length: Int, head: Int)? {
    var length = 0
    for place in 0..<4 {
      guard
        let byte = buffer.getInteger(at: buffer.readerIndex + 1 + place, as: UInt8.self)
      else { return nil }
      length |= Int(byte & 0x7F) << (7 * place)
      if byte & 0x80 == 0 { return (length, place + 2) }
    }
    throw .malformed("a length of more than four bytes")
  }

  private static func packet(
    _ first: UInt8, _ body: inout ByteBuffer
  ) throws(MQTTFault) -> MQTTPacket {
    switch first >> 4 {
    case 2:
      guard let flags = body.readInteger(as: UInt8.self),
        let code = body.readInteger(as: UInt8.self), body.readableBytes == 0
      else { throw .malformed("CONNACK") }
      return .connectAnswer(hasSession: flags & 1 == 1, code: code)
    case 3: return try publish(first, &body)
    case 9:
      guard let id = body.readInteger(as: UInt16.self) else { throw .malformed("SUBACK") }
      return .subscribeAnswer(id: id, codes: Array(body.readableBytesView))
    case 13: return .pingAnswer
    default: throw .malformed("a packet of type \(first >> 4)")
    }
  }

  /// Never of QoS 2, which we do not ask for.
  private static func publish(
    _ first: UInt8, _ body: inout ByteBuffer
  ) throws(MQTTFault) -> MQTTPacket {
    guard first & 0x04 == 0, let length = body.readInteger(as: UInt16.self),
      let topic = body.readString(length: Int(length))
    else { throw .malformed("PUBLISH") }
    var id: UInt16?
    if first & 0x02 != 0 {
      guard let number = body.readInteger(as: UInt16.self), number > 0 else {
        throw .malformed("PUBLISH without its number")
      }
      id = number
    }
    return .publish(topic: topic, payload: Array(body.readableBytesView), id: id)
  }
}
