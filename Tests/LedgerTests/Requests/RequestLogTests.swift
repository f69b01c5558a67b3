import GRDB
import Ledger
import Testing

struct RequestLogTests {
  private let id = "8b7f4e3e-0001"

  @Test func `a repeat gets the first answer and the work is done once`() async throws {
    let bench = try Bench()
    let id = id
    let answers = try await bench.ledger.write { db in
      var count = 0
      return try (1...3).map { _ in
        try RequestLog.once(id, by: clerk, body: "to=handled".utf8, at: 1, in: db) {
          count += 1
          return "answer \(count)"
        }.answer
      }
    }
    #expect(answers == ["answer 1", "answer 1", "answer 1"])
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

  @Test func `work that fails is not remembered`() async throws {
    struct Failed: Error {}
    let bench = try Bench()
    let id = id
    await #expect(throws: Failed.self) {
      try await bench.ledger.write { db in
        _ = try RequestLog.once(id, by: clerk, body: "a".utf8, at: 1, in: db) { throw Failed() }
      }
    }
    let again = try await bench.ledger.write { db in
      try RequestLog.once(id, by: clerk, body: "a".utf8, at: 1, in: db) { "done" }.isRepeat
    }
    #expect(!again)
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
