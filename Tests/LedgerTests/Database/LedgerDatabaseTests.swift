import FoundationEssentials
import GRDB
import Ledger
import Testing

struct LedgerDatabaseTests {
  @Test func `a commit survives power loss: synchronous is FULL, the log is a WAL`() async throws {
    let bench = try Bench()
    let (synchronous, journal) = try await bench.ledger.write { db in
      (
        try Int.fetchOne(db, sql: "PRAGMA synchronous"),
        try String.fetchOne(db, sql: "PRAGMA journal_mode")
      )
    }
    #expect(synchronous == 2)
    #expect(journal == "wal")
  }

  @Test func `every table is STRICT`() async throws {
    let bench = try Bench()
    let loose = try await bench.ledger.read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT name FROM pragma_table_list
          WHERE type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%' AND name <> 'grdb_migrations'
          """)
    }
    #expect(loose == [])
  }

  @Test func `a ledger of a newer version is refused`() throws {
    let folder = try freshFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let newer = LedgerMigration(id: "later.1") { db in
      try db.execute(sql: "CREATE TABLE later (x INTEGER) STRICT")
    }
    _ = try LedgerDatabase(
      path: folder + "/l.sqlite", migrations: LedgerSchema.migrations + [newer])
    #expect(throws: LedgerDatabaseError.newerSchema(["later.1"])) {
      try LedgerDatabase(path: folder + "/l.sqlite")
    }
  }

  @Test func `a migration listed twice is refused`() {
    let twice = LedgerMigration(id: "x") { _ in }
    #expect(throws: LedgerDatabaseError.repeatedMigration("x")) {
      try LedgerDatabase(path: "/nowhere/l.sqlite", migrations: [twice, twice])
    }
  }

  @Test func `two processes that write at once both get through, and the chain holds`() async throws
  {
    let bench = try Bench()
    let other = try LedgerDatabase(path: bench.folder + "/ledger.sqlite")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for ledger in [bench.ledger, other] {
        group.addTask {
          for step in 0..<100 {
            _ = try await ledger.write { db in
              try AuditLog.append(actor: clerk, action: "t", object: "o", at: step, in: db)
            }
          }
        }
      }
      try await group.waitForAll()
    }
    let verdict = try await bench.ledger.read { db in try AuditLog.verify(in: db) }
    guard case .intact(let count, _, _) = verdict else {
      Issue.record("\(verdict)")
      return
    }
    #expect(count == 200)
  }
}
