import NIOCore
import NIOPosix
import NIOSSL

/// One conversation with a mail server: a command, its answer, the next command.
final class SMTPConnection: Sendable {
  private let channel: any Channel
  private let replies: NIOLoopBound<SMTPReplyHandler>

  private init(channel: any Channel, replies: NIOLoopBound<SMTPReplyHandler>) {
    self.channel = channel
    self.replies = replies
  }

  /// - Parameter tls: for TLS from the first byte; nil for plain.
  static func open(
    host: String, port: Int, tls: NIOSSLContext?, timeout: TimeAmount
  ) async throws -> SMTPConnection {
    let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connectTimeout(timeout)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let tls { try Self.add(tls, host: host, to: channel) }
          try channel.pipeline.syncOperations.addHandler(SMTPReplyHandler())
        }
      }
    let channel = try await bootstrap.connect(host: host, port: port).get()
    let limit = channel.eventLoop.scheduleTask(in: timeout) {
      channel.pipeline.fireErrorCaught(SMTPFault.tooSlow)
    }
    channel.closeFuture.whenComplete { _ in limit.cancel() }
    return try await channel.eventLoop.submit {
      SMTPConnection(
        channel: channel,
        replies: NIOLoopBound(
          try channel.pipeline.syncOperations.handler(type: SMTPReplyHandler.self),
          eventLoop: channel.eventLoop))
    }.get()
  }

  private static func add(
    _ tls: NIOSSLContext, host: String, to channel: any Channel
  ) throws {
    // A server's name is part of the handshake; an address is not allowed there.
    let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
    try channel.pipeline.syncOperations.addHandler(
      NIOSSLClientHandler(context: tls, serverHostname: isAddress ? nil : host), position: .first)
  }

  /// Sends a line, or nothing, and waits for the answer.
  ///
  /// - Parameters:
  ///   - line: without its end; nil waits for the greeting.
  ///   - during: what a fault is called after; never holds a secret.
  /// - Throws: `SMTPFault.answered` where the answer's code is none of `expecting`.
  @discardableResult
  func say(
    _ line: String?, during: String, expecting: ClosedRange<Int> = 200...299
  ) async throws -> SMTPReply {
    try await say(bytes: line.map { Array("\($0)\r\n".utf8) }, during: during, expecting: expecting)
  }

  @discardableResult
  func say(
    bytes: [UInt8]?, during: String, expecting: ClosedRange<Int> = 200...299
  ) async throws -> SMTPReply {
    let (channel, replies) = (channel, replies)
    let reply = try await channel.eventLoop.flatSubmit {
      let answered = replies.value.next(on: channel.eventLoop)
      if let bytes { channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil) }
      return answered
    }.get()
    guard expecting.contains(reply.code) else {
      throw SMTPFault.answered(during: during, reply)
    }
    return reply
  }

  /// Goes on in TLS. What the server, or somebody between, sent before it in plain is refused.
  func startTLS(_ tls: NIOSSLContext, host: String) async throws {
    let (channel, replies) = (channel, replies)
    try await channel.eventLoop.submit {
      guard replies.value.isQuiet else { throw SMTPFault.unreadable }
      try Self.add(tls, host: host, to: channel)
    }.get()
  }

  func close() async {
    try? await channel.close().get()
  }
}

/// Hands answers to whoever waits; an answer to nothing ends the conversation.
private final class SMTPReplyHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private var reader = SMTPReplyReader()
  private var waiting: EventLoopPromise<SMTPReply>?
  private var early: [SMTPReply] = []
  private var fault: (any Error)?

  var isQuiet: Bool { reader.isEmpty && early.isEmpty }

  func next(on loop: any EventLoop) -> EventLoopFuture<SMTPReply> {
    if let fault { return loop.makeFailedFuture(fault) }
    if !early.isEmpty { return loop.makeSucceededFuture(early.removeFirst()) }
    let promise = loop.makePromise(of: SMTPReply.self)
    waiting = promise
    return promise.futureResult
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = unwrapInboundIn(data)
    do {
      for reply in try reader.read(buffer.readableBytesView) {
        if let waiting {
          self.waiting = nil
          waiting.succeed(reply)
        } else {
          // The greeting may come before anybody asks for it; two answers ahead are none.
          guard early.isEmpty else { throw SMTPFault.unreadable }
          early.append(reply)
        }
      }
    } catch {
      fail(error, context)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { fail(error, context) }

  func channelInactive(context: ChannelHandlerContext) {
    fail(SMTPFault.closed, context)
    context.fireChannelInactive()
  }

  private func fail(_ error: any Error, _ context: ChannelHandlerContext) {
    if fault == nil { fault = error }
    waiting?.fail(error)
    waiting = nil
    context.close(promise: nil)
  }
}
