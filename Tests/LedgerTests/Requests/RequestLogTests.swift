import GRDB
import Ledger
import Testing

struct RequestLogTests {
  private let id = "8b7f4e3e-0001"

  @Test func `a repeat gets the first answer for ninety days`() async throws {
    let bench = try Bench()
    let id = id
    let kept = RequestLog.keptSeconds
    let answers = try await bench.ledger.write { db in
      try RequestLog.record("done", to: id, by: clerk, body: "a".utf8, at: 1, in: db)
      return try [1, 1 + kept, 2 + kept].map { at in
        try RequestLog.sweep(at: at, in: db)
        return try RequestLog.answer(to: id, by: clerk, body: "a".utf8, in: db)
      }
    }
    #expect(answers == ["done", "done", nil])
  }

  @Test func `another body under the same id is refused; another actor is another request`()
    async throws
  {
    let bench = try Bench()
    let id = id
    let other = try await bench.ledger.write { db in
      try RequestLog.record("one", to: id, by: clerk, body: "a".utf8, at: 1, in: db)
      #expect(throws: RequestRefusal.anotherBody(id)) {
        try RequestLog.answer(to: id, by: clerk, body: "b".utf8, in: db)
      }
      return try RequestLog.answer(to: id, by: .account(2), body: "b".utf8, in: db)
    }
    #expect(other == nil)
  }

  @Test(arguments: ["", "short", String(repeating: "a", count: 65), "a b c d e f", "<script>x"])
  func `a malformed id is refused`(id: String) async throws {
    let bench = try Bench()
    await #expect(throws: RequestRefusal.badID) {
      try await bench.ledger.read { db in
        _ = try RequestLog.answer(to: id, by: clerk, body: "".utf8, in: db)
      }
    }
  }
}
