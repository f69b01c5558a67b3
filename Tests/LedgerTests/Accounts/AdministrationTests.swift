import GRDB
import Testing

@testable import Ledger

struct AdministrationTests {
  private let clock = TestClock()
  private let bench: Bench
  private let accounts: Accounts

  init() async throws {
    bench = try await Bench.withFirm()
    let clock = clock
    accounts = Accounts(
      ledger: bench.ledger, hasher: PasswordHasher(cost: ScryptCost(rounds: 16)),
      now: { clock.now })
  }

  private func make(_ name: String, _ roles: Set<Role>) async throws -> Account {
    try await accounts.create(
      AccountDraft(name: name, displayName: "名\(name)", roles: roles),
      password: "Blue-sky-2021x", mustChangePassword: false, by: .system("test"))
  }

  @Test func `an account may be made without roles and then may nothing`() async throws {
    let account = try await make("newcomer", [])
    #expect(account.roles == [])
    #expect(!Policy.may(account, .viewDesk))
    #expect(Policy.may(account, .changeOwnPassword))
  }

  @Test func `the last security administrator stays, as the last administrator does`()
    async throws
  {
    let account = try await make("guard", [.security])
    #expect(try await bench.ledger.read { db in try Accounts.isSeparated(in: db) })
    var draft = AccountDraft(account)
    draft.isEnabled = false
    let disabled = draft
    await #expect(throws: AccountError.lastAdministrator(.security)) {
      try await bench.ledger.write { db in
        _ = try Accounts.update(account.id, to: disabled, units: nil, by: clerk, at: 5, in: db)
      }
    }
  }

  @Test func `the list is searched by either name, by role, and page by page`() async throws {
    for (name, roles) in [
      ("anna", [Role.duty]), ("Bert", [.leader]), ("carl", [.duty]), ("doris", []),
    ] {
      _ = try await make(name, Set(roles))
    }
    func names(_ text: String, _ role: Role?, after: String? = nil, limit: Int = 9) async throws
      -> [String]
    {
      try await bench.ledger.read { db in
        try Accounts.page(
          matching: text, role: role, after: after, limit: limit, at: 1, in: db
        ).map(\.account.name)
      }
    }
    #expect(try await names("", nil) == ["anna", "Bert", "carl", "doris"])
    #expect(try await names("BER", nil) == ["Bert"])
    #expect(try await names("名c", nil) == ["carl"])
    #expect(try await names("%", nil) == [])
    #expect(try await names("", .duty) == ["anna", "carl"])
    #expect(try await names("", nil, after: "bert", limit: 1) == ["carl"])
  }

  @Test func `a lock is shown and lifted`() async throws {
    let account = try await make("anna", [.duty])
    for _ in 0..<LockOut.freeFailures {
      _ = try? await accounts.signIn(
        name: "anna", password: "wrong", source: "192.0.2.7", agent: "")
    }
    func until() async throws -> Int? {
      try await bench.ledger.read { [clock] db in
        try Accounts.line(of: account, at: clock.now, in: db).lockedUntil
      }
    }
    #expect(try await until() == clock.now + LockOut.firstSeconds)
    try await bench.ledger.write { db in
      try Accounts.unlock(account.id, by: clerk, at: 1, in: db)
    }
    #expect(try await until() == nil)
  }

  @Test func `sessions end one by one or all but the own, never those of others`() async throws {
    let (anna, bert) = (try await make("anna", [.leader]), try await make("bert", [.leader]))
    let sessions = try await bench.ledger.write { db in
      for account in [anna, anna, anna, bert] {
        _ = try Sessions.open(account: account.id, agent: "x", at: 10, in: db)
      }
      return try Sessions.list(account: anna.id, at: 11, in: db).map(\.id)
    }
    let (first, second) = (sessions[0], sessions[1])
    let (ended, annas, berts) = try await bench.ledger.write { db in
      (
        [
          try Accounts.endSessions(of: bert.id, only: first, by: clerk, at: 11, in: db),
          try Accounts.endSessions(of: anna.id, only: first, by: clerk, at: 11, in: db),
          try Accounts.endSessions(of: anna.id, besides: second, by: clerk, at: 11, in: db),
        ], try Sessions.list(account: anna.id, at: 11, in: db).map(\.id),
        try Sessions.list(account: bert.id, at: 11, in: db).count
      )
    }
    #expect(ended == [0, 1, 1])
    #expect(annas == [second])
    #expect(berts == 1)
  }

  @Test func `an older ledger's administrators go on working, one kind an account`() async throws {
    let index = try #require(
      LedgerSchema.migrations.firstIndex { $0.id == "ledger.people.administrators.1" })
    let folder = try freshFolder()
    do {
      let old = try LedgerDatabase(
        path: folder + "/ledger.sqlite",
        migrations: Array(LedgerSchema.migrations.prefix(index)))
      try await old.write { db in
        for (id, roles) in [(1, ["administrator"]), (2, ["administrator", "auditor", "duty"])] {
          try db.execute(
            sql: """
              INSERT INTO account (id, name, display_name, is_enabled, must_change_password,
                scrypt_rounds, scrypt_block_size, scrypt_parallelism, password_salt, password_hash,
                created_at) VALUES (?, ?, 'x', 1, 0, 16, 8, 1, x'00', zeroblob(32), 1)
              """, arguments: [id, "name\(id)"])
          for role in roles {
            try db.execute(
              sql: "INSERT INTO account_role (account_id, role) VALUES (?, ?)",
              arguments: [id, role])
          }
        }
      }
    }
    let ledger = try LedgerDatabase(path: folder + "/ledger.sqlite")
    let (roles, entries, isSeparated) = try await ledger.read { db in
      (
        try Accounts.list(in: db).map(\.roles), try AuditLog.entries(in: db),
        try Accounts.isSeparated(in: db)
      )
    }
    #expect(roles == [[.administrator], [.administrator, .duty]])
    #expect(entries.map(\.object) == ["account/2"])
    #expect(!isSeparated)
  }
}
