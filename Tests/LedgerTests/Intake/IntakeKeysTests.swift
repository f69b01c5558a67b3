import GRDB
import Ledger
import Testing

struct IntakeKeysTests {
  @Test func `a key is found by its token until it is revoked; the token is not kept`() async throws
  {
    let bench = try Bench()
    let issued = try await bench.ledger.write { db in
      try IntakeKeys.create(name: "tower", for: .cameras, by: clerk, at: 5, in: db)
    }
    let (found, dump) = try await bench.ledger.write { db in
      try IntakeKeys.touch(issued.key.id, at: 9, in: db)
      return (
        try IntakeKeys.find(token: issued.token, for: .cameras, in: db),
        try Row.fetchAll(db, sql: "SELECT * FROM intake_key").map(\.description).joined()
      )
    }
    #expect(found?.actor == .system("camera:tower"))
    #expect(found?.lastUsedAt == 9)
    #expect(!dump.contains(issued.token))
    let after = try await bench.ledger.write { db in
      try IntakeKeys.revoke(name: "tower", by: clerk, at: 10, in: db)
      return try IntakeKeys.find(token: issued.token, for: .cameras, in: db)
    }
    #expect(after == nil)
  }

  @Test func `a key is good for what it was made for, and for nothing else`() async throws {
    let bench = try Bench()
    let found = try await bench.ledger.write { db in
      let issued = try IntakeKeys.create(name: "gates", for: .checks, by: clerk, at: 5, in: db)
      return try IntakeKey.Purpose.allCases.map {
        try IntakeKeys.find(token: issued.token, for: $0, in: db)?.actor.auditName
      }
    }
    #expect(found == [nil, "system:checks:gates", nil, nil])
  }

  @Test func `a key for readings is of one source, and no other key is`() async throws {
    let bench = try Bench()
    let found = try await bench.ledger.write { db in
      let issued = try IntakeKeys.create(
        name: "fume", for: .readings, source: "fume-platform", by: clerk, at: 5, in: db)
      return try IntakeKeys.find(token: issued.token, for: .readings, in: db)
    }
    #expect(found?.source == "fume-platform")
    #expect(found?.actor == .system("readings:fume"))
    await #expect(throws: IntakeKeyError.sourceForReadings) {
      try await bench.ledger.write { db in
        _ = try IntakeKeys.create(name: "a", for: .readings, by: clerk, at: 5, in: db)
      }
    }
    await #expect(throws: IntakeKeyError.sourceForReadings) {
      try await bench.ledger.write { db in
        _ = try IntakeKeys.create(
          name: "b", for: .cameras, source: "fume-platform", by: clerk, at: 5, in: db)
      }
    }
  }

  @Test func `a key for cases works in the name of an account, and no other key does`() async throws
  {
    let bench = try Bench()
    let accounts = Accounts(
      ledger: bench.ledger, hasher: PasswordHasher(cost: ScryptCost(rounds: 16)), now: { 5 })
    let account = try await accounts.create(
      AccountDraft(name: "hotline", displayName: "12345", unit: "bureau", roles: [.officer]),
      password: "Blue-sky-2021x", mustChangePassword: false, by: clerk
    ).id
    let found = try await bench.ledger.write { db in
      let issued = try IntakeKeys.create(
        name: "hotline", for: .cases, as: account, by: clerk, at: 5, in: db)
      return try IntakeKeys.find(token: issued.token, for: .cases, in: db)
    }
    #expect(found?.actor == .account(account))
    for (purpose, holder) in [(IntakeKey.Purpose.cases, nil), (.checks, account)] {
      await #expect(throws: IntakeKeyError.accountForCases) {
        try await bench.ledger.write { db in
          _ = try IntakeKeys.create(
            name: "other", for: purpose, as: holder, by: clerk, at: 5, in: db)
        }
      }
    }
  }

  @Test func `a name is given once, also after it was revoked`() async throws {
    let bench = try Bench()
    await #expect(throws: IntakeKeyError.nameTaken("tower")) {
      try await bench.ledger.write { db in
        _ = try IntakeKeys.create(name: "tower", for: .cameras, by: clerk, at: 5, in: db)
        try IntakeKeys.revoke(name: "tower", by: clerk, at: 6, in: db)
        _ = try IntakeKeys.create(name: "tower", for: .cameras, by: clerk, at: 7, in: db)
      }
    }
    await #expect(throws: IntakeKeyError.badName("A b")) {
      try await bench.ledger.write { db in
        _ = try IntakeKeys.create(name: "A b", for: .cameras, by: clerk, at: 5, in: db)
      }
    }
    await #expect(throws: IntakeKeyError.noSuchKey("x")) {
      try await bench.ledger.write { db in
        try IntakeKeys.revoke(name: "x", by: clerk, at: 5, in: db)
      }
    }
  }
}
