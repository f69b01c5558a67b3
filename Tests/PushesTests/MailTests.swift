import ActionPlan
import Foundation
import NIOSSL
import Testing

@testable import Ledger
@testable import Pushes

struct MailTests {
  private static func settings(
    _ stand: SMTPStandIn, _ security: MailServer.Security, authority: String? = nil
  ) -> ChannelSettings {
    ChannelSettings(
      channel: PushBench.channel(.mail),
      transport: .mail(
        MailServer(
          host: "127.0.0.1", port: stand.port, security: security, user: "u", password: "geheim",
          from: "lantian@example.com", fromName: "蓝天", authority: authority)),
      secrets: ["geheim"])
  }

  @Test(arguments: [MailServer.Security.none, .starttls, .tls], ["PLAIN LOGIN", "LOGIN"])
  func `a mail goes out as the server asks for it`(
    security: MailServer.Security, ways: String
  ) async throws {
    let certificate = try StandInCertificate()
    defer { certificate.remove() }
    let stand = try await SMTPStandIn(
      SMTPStandIn.Manners(ways: ways, isEncryptedFromTheFirst: security == .tls),
      tls: security == .none ? nil : certificate.context)
    let bench = try await PushBench()
    let sender = try await bench.sender(
      Self.settings(stand, security, authority: security == .none ? nil : certificate.chain))
    try await bench.tell("case/1")
    try await sender.turn()
    let message = try #require(try await bench.messages().first)
    #expect(message.state == .sent, "\(message.reason ?? "")")
    let mail = try #require(stand.mails.first)
    #expect(mail.from == "MAIL FROM:<lantian@example.com>")
    #expect(mail.to == ["RCPT TO:<officer@example.com>"])
    #expect(mail.isEncrypted == (security != .none))
    #expect(mail.signIn.hasPrefix(ways == "LOGIN" ? "AUTH LOGIN" : "AUTH PLAIN"))
    #expect(mail.text.contains("Message-ID: <\(message.key)@example.com>"))
    #expect(mail.text.contains(Data("case/1".utf8).base64EncodedString()))
    try await sender.close()
    try await stand.close()
  }

  @Test(arguments: [
    (
      SMTPStandIn.Manners(answers: ["RCPT": "550 no such mailbox"]), PushMessage.State.failed,
      "smtp: RCPT: 550 no such mailbox"
    ),
    (SMTPStandIn.Manners(answers: ["RCPT": "450 later"]), .waiting, "smtp: RCPT: 450 later"),
    (SMTPStandIn.Manners(answers: ["AUTH": "535 bad geheim"]), .waiting, "smtp: AUTH: 535 bad •••"),
    (SMTPStandIn.Manners(answers: ["TEXT": "554 spam"]), .failed, "smtp: text: 554 spam"),
    (
      SMTPStandIn.Manners(answers: ["EHLO": "hello"]), .waiting,
      "smtp: the server's answer cannot be read"
    ),
    (
      SMTPStandIn.Manners(ways: "GSSAPI"), .waiting,
      "smtp: the server offers neither AUTH PLAIN nor LOGIN"
    ),
  ])
  func `what the server refuses is tried again or given up`(
    manners: SMTPStandIn.Manners, state: PushMessage.State, reason: String
  ) async throws {
    let (bench, stand) = (try await PushBench(), try await SMTPStandIn(manners))
    let sender = try await bench.sender(Self.settings(stand, .none))
    try await bench.tell("case/1")
    try await sender.turn()
    let message = try #require(try await bench.messages().first)
    #expect(message.state == state)
    #expect(message.reason == reason)
    #expect(stand.mails.isEmpty)
    try await sender.close()
    try await stand.close()
  }

  @Test
  func `no password is told to a server without TLS, or whose certificate nobody vouches for`()
    async throws
  {
    let certificate = try StandInCertificate()
    defer { certificate.remove() }
    for tls in [nil, certificate.context] {
      let (bench, stand) = (try await PushBench(), try await SMTPStandIn(tls: tls))
      let sender = try await bench.sender(Self.settings(stand, .starttls))
      try await bench.tell("case/1")
      try await sender.turn()
      #expect(try await bench.messages().map(\.state) == [.waiting])
      #expect(stand.mails.isEmpty)
      try await sender.close()
      try await stand.close()
    }
  }

  @Test func `what was slipped in before TLS ends the conversation`() async throws {
    let certificate = try StandInCertificate()
    defer { certificate.remove() }
    let stand = try await SMTPStandIn(
      SMTPStandIn.Manners(injected: "250 fine"), tls: certificate.context)
    let bench = try await PushBench()
    let sender = try await bench.sender(
      Self.settings(stand, .starttls, authority: certificate.chain))
    try await bench.tell("case/1")
    try await sender.turn()
    #expect(try await bench.messages().map(\.state) == [.waiting])
    #expect(stand.mails.isEmpty)
    try await sender.close()
    try await stand.close()
  }

  @Test func `answers are put together wherever they are cut, and nonsense is refused`() throws {
    let text = Array("250-here\r\n250-AUTH PLAIN\r\n250 ok\r\n354\r\n".utf8)
    let whole = [
      SMTPReply(code: 250, lines: ["here", "AUTH PLAIN", "ok"]), SMTPReply(code: 354, lines: [""]),
    ]
    for cut in 0...text.count {
      var reader = SMTPReplyReader()
      let replies = try reader.read(text[..<cut]) + reader.read(text[cut...])
      #expect(replies == whole)
      #expect(reader.isEmpty)
    }
    for bad in ["abc\n", "25\n", "999 x\n", "250?x\n", "250-a\n251 b\n", "\n"] {
      var reader = SMTPReplyReader()
      #expect(throws: SMTPFault.unreadable) { _ = try reader.read(Array(bad.utf8)) }
    }
    var reader = SMTPReplyReader()
    #expect(throws: SMTPFault.unreadable) {
      _ = try reader.read(Array(repeating: UInt8(ascii: "2"), count: 5_000))
    }
    var endless = SMTPReplyReader()
    #expect(throws: SMTPFault.unreadable) {
      _ = try endless.read(Array(String(repeating: "250-x\n", count: 200).utf8))
    }
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2_000 {
      var fuzzed = SMTPReplyReader()
      let bytes = (0..<40).map { _ in UInt8.random(in: 0...127, using: &generator) }
      _ = try? fuzzed.read(bytes)
    }
  }

  @Test func `headers of a mail are ASCII of allowed length, whatever the title holds`() {
    let server = MailServer(host: "h", port: 25, security: .none, from: "a@b.c")
    let title = "超标\r\nBcc: x@y.z " + String(repeating: "臭氧", count: 60)
    let message = PushMessage.sample(title: title, text: ".\n.\n超标", address: "d@e.f")
    let lines = String(decoding: MailText(message: message, server: server).bytes, as: UTF8.self)
      .components(separatedBy: "\r\n")
    #expect(lines.allSatisfy { $0.utf8.count <= 78 && $0.allSatisfy(\.isASCII) })
    #expect(!lines.contains { $0.hasPrefix("Bcc") || $0.hasPrefix(".") })
    #expect(MailText.date(1_700_000_000) == "Tue, 14 Nov 2023 22:13:20 +0000")
  }
}

extension PushMessage {
  static func sample(title: String, text: String, address: String) -> PushMessage {
    PushMessage(
      id: 1, key: String(repeating: "a", count: 32), channel: "c", account: nil, address: address,
      title: title, text: text, formedAt: 0, giveUpAt: 1, state: .waiting, nextAt: 0, endedAt: nil,
      attempts: 0, reason: nil)
  }
}
