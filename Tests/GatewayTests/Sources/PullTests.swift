import ActionPlan
import Foundation
import Gateway
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix
import Telemetry
import Testing

@Suite struct `Documents that are fetched` {
  private static func settings(_ web: Web, _ path: String) -> PullSettings {
    PullSettings(
      url: "http://127.0.0.1:\(web.port)\(path)", headers: [("Authorization", "Bearer key")],
      everySeconds: 300)
  }

  private func open(
    _ path: String, _ answer: @escaping @Sendable (Web.Asked) -> Web.Answer,
    form: TimeForm = .epochSeconds,
    body: (Shop, PullSource, Web, NIOLockedValueBox<Int>) async throws -> Void
  ) async throws {
    let web = try await Web.listen(answer)
    try await Shop.open(.fume(.pull)) { shop in
      let clock = NIOLockedValueBox(Gate.now)
      var settings = Self.settings(web, path)
      settings.timeForm = form
      settings.utcOffsetSeconds = Gate.offset
      let pull = PullSource(
        source: "fume", settings: settings, desk: shop.desk,
        now: { clock.withLockedValue { $0 } })
      do { try await body(shop, pull, web, clock) } catch {
        try await pull.close()
        throw error
      }
      try await pull.close()
    }
    try await web.close()
  }

  @Test func `a document is fetched each time it has changed, with the key`() async throws {
    let tag = NIOLockedValueBox("\"1\"")
    let answer: @Sendable (Web.Asked) -> Web.Answer = { asked in
      let current = tag.withLockedValue { $0 }
      if asked.headers["if-none-match"].first == current {
        return Web.Answer(status: .notModified)
      }
      return Web.Answer(
        body: fumeDocument(current.filter(\.isNumber)), headers: [("ETag", current)])
    }
    try await open("/now", answer) { shop, pull, web, clock in
      await pull.turn()
      await pull.turn()
      #expect(web.asked.count == 1)
      #expect(web.asked[0].headers["authorization"] == ["Bearer key"])
      clock.withLockedValue { $0 += 300 }
      await pull.turn()
      #expect(web.asked.count == 2)
      let kept = try await shop.inbox.lastSequence
      #expect(kept == 1)
      tag.withLockedValue { $0 = "\"2\"" }
      clock.withLockedValue { $0 += 300 }
      await pull.turn()
      let kept2 = try await shop.values()
      #expect(kept2 == [`Messages of a source`.nine: "2000 N"])
      #expect(shop.desk.statuses()[0].state.failures == 0)
    }
  }

  @Test func `each fetch begins where the last one ended, and reads every page`() async throws {
    let answer: @Sendable (Web.Asked) -> Web.Answer = { asked in
      let page = Int(asked.uri.suffix(1)) ?? 0
      return Web.Answer(
        body: page < 4
          ? fumeDocument("\(page)", time: "2021-06-07 0\(page):00:00")
          : Array(#"{"data": []}"#.utf8))
    }
    try await open(
      "/readings?from={from}&until={until}&page={page}", answer,
      form: TimeForm("yyyy-MM-dd HH:mm:ss")!
    ) { shop, pull, web, clock in
      await pull.turn()
      let span = "from=2021-06-07%2009%3A20%3A00&until=2021-06-07%2010%3A20%3A00"
      #expect(web.asked.map(\.uri) == (1...4).map { "/readings?\(span)&page=\($0)" })
      let kept = try await shop.values().count
      #expect(kept == 3)
      clock.withLockedValue { $0 += 300 }
      await pull.turn()
      #expect(
        web.asked[4].uri.contains("from=2021-06-07%2010%3A20%3A00&until=2021-06-07%2010%3A25"))
      // The same pages again are nothing new.
      let kept2 = try await shop.inbox.lastSequence
      #expect(kept2 == 3)
    }
  }

  @Test func `a span that failed is fetched again, sooner than the next is due`() async throws {
    let isDown = NIOLockedValueBox(true)
    let answer: @Sendable (Web.Asked) -> Web.Answer = { _ in
      isDown.withLockedValue { $0 }
        ? Web.Answer(status: .serviceUnavailable) : Web.Answer(body: fumeDocument("1"))
    }
    try await open("/readings?from={from}", answer) { shop, pull, web, clock in
      await pull.turn()
      #expect(shop.desk.statuses()[0].state.lastFailure?.contains("HTTP 503") == true)
      isDown.withLockedValue { $0 = false }
      clock.withLockedValue { $0 += 60 }
      await pull.turn()
      #expect(
        web.asked.map(\.uri) == [
          "/readings?from=\(Gate.now - 3_600)", "/readings?from=\(Gate.now + 60 - 3_600)",
        ])
      let kept = try await shop.values()
      #expect(kept == [`Messages of a source`.nine: "1000 N"])
    }
  }

  @Test func `an answer that is too long, or leads elsewhere, is refused`() async throws {
    let answer: @Sendable (Web.Asked) -> Web.Answer = { asked in
      Web.Answer(status: .found, headers: [("Location", "http://127.0.0.1:1/elsewhere")])
    }
    try await open("/readings", answer) { shop, pull, web, clock in
      await pull.turn()
      #expect(shop.desk.statuses()[0].state.lastFailure?.contains("HTTP 302") == true)
    }
    let other: @Sendable (Web.Asked) -> Web.Answer = { _ in
      Web.Answer(body: [UInt8](repeating: 0x20, count: SourceDesk.byteLimit + 1))
    }
    try await open("/readings", other) { shop, pull, web, clock in
      await pull.turn()
      #expect(shop.desk.statuses()[0].state.lastFailure?.contains("ask for less") == true)
      let kept = try await shop.inbox.lastSequence
      #expect(kept == 0)
    }
  }
}

/// A small HTTP server whose answers the tests write.
final class Web: Sendable {
  struct Asked: Sendable {
    let uri: String
    let headers: HTTPHeaders
  }
  struct Answer: Sendable {
    var status = HTTPResponseStatus.ok
    var body: [UInt8] = []
    var headers: [(String, String)] = []
  }

  private let channel: any Channel
  private let seen: NIOLockedValueBox<[Asked]>

  private init(channel: any Channel, seen: NIOLockedValueBox<[Asked]>) {
    self.channel = channel
    self.seen = seen
  }

  var port: Int { channel.localAddress?.port ?? 0 }
  var asked: [Asked] { seen.withLockedValue { $0 } }
  func close() async throws { try await channel.close() }

  static func listen(_ answer: @escaping @Sendable (Asked) -> Answer) async throws -> Web {
    let seen = NIOLockedValueBox<[Asked]>([])
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(Responder(answer: answer, seen: seen))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    return Web(channel: channel, seen: seen)
  }

  private final class Responder: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart
    private let answer: @Sendable (Asked) -> Answer
    private let seen: NIOLockedValueBox<[Asked]>

    init(answer: @escaping @Sendable (Asked) -> Answer, seen: NIOLockedValueBox<[Asked]>) {
      self.answer = answer
      self.seen = seen
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      guard case .head(let head) = unwrapInboundIn(data) else { return }
      let asked = Asked(uri: head.uri, headers: head.headers)
      seen.withLockedValue { $0.append(asked) }
      let answer = answer(asked)
      var headers = HTTPHeaders(answer.headers)
      if answer.status != .notModified {
        headers.add(name: "Content-Length", value: "\(answer.body.count)")
      }
      context.write(
        wrapOutboundOut(
          .head(HTTPResponseHead(version: .http1_1, status: answer.status, headers: headers))),
        promise: nil)
      context.write(
        wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
  }
}
