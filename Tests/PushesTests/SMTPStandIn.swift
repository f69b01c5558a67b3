import Foundation
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NIOSSL

/// A mail server on this machine: takes mails, in TLS when it has a certificate, and misbehaves as it
/// is told.
final class SMTPStandIn: Sendable {
  struct Mail: Sendable, Equatable {
    var from = ""
    var to: [String] = []
    var text = ""
    var isEncrypted = false
    var signIn = ""
  }

  struct Manners: Sendable {
    var ways = "PLAIN LOGIN"
    /// Answers by the command's first word, in place of the usual ones; `TEXT` after the mail.
    var answers: [String: String] = [:]
    /// Sent in plain together with the answer to STARTTLS.
    var injected = ""
    var isEncryptedFromTheFirst = false
  }

  private let channel: any Channel
  private let taken = NIOLockedValueBox<[Mail]>([])
  var port: Int { channel.localAddress?.port ?? 0 }
  var mails: [Mail] { taken.withLockedValue { $0 } }

  init(_ manners: Manners = Manners(), tls: NIOSSLContext? = nil) async throws {
    let taken = taken
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if manners.isEncryptedFromTheFirst, let tls {
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
          }
          try channel.pipeline.syncOperations.addHandler(
            Handler(manners: manners, tls: tls) { mail in
              taken.withLockedValue { $0.append(mail) }
            })
        }
      }.bind(host: "127.0.0.1", port: 0).get()
  }

  func close() async throws { try await channel.close().get() }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    let manners: Manners
    let tls: NIOSSLContext?
    let take: (Mail) -> Void
    var (pending, mail) = (ByteBuffer(), Mail())
    var (isText, steps) = (false, 0)

    init(manners: Manners, tls: NIOSSLContext?, take: @escaping (Mail) -> Void) {
      self.manners = manners
      self.tls = tls
      self.take = take
      mail.isEncrypted = manners.isEncryptedFromTheFirst
    }

    func channelActive(context: ChannelHandlerContext) { say("220 here", context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      var buffer = unwrapInboundIn(data)
      pending.writeBuffer(&buffer)
      while let end = pending.readableBytesView.firstIndex(of: 10),
        let line = pending.readString(length: end - pending.readerIndex + 1)
      {
        hear(line.trimmingCharacters(in: .newlines), context)
      }
    }

    private func hear(_ line: String, _ context: ChannelHandlerContext) {
      if isText {
        guard line == "." else {
          mail.text += line + "\n"
          return
        }
        isText = false
        let answer = manners.answers["TEXT"] ?? "250 taken"
        if answer.hasPrefix("2") { take(mail) }
        return say(answer, context)
      }
      if steps > 0 {
        steps -= 1
        mail.signIn += " \(line)"
        return say(steps > 0 ? "334 UGFzc3dvcmQ6" : manners.answers["AUTH"] ?? "235 in", context)
      }
      let word = String(line.split(separator: " ").first ?? "")
      if let answer = manners.answers[word] { return say(answer, context) }
      switch word {
      case "EHLO":
        let offers = ["250-here"] + (tls == nil || mail.isEncrypted ? [] : ["250-STARTTLS"])
        say(
          (offers + ["250-AUTH \(manners.ways)", "250 8BITMIME"]).joined(separator: "\r\n"), context
        )
      case "STARTTLS":
        guard let tls else { return say("502 no", context) }
        say("220 go\(manners.injected.isEmpty ? "" : "\r\n\(manners.injected)")", context)
        mail.isEncrypted = true
        try? context.pipeline.syncOperations.addHandler(
          NIOSSLServerHandler(context: tls), position: .first)
      case "AUTH":
        mail.signIn = line
        if line == "AUTH LOGIN" {
          steps = 2
          say("334 VXNlcm5hbWU6", context)
        } else {
          say("235 in", context)
        }
      case "MAIL":
        mail.from = line
        say("250 ok", context)
      case "RCPT":
        mail.to.append(line)
        say("250 ok", context)
      case "DATA":
        isText = true
        say("354 go on", context)
      case "QUIT":
        say("221 bye", context)
        context.close(promise: nil)
      default: say("500 what", context)
      }
    }

    private func say(_ text: String, _ context: ChannelHandlerContext) {
      context.writeAndFlush(NIOAny(ByteBuffer(string: text + "\r\n")), promise: nil)
    }
  }
}

/// A certificate for 127.0.0.1, made by openssl.
struct StandInCertificate {
  let folder: URL
  var chain: String { folder.appending(path: "chain.pem").path() }
  let context: NIOSSLContext

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(
      path: "tls-\(UInt64.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let key = folder.appending(path: "key.pem").path()
    let openssl = Process()
    openssl.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
    openssl.arguments = [
      "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
      "-addext", "subjectAltName=IP:127.0.0.1", "-out", folder.appending(path: "chain.pem").path(),
      "-keyout", key,
    ]
    openssl.standardError = FileHandle.nullDevice
    try openssl.run()
    openssl.waitUntilExit()
    context = try NIOSSLContext(
      configuration: .makeServerConfiguration(
        certificateChain: NIOSSLCertificate.fromPEMFile(folder.appending(path: "chain.pem").path())
          .map { .certificate($0) },
        privateKey: .privateKey(NIOSSLPrivateKey(file: key, format: .pem))))
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }
}
