import HJ212
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NIOSSL

/// A unit in the field, as far as the tests need one: a TCP connection that sends bytes and waits
/// for answers. What it sends is written here by hand, so that a mistake of the codec shows.
struct Unit: Sendable {
  private let channel: any Channel
  private let inbox: AnswerInbox

  /// - Parameter certificate: PEM file of the gateway's certificate, for a unit that speaks TLS.
  static func connected(to port: Int, trusting certificate: String? = nil) async throws -> Unit {
    let inbox = AnswerInbox()
    let context = try certificate.map { file in
      var configuration = TLSConfiguration.makeClientConfiguration()
      configuration.trustRoots = .file(file)
      return try NIOSSLContext(configuration: configuration)
    }
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .channelOption(.allowRemoteHalfClosure, value: false)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let context {
            try channel.pipeline.syncOperations.addHandler(
              NIOSSLClientHandler(context: context, serverHostname: nil))
          }
          try channel.pipeline.syncOperations.addHandler(AnswerCollector(inbox: inbox))
        }
      }
      .connect(host: "127.0.0.1", port: port).get()
    return Unit(channel: channel, inbox: inbox)
  }

  func send(_ bytes: [UInt8]) async throws {
    try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
  }

  func send(_ frames: String...) async throws {
    try await send(frames.flatMap { Array($0.utf8) })
  }

  /// The data segment of the next answer; nil where none comes in time, or the gateway closed.
  func answer(withinMilliseconds: Int = 30_000) async -> String? {
    await inbox.next(withinMilliseconds: withinMilliseconds)
  }

  func answers(_ count: Int) async -> [String] {
    var all: [String] = []
    while all.count < count, let next = await answer() { all.append(next) }
    return all
  }

  /// Whether the gateway closes the connection in time.
  func isClosed(withinMilliseconds: Int = 30_000) async -> Bool {
    await happens(withinMilliseconds: withinMilliseconds) { !channel.isActive }
  }

  /// Ends this side of the connection; the gateway may still answer.
  func closeOutput() async throws { try await channel.close(mode: .output) }

  func close() async throws { try await channel.close() }
}

/// Waits for a condition with a deadline; true as soon as it holds.
func happens(
  withinMilliseconds: Int = 30_000, _ condition: @Sendable () async throws -> Bool
) async rethrows -> Bool {
  let deadline = ContinuousClock.now + .milliseconds(withinMilliseconds)
  while ContinuousClock.now < deadline {
    if try await condition() { return true }
    try? await Task.sleep(for: .milliseconds(5))
  }
  return try await condition()
}

/// Answers that arrived and have not been looked at.
private final class AnswerInbox: Sendable {
  private let arrived = NIOLockedValueBox<(answers: [String], isOver: Bool)>(([], false))

  func put(_ answer: String) { arrived.withLockedValue { $0.answers.append(answer) } }
  func end() { arrived.withLockedValue { $0.isOver = true } }

  func next(withinMilliseconds: Int) async -> String? {
    let deadline = ContinuousClock.now + .milliseconds(withinMilliseconds)
    while true {
      let (answer, isOver) = arrived.withLockedValue { state in
        (state.answers.isEmpty ? nil : state.answers.removeFirst(), state.isOver)
      }
      if let answer { return answer }
      if isOver || ContinuousClock.now >= deadline { return nil }
      try? await Task.sleep(for: .milliseconds(2))
    }
  }
}

private final class AnswerCollector: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  private let inbox: AnswerInbox
  private var reader = FrameReader()
  private var buffer = ByteBuffer()

  init(inbox: AnswerInbox) { self.inbox = inbox }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    buffer.writeBuffer(&bytes)
    while let event = reader.next(in: &buffer) {
      switch event {
      case .frame(let frame): inbox.put(String(buffer: frame.segment))
      case .fault(let fault): inbox.put("FAULT \(fault)")
      case .skipped(let skipped): inbox.put("SKIPPED \(skipped.count)")
      case .oddTail(let note): inbox.put("TAIL \(note.kind)")
      }
    }
  }

  func channelInactive(context: ChannelHandlerContext) { inbox.end() }
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}

/// A frame around a data segment, with a CRC computed bit by bit as HJ 212-2017 Appendix A says.
func framed(_ segment: String) -> String {
  var register: UInt16 = 0xFFFF
  for byte in segment.utf8 {
    register = (register >> 8) ^ UInt16(byte)
    for _ in 0..<8 {
      let low = register & 1
      register >>= 1
      if low == 1 { register ^= 0xA001 }
    }
  }
  let length = String(segment.utf8.count)
  let hex = String(register, radix: 16, uppercase: true)
  return "##" + String(repeating: "0", count: 4 - length.count) + length + segment
    + String(repeating: "0", count: 4 - hex.count) + hex + "\r\n"
}

/// An upload of 2017 style that wants an answer.
func upload(
  mn: String = "010000A8900016F000169DC0", qn: String, cn: String = "2011", st: String = "22",
  pw: String = "123456", flag: String = "5",
  _ cp: String = "DataTime=20210607101500;a34004-Rtd=35.5,a34004-Flag=N"
) -> String {
  framed("QN=\(qn);ST=\(st);CN=\(cn);PW=\(pw);MN=\(mn);Flag=\(flag);CP=&&\(cp)&&")
}

/// The answer to such an upload.
func acknowledgement(qn: String, mn: String = "010000A8900016F000169DC0", flag: String = "4")
  -> String
{
  "QN=\(qn);ST=91;CN=9014;PW=123456;MN=\(mn);Flag=\(flag);CP=&&&&"
}
