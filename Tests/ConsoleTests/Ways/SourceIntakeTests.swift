import HTTPTypes
import HummingbirdTesting
import Ledger
import NIOCore
import Synchronization
import Testing

@testable import Console

@Suite struct `A platform that sends readings` {
  private func send(
    _ browser: Browser, _ body: String, key: String?, source: String = "fume"
  ) async throws -> TestResponse {
    var headers: HTTPFields = [.contentType: "application/json"]
    headers[.authorization] = key.map { "Bearer \($0)" }
    return try await browser.send(
      "/intake/sources/\(source)", .post, headers: headers, body: ByteBuffer(string: body))
  }

  @Test func `is told where its document rests and what of it cannot be used`() async throws {
    let way = try await WayHouse()
    try await way.visit { platform in
      let answer = try await send(platform, "{any}", key: way.token)
      #expect(answer.status == .ok)
      #expect(
        answer.text
          == #"{"complaints":["mend it"],"repeat":false,"sequence":1,"source":"fume","values":1}"#)
      #expect(way.taken.withLock { $0 } == [Array("{any}".utf8)])
    }
  }

  @Test func `needs the key of that very source`() async throws {
    let way = try await WayHouse()
    let other = try await way.house.ledger.write { db in
      try IntakeKeys.create(name: "gates", for: .checks, by: .system("test"), at: 0, in: db).token
    }
    try await way.visit { platform in
      for key in [nil, "", "nonsense", other] {
        let answer = try await send(platform, "{}", key: key)
        #expect(answer.status == .unauthorized)
        #expect(answer.text.contains("\"no-key\""))
      }
      for source in ["files", "nobody"] {
        let answer = try await send(platform, "{}", key: way.token, source: source)
        #expect(answer.status == .forbidden)
        #expect(answer.text.contains("\"other-source\""))
      }
      #expect(way.taken.withLock { $0 }.isEmpty)
    }
  }

  @Test func `is refused when it sends nothing or too much`() async throws {
    let way = try await WayHouse()
    try await way.visit { platform in
      let nothing = try await send(platform, "", key: way.token)
      #expect(nothing.status == .badRequest)
      let long = String(repeating: "x", count: 1_001)
      #expect(try await send(platform, long, key: way.token).status == .contentTooLarge)
      #expect(way.taken.withLock { $0 }.isEmpty)
    }
  }

  @Test func `is never told yes where the disk said no`() async throws {
    let way = try await WayHouse()
    way.refusal.withLock { $0 = .notStored("the disk is full: secret path") }
    try await way.visit { platform in
      let answer = try await send(platform, "{}", key: way.token)
      #expect(answer.status == .serviceUnavailable)
      #expect(answer.headers[.retryAfter] == "10")
      #expect(!answer.text.contains("secret path"))
    }
  }

  @Test func `guesses at keys are slowed down`() async throws {
    let way = try await WayHouse()
    try await way.visit { platform in
      for _ in 0..<20 { _ = try await send(platform, "{}", key: "wrong") }
      let answer = try await send(platform, "{}", key: "wrong")
      #expect(answer.status == .tooManyRequests)
      #expect(try await send(platform, "{}", key: way.token).status == .ok)
    }
  }
}
