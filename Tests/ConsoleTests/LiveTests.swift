import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import NIOPosix
import Testing

@testable import Console

struct LiveTests {
  @Test func `an alarm is passed on at once, the air once a tick`() async throws {
    let hub = LiveHub()
    let (_, messages) = try await hub.join(account: 1)
    await hub.publish(.air)
    await hub.publish(.air)
    await hub.publish(.alarm)
    await hub.beat(isHeartbeat: true)
    var seen: [LiveHub.Message] = []
    for await message in messages.prefix(3) { seen.append(message) }
    #expect(seen == [.event(.alarm), .event(.air), .heartbeat])
  }

  @Test func `a browser that takes nothing is dropped`() async throws {
    let hub = LiveHub()
    let (_, messages) = try await hub.join(account: 1)
    for _ in 0...LiveHub.bufferedMessages { await hub.publish(.alarm) }
    #expect(hub.listenerCount == 0)
    var count = 0
    for await _ in messages { count += 1 }
    #expect(count == LiveHub.bufferedMessages)
  }

  @Test func `streams are limited by account and overall`() async throws {
    let hub = LiveHub(streamsPerAccount: 2, streamsOverall: 3)
    let first = try await hub.join(account: 1)
    let second = try await hub.join(account: 1)
    await #expect(throws: LiveHub.Refused.accountHasTooMany) { _ = try await hub.join(account: 1) }
    let third = try await hub.join(account: 2)
    await #expect(throws: LiveHub.Refused.houseIsFull) { _ = try await hub.join(account: 3) }
    hub.leave(first.id)
    let fourth = try await hub.join(account: 3)
    withExtendedLifetime((first, second, third, fourth)) { #expect(hub.listenerCount == 3) }
  }

  @Test func `a stream that nobody ever reads is left by itself`() async throws {
    let hub = LiveHub()
    _ = try await hub.join(account: 1)
    #expect(hub.listenerCount == 0)
  }

  @Test func `HEAD opens no stream`() async throws {
    let house = try await House()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let response = try await browser.send(LiveController.path, .head)
      #expect(response.status == .methodNotAllowed)
      #expect(house.hub.listenerCount == 0)
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func `an event reaches a signed-in browser over a real socket`() async throws {
    let house = try await House()
    let server = try await house.server()
    try await Application(responder: server.responder, logger: house.subjects.logger).test(.live) {
      client in
      let browser = Browser(client: client)
      _ = try await browser.signIn("duty")
      let session = try #require(await browser.cookies[SiteCookies.session])
      let port = try #require(client.port)
      let text = try await Self.firstEvent(port: port, session: session) {
        await house.hub.publish(.alarm)
      }
      #expect(text.lowercased().contains("content-type: text/event-stream"))
      #expect(text.contains("event: alarm\ndata: {}\n\n"))
    }
    #expect(house.hub.listenerCount == 0)
  }

  @Test(.timeLimit(.minutes(1)))
  func `a firm's contact hears of the own firm, and not that anything else happened`() async throws
  {
    let house = try await House.withFirms()
    let server = try await house.server()
    try await Application(responder: server.responder, logger: house.subjects.logger).test(.live) {
      client in
      let browser = Browser(client: client)
      _ = try await browser.signIn("rival")
      let session = try #require(await browser.cookies[SiteCookies.session])
      let port = try #require(client.port)
      let text = try await Self.firstEvent(port: port, session: session) {
        _ = try? await house.openCase()
        try? await house.sample("meter-1", "power", "12.5", at: house.now)
        for event in LiveEvent.allCases { await house.hub.publish(event) }
        await house.hub.beat(isHeartbeat: false)
        try? await house.sample("mill-meter", "power", "3.5", at: house.now)
        await house.hub.publish(.air)
        await house.hub.beat(isHeartbeat: false)
      }
      #expect(text.components(separatedBy: "event: ").count == 2)
      #expect(text.contains("event: air\ndata: {}\n\n"))
    }
  }

  /// Reads a stream from a plain socket until its first event.
  private static func firstEvent(
    port: Int, session: String, afterOpening publish: @Sendable () async -> Void
  ) async throws -> String {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    return try await channel.executeThenClose { inbound, outbound in
      try await outbound.write(
        ByteBuffer(
          string: "GET /desk/events HTTP/1.1\r\nHost: localhost\r\nCookie: "
            + "\(SiteCookies.session)=\(session)\r\n\r\n"))
      var text = ""
      var isPublished = false
      for try await bytes in inbound {
        text += String(buffer: bytes)
        if !isPublished, text.contains("retry:") {
          isPublished = true
          await publish()
        }
        if text.contains("event:") { break }
      }
      return text
    }
  }
}
