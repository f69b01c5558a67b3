import Foundation
import Ledger
import NIOCore
import NIOSSL

/// Sends a mail by SMTP.
///
/// Source: RFC 5321 (SMTP), RFC 3207 (STARTTLS), RFC 4954 (AUTH), RFC 4616 (PLAIN).
struct MailSender {
  static let timeout = TimeAmount.seconds(60)

  let server: MailServer
  let settings: ChannelSettings

  func send(_ message: PushMessage) async -> PushOutcome {
    do {
      let tls = server.security == .none ? nil : try context()
      let connection = try await SMTPConnection.open(
        host: server.host, port: server.port, tls: server.security == .tls ? tls : nil,
        timeout: Self.timeout)
      do {
        try await converse(message, connection, tls: tls)
        await connection.close()
        return .sent
      } catch {
        await connection.close()
        throw error
      }
    } catch let fault as SMTPFault {
      let text = settings.shown(fault.text)
      return fault.mayPass ? .retry(text, afterSeconds: nil) : .refused(text)
    } catch {
      return .retry(settings.shown("smtp: \(error)"), afterSeconds: nil)
    }
  }

  private func converse(
    _ message: PushMessage, _ connection: SMTPConnection, tls: NIOSSLContext?
  ) async throws {
    try await connection.say(nil, during: "greeting")
    var offers = try await greet(connection)
    if server.security == .starttls, let tls {
      guard offers.contains("STARTTLS") else { throw SMTPFault.withoutTLS }
      try await connection.say("STARTTLS", during: "STARTTLS")
      try await connection.startTLS(tls, host: server.host)
      // What was offered in plain may have been anybody's.
      offers = try await greet(connection)
    }
    if let user = server.user, let password = server.password {
      try await signIn(user, password, offers: offers, connection)
    }
    try await connection.say("MAIL FROM:<\(server.from)>", during: "MAIL")
    try await connection.say("RCPT TO:<\(message.address)>", during: "RCPT")
    try await connection.say("DATA", during: "DATA", expecting: 354...354)
    let text = MailText(message: message, server: server).bytes
    try await connection.say(bytes: text + Array(".\r\n".utf8), during: "text")
    // The mail is taken; whether the server says good-bye changes nothing.
    _ = try? await connection.say("QUIT", during: "QUIT")
  }

  /// - Returns: what the server offers, in capitals: `STARTTLS`, `AUTH PLAIN LOGIN`.
  private func greet(_ connection: SMTPConnection) async throws -> [String] {
    let host = server.from.split(separator: "@").last.map(String.init) ?? "localhost"
    let reply = try await connection.say("EHLO \(host)", during: "EHLO")
    return reply.lines.dropFirst().map { $0.uppercased() }
  }

  private func signIn(
    _ user: String, _ password: String, offers: [String], _ connection: SMTPConnection
  ) async throws {
    let ways = offers.first { $0.hasPrefix("AUTH ") }?.split(separator: " ").dropFirst() ?? []
    if ways.contains("PLAIN") {
      let secret = Data("\0\(user)\0\(password)".utf8).base64EncodedString()
      try await connection.say("AUTH PLAIN \(secret)", during: "AUTH", expecting: 235...235)
    } else if ways.contains("LOGIN") {
      try await connection.say("AUTH LOGIN", during: "AUTH", expecting: 334...334)
      try await connection.say(
        Data(user.utf8).base64EncodedString(), during: "AUTH", expecting: 334...334)
      try await connection.say(
        Data(password.utf8).base64EncodedString(), during: "AUTH", expecting: 235...235)
    } else {
      throw SMTPFault.withoutSignIn
    }
  }

  private func context() throws -> NIOSSLContext {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    if let authority = server.authority {
      configuration.additionalTrustRoots = [.file(authority)]
    }
    return try NIOSSLContext(configuration: configuration)
  }
}
