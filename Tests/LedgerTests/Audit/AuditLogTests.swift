import FoundationEssentials
import GRDB
import Ledger
import Testing

struct AuditLogTests {
  private func chain(of count: Int) async throws -> Bench {
    let bench = try Bench()
    try await bench.ledger.write { db in
      for index in 1...count {
        try AuditLog.append(
          actor: clerk, action: "case.step", object: "case/\(index % 2)",
          detail: ["to": "handled", "name": "王\(index)"], at: index, in: db)
      }
    }
    return bench
  }

  private func tamper(_ bench: Bench, _ sql: String) async throws -> AuditVerdict {
    try await bench.ledger.write { db in
      try db.execute(sql: "DROP TRIGGER audit_entry_stays; DROP TRIGGER audit_entry_fixed")
      try db.execute(sql: sql)
      return try AuditLog.verify(in: db)
    }
  }

  @Test func `an untouched chain is intact`() async throws {
    let bench = try await chain(of: 10)
    let (verdict, head) = try await bench.ledger.read { db in
      (try AuditLog.verify(in: db), try AuditLog.head(in: db))
    }
    #expect(verdict == .intact(count: 10, head: hex(head.hash)))
  }

  @Test(arguments: [
    ("UPDATE audit_entry SET at = at + 1 WHERE seq = 5", 5, AuditFault.changed),
    ("UPDATE audit_entry SET actor = 'account:2' WHERE seq = 5", 5, .changed),
    ("UPDATE audit_entry SET action = 'case.open' WHERE seq = 5", 5, .changed),
    ("UPDATE audit_entry SET object = 'case/7' WHERE seq = 5", 5, .changed),
    ("UPDATE audit_entry SET detail = '{}' WHERE seq = 5", 5, .detailChanged),
    ("UPDATE audit_entry SET salt = randomblob(16) WHERE seq = 5", 5, .detailChanged),
    ("UPDATE audit_entry SET detail_digest = randomblob(32) WHERE seq = 5", 5, .changed),
    ("UPDATE audit_entry SET previous = randomblob(32) WHERE seq = 5", 5, .doesNotFollow),
    ("UPDATE audit_entry SET hash = randomblob(32) WHERE seq = 5", 5, .changed),
    ("UPDATE audit_entry SET seq = 50 WHERE seq = 10", 10, .missing),
    (
      "UPDATE audit_entry SET detail = NULL, salt = NULL WHERE seq = 5", 5,
      .detailErasedWithoutEntry
    ),
    ("DELETE FROM audit_entry WHERE seq = 1", 1, .missing),
    ("DELETE FROM audit_entry WHERE seq = 5", 5, .missing),
    ("DELETE FROM audit_entry WHERE seq > 8", 9, .missing),
    ("DELETE FROM audit_entry", 1, .missing),
    ("UPDATE audit_head SET hash = randomblob(32)", 10, .headDiffers),
    ("UPDATE audit_head SET seq = 9", 10, .beyondHead),
    (
      """
      UPDATE audit_entry SET seq = 99 WHERE seq = 4; UPDATE audit_entry SET seq = 4 WHERE seq = 5;
      UPDATE audit_entry SET seq = 5 WHERE seq = 99
      """, 4, .doesNotFollow
    ),
  ])
  func `tampering is seen and its first row named`(
    sql: String, row: Int64, fault: AuditFault
  ) async throws {
    let bench = try await chain(of: 10)
    #expect(try await tamper(bench, sql) == .broken(row: row, why: fault))
  }

  @Test func `entries cut off together with the head show against an exported head`() async throws {
    let bench = try await chain(of: 10)
    let key = try AuditKey(readingOrMakingAt: bench.folder + "/audit.key")
    let outside = bench.folder + "/outside"
    let head = try await bench.ledger.read { db in try AuditLog.head(in: db) }
    try AuditHeadFile.export(head, key: key, at: 100, to: outside)
    let cut = try await tamper(
      bench,
      """
      DELETE FROM audit_entry WHERE seq > 8;
      UPDATE audit_head SET seq = 8, hash = (SELECT hash FROM audit_entry WHERE seq = 8)
      """)
    guard case .intact = cut else {
      Issue.record("\(cut)")
      return
    }
    let heads = try AuditHeadFile.read(folder: outside, key: key.publicKey)
    let verdict = try await bench.ledger.read { db in try AuditLog.verify(in: db, against: heads) }
    #expect(verdict == .broken(row: 9, why: .missing))
  }

