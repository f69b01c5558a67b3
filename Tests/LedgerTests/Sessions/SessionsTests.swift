import GRDB
import Ledger
import Testing

struct SessionsTests {
  private let bench: Bench
  private let account: Account

  init() async throws {
    bench = try Bench()
    account = try await Accounts(
      ledger: bench.ledger, hasher: PasswordHasher(cost: ScryptCost(rounds: 16)), now: { 0 }
    ).create(
      AccountDraft(name: "duty", displayName: "Duty", roles: [.duty]), password: "Blue-sky-2021x",
      by: .system("test"))
  }

  private func open(at: Int, agent: String = "Firefox") async throws -> SessionTicket {
    let id = account.id
    return try await bench.ledger.write { db in
      try Sessions.open(account: id, agent: agent, at: at, in: db)
    }
  }

  private func find(_ token: String, at: Int) async throws -> SignedIn? {
    try await bench.ledger.read { db in try Sessions.find(token: token, at: at, in: db) }
  }

  @Test func `a token finds its account; only its digest is kept`() async throws {
    let ticket = try await open(at: 100)
    let found = try #require(try await find(ticket.token, at: 101))
    #expect(found.account.id == account.id)
    #expect(found.session.accepts(csrfToken: ticket.csrfToken))
    #expect(!found.session.accepts(csrfToken: ticket.token))
    #expect(!found.session.accepts(csrfToken: ""))
    let dump = try await bench.ledger.read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM session").map(\.description).joined()
    }
    #expect(!dump.contains(ticket.token))
  }

  @Test(arguments: [
    (8 * 3_600 - 1, true), (8 * 3_600, false),
  ])
  func `an idle session ends after eight hours`(seconds: Int, isOpen: Bool) async throws {
    let ticket = try await open(at: 100)
    #expect((try await find(ticket.token, at: 100 + seconds) != nil) == isOpen)
  }

  @Test func `a busy session ends after a day`() async throws {
    let ticket = try await open(at: 0)
    for hour in 1..<24 {
      let found = try #require(try await find(ticket.token, at: hour * 3_600))
      #expect(found.session.wantsTouch(at: hour * 3_600))
      try await bench.ledger.write { db in
        try Sessions.touch(found.session.id, at: hour * 3_600, in: db)
      }
    }
    #expect(try await find(ticket.token, at: 86_399) != nil)
    #expect(try await find(ticket.token, at: 86_400) == nil)
  }

  @Test func `a closed session is gone, another is not touched`() async throws {
    let (first, second) = (try await open(at: 0), try await open(at: 1))
    try await bench.ledger.write { db in try Sessions.close(token: first.token, in: db) }
    #expect(try await find(first.token, at: 2) == nil)
    #expect(try await find(second.token, at: 2) != nil)
  }

  @Test(arguments: ["", "x", String(repeating: "a", count: 43), "' OR 1=1 --"])
  func `a made-up token finds nothing`(token: String) async throws {
    _ = try await open(at: 0)
    #expect(try await find(token, at: 1) == nil)
  }

  @Test func `an account keeps twenty sessions`() async throws {
    for second in 0..<25 { _ = try await open(at: second) }
    let id = account.id
    let count = try await bench.ledger.read { db in
      try Sessions.list(account: id, at: 30, in: db).count
    }
    #expect(count == Sessions.perAccount)
  }
}
