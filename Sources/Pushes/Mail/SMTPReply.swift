/// What a mail server answers, on one line or several.
struct SMTPReply: Sendable, Equatable {
  /// Three digits.
  let code: Int
  /// Without the codes.
  let lines: [String]

  var text: String { lines.joined(separator: " ") }
}

/// Puts a server's answers together from what arrives. A server that says too much, or anything that
/// is no answer, is refused.
///
/// Source: RFC 5321, 4.2 (replies) and 4.5.3.1 (lengths).
struct SMTPReplyReader {
  /// A reply line has 512 octets; some servers take more.
  static let longestLine = 2_048
  static let mostLines = 128

  private var line: [UInt8] = []
  private var code: Int?
  private var lines: [String] = []

  /// Nothing of a further answer has arrived.
  var isEmpty: Bool { line.isEmpty && code == nil }

  /// - Returns: the answers that are whole with these bytes.
  mutating func read(_ bytes: some Sequence<UInt8>) throws(SMTPFault) -> [SMTPReply] {
    var replies: [SMTPReply] = []
    for byte in bytes {
      guard byte == UInt8(ascii: "\n") else {
        guard line.count < Self.longestLine else { throw .unreadable }
        line.append(byte)
        continue
      }
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      if let reply = try close() { replies.append(reply) }
      line = []
    }
    return replies
  }

  private mutating func close() throws(SMTPFault) -> SMTPReply? {
    let digits = line.prefix(3)
    guard digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = Int(String(decoding: digits, as: UTF8.self)), (200..<600).contains(number),
      code == nil || code == number, lines.count < Self.mostLines
    else { throw .unreadable }
    let mark = line.count > 3 ? line[3] : UInt8(ascii: " ")
    guard mark == UInt8(ascii: " ") || mark == UInt8(ascii: "-") else { throw .unreadable }
    code = number
    lines.append(String(decoding: line.dropFirst(4), as: UTF8.self))
    guard mark == UInt8(ascii: " ") else { return nil }
    defer { (code, lines) = (nil, []) }
    return SMTPReply(code: number, lines: lines)
  }
}

/// Why a mail did not go out.
enum SMTPFault: Error, Equatable {
  case unreadable
  case closed
  case tooSlow
  /// It offers no TLS although the settings demand it.
  case withoutTLS
  /// It offers no way of signing in that is known here.
  case withoutSignIn
  case answered(during: String, SMTPReply)

  /// Whether it may go better later. A refused password is the operator's to mend, meanwhile
  /// messages wait.
  var mayPass: Bool {
    switch self {
    case .answered(let during, let reply): reply.code < 500 || during == "AUTH"
    default: true
    }
  }

  var text: String {
    switch self {
    case .unreadable: "smtp: the server's answer cannot be read"
    case .closed: "smtp: the server closed the connection"
    case .tooSlow: "smtp: the server took too long"
    case .withoutTLS: "smtp: the server offers no STARTTLS"
    case .withoutSignIn: "smtp: the server offers neither AUTH PLAIN nor LOGIN"
    case .answered(let during, let reply): "smtp: \(during): \(reply.code) \(reply.text)"
    }
  }
}