  @Test func `a chain rewritten from the start shows against an exported head`() async throws {
    let (bench, other) = (try await chain(of: 10), try await chain(of: 12))
    let head = try await bench.ledger.read { db in try AuditLog.head(in: db) }
    let verdict = try await other.ledger.read { db in
      try AuditLog.verify(in: db, against: [ExportedHead(at: 100, head: head)])
    }
    #expect(verdict == .broken(row: 10, why: .differsFromExport))
  }

  @Test func `personal text can be erased and the chain still holds`() async throws {
    let bench = try await chain(of: 5)
    let (verdict, entries) = try await bench.ledger.write { db in
      try AuditLog.eraseDetail(of: 3, why: "request-12", actor: clerk, at: 9, in: db)
      return (try AuditLog.verify(in: db), try AuditLog.entries(in: db))
    }
    guard case .intact(6, _, _) = verdict else {
      Issue.record("\(verdict)")
      return
    }
    #expect(entries.map(\.detail)[3] == nil)
    #expect(entries[0].object == "audit/3")
    let left = try await bench.ledger.read { db in
      try Int.fetchOne(
        db, sql: "SELECT count(*) FROM audit_entry WHERE seq = 3 AND salt IS NOT NULL")
    }
    #expect(left == 0)
  }

  @Test func `the table itself refuses changes and removals`() async throws {
    let bench = try await chain(of: 2)
    for sql in ["UPDATE audit_entry SET at = 0", "DELETE FROM audit_entry"] {
      await #expect(throws: DatabaseError.self) {
        try await bench.ledger.write { db in try db.execute(sql: sql) }
      }
    }
  }

  @Test func `entries come newest first, by object and page`() async throws {
    let bench = try await chain(of: 10)
    let seqs = try await bench.ledger.read { db in
      try AuditLog.entries(object: "case/1", before: 9, limit: 2, in: db).map(\.seq)
    }
    #expect(seqs == [7, 5])
  }

  @Test func `a changed line of exported heads is named, another ledger's folder refused`()
    async throws
  {
    let bench = try await chain(of: 3)
    let outside = bench.folder + "/outside"
    let key = try AuditKey(readingOrMakingAt: bench.folder + "/audit.key")
    let head = try await bench.ledger.read { db in try AuditLog.head(in: db) }
    for at in [1, 2] { try AuditHeadFile.export(head, key: key, at: at, to: outside) }
    let again = try AuditKey(readingOrMakingAt: bench.folder + "/audit.key")
    #expect(again.publicKey == key.publicKey)
    let stranger = try AuditKey(readingOrMakingAt: bench.folder + "/other.key")
    #expect(throws: AuditHeadFileError.anotherKey(folder: outside)) {
      try AuditHeadFile.export(head, key: stranger, at: 3, to: outside)
    }
    let path = outside + "/audit-heads.log"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try text.replacing("1 2 3 ", with: "1 2 4 ").write(
      toFile: path, atomically: true, encoding: .utf8)
    #expect(throws: AuditHeadFileError.badLine(path: path, line: 2)) {
      try AuditHeadFile.read(folder: outside, key: key.publicKey)
    }
  }

  @Test func `heads signed with another key are refused, whatever key lies beside them`()
    async throws
  {
    let bench = try await chain(of: 3)
    let outside = bench.folder + "/outside"
    let head = try await bench.ledger.read { db in try AuditLog.head(in: db) }
    let forger = try AuditKey(readingOrMakingAt: bench.folder + "/forger.key")
    try AuditHeadFile.export(head, key: forger, at: 1, to: outside)
    let beside = try AuditHeadFile.key(besideLinesIn: outside)
    #expect(try AuditHeadFile.read(folder: outside, key: beside).count == 1)
    let noted = try AuditKey(readingOrMakingAt: bench.folder + "/audit.key").publicKey
    #expect(beside.fingerprint != noted.fingerprint)
    #expect(
      throws: AuditHeadFileError.badLine(path: outside + "/audit-heads.log", line: 1)
    ) {
      try AuditHeadFile.read(folder: outside, key: noted)
    }
  }

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
