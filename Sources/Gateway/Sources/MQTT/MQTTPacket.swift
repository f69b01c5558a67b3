import NIOCore

/// A packet of MQTT 3.1.1, as far as who only subscribes needs them.
///
/// - Source: MQTT Version 3.1.1, OASIS Standard, chapter 3.
enum MQTTPacket: Equatable, Sendable {
  case connect(MQTTConnect)
  /// Whether the broker had kept the session, and its return code; 0 lets us in.
  case connectAnswer(hasSession: Bool, code: UInt8)
  case publish(topic: String, payload: [UInt8], id: UInt16?)
  case publishAnswer(UInt16)
  case subscribe(id: UInt16, topics: [String])
  /// A code for each topic; 0x80 refuses it.
  case subscribeAnswer(id: UInt16, codes: [UInt8])
  case ping
  case pingAnswer
  case disconnect
}

struct MQTTConnect: Equatable, Sendable {
  var client: String
  var keepAliveSeconds: UInt16
  var user: String?
  var password: String?
}

enum MQTTFault: Error, Equatable, CustomStringConvertible {
  case malformed(String)
  case tooLong(bytes: Int)
  case refused(UInt8)
  case topicRefused(String)
  case silent
  case closed
  case notStored(SourceFault)

  var description: String {
    switch self {
    case .malformed(let what): "the broker sent no MQTT 3.1.1: \(what)"
    case .tooLong(let bytes):
      "the broker sent a message of \(bytes) bytes and \(SourceDesk.byteLimit) are taken"
    case .refused(let code): "the broker refused: " + Self.reason(code)
    case .topicRefused(let topic): "the broker refused the topic \(topic); let the user read it"
    case .silent: "the broker did not answer in time"
    case .closed: "the broker closed the connection"
    case .notStored(let fault): "\(fault)"
    }
  }

  private static func reason(_ code: UInt8) -> String {
    switch code {
    case 1: "it speaks no MQTT 3.1.1"
    case 2: "it does not take the client's name; set another with client"
    case 3: "it is not available"
    case 4: "user or password are wrong"
    case 5: "the user may not connect"
    default: "return code \(code)"
    }
  }
}

extension MQTTPacket {
  func write(into buffer: inout ByteBuffer) {
    switch self {
    case .connect(let connect): Self.write(0x10, Self.body(of: connect), into: &buffer)
    case .subscribe(let id, let topics):
      var body = ByteBuffer(integer: id)
      for topic in topics {
        Self.write(topic, into: &body)
        body.writeInteger(UInt8(1))
      }
      Self.write(0x82, body, into: &buffer)
    case .publishAnswer(let id): Self.write(0x40, ByteBuffer(integer: id), into: &buffer)
    case .publish(let topic, let payload, let id):
      var body = ByteBuffer()
      Self.write(topic, into: &body)
      if let id { body.writeInteger(id) }
      body.writeBytes(payload)
      Self.write(id == nil ? 0x30 : 0x32, body, into: &buffer)
    case .connectAnswer(let hasSession, let code):
      Self.write(0x20, ByteBuffer(bytes: [hasSession ? 1 : 0, code]), into: &buffer)
    case .subscribeAnswer(let id, let codes):
      var body = ByteBuffer(integer: id)
      body.writeBytes(codes)
      Self.write(0x90, body, into: &buffer)
    case .ping: Self.write(0xC0, ByteBuffer(), into: &buffer)
    case .pingAnswer: Self.write(0xD0, ByteBuffer(), into: &buffer)
    case .disconnect: Self.write(0xE0, ByteBuffer(), into: &buffer)
    }
  }

  /// A session that outlives the connection: the broker keeps what comes meanwhile.
  private static func body(of connect: MQTTConnect) -> ByteBuffer {
    var body = ByteBuffer()
    write("MQTT", into: &body)
    body.writeInteger(UInt8(4))
    body.writeInteger(
      UInt8((connect.user == nil ? 0 : 0x80) | (connect.password == nil ? 0 : 0x40)))
    body.writeInteger(connect.keepAliveSeconds)
    write(connect.client, into: &body)
    if let user = connect.user { write(user, into: &body) }
    if let password = connect.password { write(password, into: &body) }
    return body
  }

  private static func write(_ text: String, into buffer: inout ByteBuffer) {
    let bytes = Array(text.utf8.prefix(Int(UInt16.max)))
    buffer.writeInteger(UInt16(bytes.count))
    buffer.writeBytes(bytes)
  }

  private static func write(_ head: UInt8, _ body: ByteBuffer, into buffer: inout ByteBuffer) {
    buffer.writeInteger(head)
    var rest = body.readableBytes
    repeat {
      buffer.writeInteger(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
      rest >>= 7
    } while rest > 0
    buffer.writeImmutableBuffer(body)
  }
}
