import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix

/// A server on this machine that answers as it is told, or not at all.
final class HTTPStandIn: Sendable {
  struct Heard: Sendable {
    let uri: String
    let headers: [String: String]
    let body: String
  }

  struct Answer: Sendable {
    var status = 200
    var headers: [String: String] = [:]
    var body = #"{"errcode":0,"errmsg":"ok"}"#
    /// Takes the request and never says anything.
    var isSilent = false
  }

  private let channel: any Channel
  private let state: NIOLockedValueBox<(heard: [Heard], answers: [Answer])>
  private let arrivals: AsyncStream<Void>
  var port: Int { channel.localAddress?.port ?? 0 }
  var heard: [Heard] { state.withLockedValue { $0.heard } }

  /// - Parameter answers: one a request; the last one over and over.
  init(_ answers: Answer...) async throws {
    let state = NIOLockedValueBox((heard: [Heard](), answers: answers))
    let (arrivals, told) = AsyncStream.makeStream(of: Void.self)
    self.state = state
    self.arrivals = arrivals
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(
            Handler { heard in
              defer { told.yield() }
              return state.withLockedValue { state in
                state.heard.append(heard)
                return state.answers.count > 1
                  ? state.answers.removeFirst() : state.answers.first ?? Answer()
              }
            })
        }
      }.bind(host: "127.0.0.1", port: 0).get()
  }

  /// Returns once a request has arrived.
  func arrival() async {
    for await _ in arrivals { return }
  }

  func close() async throws { try await channel.close().get() }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart
    let answer: (Heard) -> Answer
    var head: HTTPRequestHead?
    var body = ByteBuffer()

    init(answer: @escaping (Heard) -> Answer) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head):
        self.head = head
        body.clear()
      case .body(var part): body.writeBuffer(&part)
      case .end:
        guard let head else { return }
        var headers: [String: String] = [:]
        for (name, value) in head.headers { headers[name.lowercased()] = value }
        let answer = answer(
          Heard(uri: head.uri, headers: headers, body: String(buffer: body)))
        guard !answer.isSilent else { return }
        var fields = HTTPHeaders(Array(answer.headers))
        fields.add(name: "content-length", value: "\(answer.body.utf8.count)")
        context.write(
          wrapOutboundOut(
            .head(
              HTTPResponseHead(
                version: .http1_1, status: .init(statusCode: answer.status), headers: fields))),
          promise: nil)
        context.write(
          wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: answer.body)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
      }
    }
  }
}
