import Foundation
import Ledger

/// A message as a mail: plain text in UTF-8.
///
/// Source: RFC 5322 (headers), RFC 2045 and 2047 (base64 of body and of words in headers).
struct MailText {
  let message: PushMessage
  let server: MailServer
  /// Epoch seconds of the first writing: a repeat is the same mail.
  var at: Int { message.formedAt }

  /// Lines end with CR LF. None begins with a full stop, which would need another one before it.
  var bytes: [UInt8] {
    let host = server.from.split(separator: "@").last.map(String.init) ?? "localhost"
    let name = server.fromName.map { "\(Self.word($0)) " } ?? ""
    var lines = [
      "Date: \(Self.date(at))",
      "From: \(name)<\(server.from)>",
      "To: <\(message.address)>",
      "Subject: \(Self.word(PlaceText.cut(message.title, toBytes: 300)))",
      "Message-ID: <\(message.key)@\(host)>",
      "Auto-Submitted: auto-generated",
      "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: base64",
      "",
    ]
    let body = Data(message.text.replacing("\n", with: "\r\n").utf8).base64EncodedString()
    var rest = body[...]
    while !rest.isEmpty {
      lines.append(String(rest.prefix(76)))
      rest = rest.dropFirst(76)
    }
    return Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
  }

  /// Encoded words of at most 64 characters, so that the header's name has room beside the first, never splitting a character; lines folded between them.
  static func word(_ text: String) -> String {
    var (words, piece) = ([String](), [UInt8]())
    func close() {
      guard !piece.isEmpty else { return }
      words.append("=?utf-8?B?\(Data(piece).base64EncodedString())?=")
      piece = []
    }
    for scalar in text.unicodeScalars {
      let bytes = Array(String(scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar).utf8)
      if piece.count + bytes.count > 39 { close() }
      piece += bytes
    }
    close()
    return words.joined(separator: "\r\n ")
  }

  /// `Fri, 27 Nov 2026 17:20:00 +0000`
  static func date(_ epoch: Int) -> String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents(
      [.weekday, .day, .month, .year, .hour, .minute, .second],
      from: Date(timeIntervalSince1970: TimeInterval(epoch)))
    func two(_ number: Int?) -> String { (number ?? 0) < 10 ? "0\(number ?? 0)" : "\(number ?? 0)" }
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    return "\(days[(parts.weekday ?? 1) - 1]), \(two(parts.day)) \(months[(parts.month ?? 1) - 1]) "
      + "\(parts.year ?? 1970) \(two(parts.hour)):\(two(parts.minute)):\(two(parts.second)) +0000"
  }
}
