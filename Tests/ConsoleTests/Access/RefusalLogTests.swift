import GRDB
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ledger
import Logging
import NIOCore
import Synchronization
import Testing

@testable import Console

/// What is kept of refusals, failures and sign-ins, and what is told of them.
struct RefusalLogTests {
  /// Keeps every line.
  private struct Lines: LogHandler {
    final class Kept: Sendable {
      private let lines = Mutex<[String]>([])
      var all: [String] { lines.withLock { $0 } }
      func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    let kept = Kept()
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let fields = (event.metadata ?? [:]).sorted { $0.key < $1.key }
        .map { "\($0.key)=\($0.value)" }
      kept.add(([event.level.rawValue, "\(event.message)"] + fields).joined(separator: " "))
    }
  }

  private func visit(
    _ house: House, _ test: @escaping @Sendable (Browser) async throws -> Void
  ) async throws -> [String] {
    let lines = Lines()
    var subjects = house.subjects
    subjects.logger = Logger(label: "test") { _ in lines }
    let server = try await ConsoleServer(subjects: subjects, settings: ConsoleSettings(port: 0))
    try await Application(responder: server.responder, logger: subjects.logger).test(.router) {
      try await test(Browser(client: $0))
    }
    return lines.kept.all
  }

  @Test func `who is refused stands in the log with what was asked, on one line`() async throws {
    let house = try await House()
    let town = try #require(try await house.account("town"))
    let lines = try await visit(house) { browser in
      _ = try await browser.signIn("town")
      _ = try await browser.get("/accounts")
      _ = try await browser.get("/cases/999%0Aforged")
      _ = try await browser.post("/rota", ["day": "2026-06-01"])
    }
    let refused = lines.filter { $0.hasPrefix("notice request refused") }
    for path in ["/accounts", "/rota"] {
      #expect(
        refused.contains {
          $0.contains("account=\(town.id)") && $0.contains("path=\(path) ")
            && $0.contains("status=403")
        })
    }
    #expect(!lines.contains { $0.contains("\n") })
  }

  @Test func `an unexpected failure tells its number and nothing of what broke, and is logged`()
    async throws
  {
    let house = try await House()
    let lines = try await visit(house) { browser in
      _ = try await browser.signIn("duty")
      try await house.ledger.write { db in
        try db.execute(sql: "ALTER TABLE rota_turn RENAME TO rota_turn_gone")
      }
      for accept in ["text/html", "application/json"] {
        let answer = try await browser.get("/rota", accept: accept)
        #expect(answer.status == .internalServerError)
        let number = try #require(answer.headers[.requestID])
        #expect(answer.text.contains(number))
        for word in ["rota_turn", "SQL", "SELECT", "GRDB", ".swift"] {
          #expect(!answer.text.contains(word), "\(word)")
        }
      }
    }
    #expect(lines.contains { $0.hasPrefix("error request failed") && $0.contains("rota_turn") })
  }

  @Test func `every sign-in stands in the audit log, taken or refused, and no password in any`()
    async throws
  {
    let house = try await House()
    let lines = try await visit(house) { browser in
      _ = try await browser.signIn("duty", password: "Wrong-Word-77")
      _ = try await browser.signIn("duty")
      _ = try await browser.post("/sign-out", [:])
    }
    let entries = try await house.ledger.read { db in
      try AuditLog.entries(limit: 1_000, in: db)
    }
    let actions = entries.map(\.action)
    #expect(actions.contains("sign-in.refused") && actions.contains("sign-in"))
    for secret in ["Wrong-Word-77", House.password] {
      #expect(!lines.contains { $0.contains(secret) })
      #expect(!entries.contains { "\($0)".contains(secret) })
    }
  }

  @Test func `over TLS browsers stay with it for a year, with every name below`() async throws {
    try await House().visit(
      ConsoleSettings(
        port: 0, certificate: ConsoleSettings.Certificate(chainFile: "chain", keyFile: "key"))
    ) { browser in
      let header = try await browser.get("/sign-in").headers[.strictTransportSecurity]
      #expect(header == "max-age=31536000; includeSubDomains")
    }
  }

  @Test(arguments: ["text/plain", "application/x-www-form-urlencoded", ""])
  func `what another site's page could send in somebody's name is no program's request`(
    type: String
  ) async throws {
    try await House().visit { browser in
      _ = try await browser.signIn("duty")
      for path in ["/api/cases/bulk", "/api/checks/site-gate"] {
        let answer = try await browser.send(
          path, .post, headers: type.isEmpty ? [:] : [.contentType: type],
          body: ByteBuffer(string: #"{"request":"r","work":"note","note":"x","cases":[]}"#))
        #expect([404, 415].contains(answer.status.code), "\(path) \(answer.status)")
      }
    }
  }

  @Test func `what is encoded twice is decoded once`() throws {
    let form = try SubmittedForm.urlEncoded(Array("note=%2541%2B+b".utf8))
    #expect(form.text("note") == "%41+ b")
  }
}
