import FoundationEssentials
import GRDB
import Ledger
import Testing

struct BackupTests {
  private let root: String
  private let layout: StateLayout

  init() throws {
    root = try freshFolder()
    layout = StateLayout(folder: root + "/state")
  }

  private let ledgerMigrations =
    LedgerSchema.migrations + [
      LedgerMigration(id: "test.cursor") { db in
        try db.execute(
          sql: "CREATE TABLE cursor (seq INTEGER) STRICT; INSERT INTO cursor VALUES (0)")
      }
    ]

  /// A state folder in use: ledger, telemetry and inbox with cursors, a photo.
  private func state() throws -> (StateFolder, LedgerDatabase, DatabasePool, DatabasePool) {
    let state = try StateFolder(opening: layout.folder, holdsSimulatedData: true, at: 1)
    let ledger = try LedgerDatabase(
      path: layout.ledger, migrations: ledgerMigrations)
    let telemetry = try DatabasePool(path: layout.telemetry)
    let inbox = try DatabasePool(path: layout.inbox)
    try telemetry.write { db in
      try db.execute(sql: "CREATE TABLE cursor (seq INTEGER) STRICT; INSERT INTO cursor VALUES (0)")
    }
    try inbox.write { db in
      try db.execute(sql: "CREATE TABLE frame (seq INTEGER PRIMARY KEY) STRICT")
    }
    _ = try AuditKey(readingOrMakingAt: layout.auditKey)
    return (state, ledger, telemetry, inbox)
  }

  private func restore(_ backup: String, to target: StateLayout, at: Int = 55) throws {
    try Backup.restore(from: backup, to: target, by: clerk, at: at)
  }

  @Test func `a backup taken under writes restores to what fits together`() async throws {
    let (state, ledger, telemetry, inbox) = try state()
    let staged = try AttachmentStore(folder: layout.attachments).stage(PhotoFixtures.jpeg())
    let photo = try await ledger.write { db in
      try Attachments.record(staged, takenBy: clerk, at: 1, in: db)
    }
    let (backup, restored) = (root + "/backup", StateLayout(folder: root + "/restored"))
    // Frames flow: inbox, then telemetry, then the ledger's cursor.
    let writer = Task {
      var seq = 0
      while !Task.isCancelled {
        seq += 1
        let now = seq
        try await inbox.write { db in
          try db.execute(sql: "INSERT INTO frame (seq) VALUES (?)", arguments: [now])
        }
        try await telemetry.write { db in
          try db.execute(sql: "UPDATE cursor SET seq = ?", arguments: [now])
        }
        try await ledger.write { db in
          try db.execute(sql: "UPDATE cursor SET seq = ?", arguments: [now])
          try AuditLog.append(actor: clerk, action: "t", object: "o", at: now, in: db)
        }
      }
    }
    for try await cursor in ValueObservation.tracking({ db in
      try Int.fetchOne(db, sql: "SELECT seq FROM cursor") ?? 0
    }).values(in: ledger.pool) where cursor >= 20 { break }
    let manifest = try Backup.create(from: layout, to: backup, at: 50)
    writer.cancel()
    _ = await writer.result
    withExtendedLifetime(state) {}

    #expect(manifest.files.map(\.path).contains("ledger.sqlite"))
    #expect(try Backup.verify(backup) == manifest)
    try restore(backup, to: restored)
    let again = try StateFolder(opening: restored.folder, holdsSimulatedData: true, at: 60)
    let detected = try await DatabaseQueue(path: restored.ledger).read { db in
      (
        try Int.fetchOne(db, sql: "SELECT seq FROM cursor") ?? -1, try AuditLog.verify(in: db),
        try Attachments.find(photo.id, in: db)
      )
    }
    let applied = try await DatabaseQueue(path: restored.telemetry).read { db in
      try Int.fetchOne(db, sql: "SELECT seq FROM cursor") ?? -1
    }
    let kept = try await DatabaseQueue(path: restored.inbox).read { db in
      try Int.fetchOne(db, sql: "SELECT max(seq) FROM frame") ?? -1
    }
    #expect(detected.0 >= 20)
    #expect(detected.0 <= applied && applied <= kept)
    guard case .intact = detected.1 else {
      Issue.record("\(detected.1)")
      return
    }
    #expect(
      try AttachmentStore(folder: again.layout.attachments).original(photo) == PhotoFixtures.jpeg())
    #expect(
      try AuditKey(readingOrMakingAt: restored.auditKey).publicKey
        == AuditKey(readingOrMakingAt: layout.auditKey).publicKey)
  }

  @Test func `heads exported between backup and restore are told apart from a forgery`()
    async throws
  {
    let (state, ledger, telemetry, inbox) = try state()
    let outside = root + "/outside"
    let key = try AuditKey(readingOrMakingAt: layout.auditKey)
    func work(_ ledger: LedgerDatabase, at: Int) async throws {
      try await ledger.write { db in
        for _ in 1...3 {
          try AuditLog.append(actor: clerk, action: "t", object: "o/\(at)", at: at, in: db)
        }
      }
      let head = try await ledger.read { db in try AuditLog.head(in: db) }
      try AuditHeadFile.export(head, key: key, at: at, to: outside)
    }
    try await work(ledger, at: 10)
    try Backup.create(from: layout, to: root + "/backup", at: 20)
    try await work(ledger, at: 30)
    withExtendedLifetime((state, telemetry, inbox)) {}

    let restored = StateLayout(folder: root + "/restored")
    try restore(root + "/backup", to: restored, at: 40)
    let again = try LedgerDatabase(path: restored.ledger, migrations: ledgerMigrations)
    func verdict(_ heads: [ExportedHead]) async throws -> AuditVerdict {
      try await again.read { db in try AuditLog.verify(in: db, against: heads) }
    }
    let heads = try AuditHeadFile.read(folder: outside, key: key.publicKey)
    let replaced = [ReplacedHead(head: heads[1], restoredAt: 40)]
    guard case .intact(4, _, replaced) = try await verdict(heads) else {
      Issue.record("\(try await verdict(heads))")
      return
    }
    try await work(again, at: 50)
    let later = try AuditHeadFile.read(folder: outside, key: key.publicKey)
    guard case .intact(7, _, replaced) = try await verdict(later) else {
      Issue.record("\(try await verdict(later))")
      return
    }
    // The restore explains neither heads of before the backup nor those of after itself.
    let early = ExportedHead(at: 10, head: AuditHead(seq: 3, hash: heads[1].head.hash))
    #expect(try await verdict([early]) == .broken(row: 3, why: .differsFromExport))
    let late = ExportedHead(at: 60, head: AuditHead(seq: 6, hash: heads[1].head.hash))
    #expect(try await verdict([late]) == .broken(row: 6, why: .differsFromExport))
    let lateBeyond = ExportedHead(at: 60, head: AuditHead(seq: 9, hash: heads[1].head.hash))
    #expect(try await verdict([lateBeyond]) == .broken(row: 8, why: .missing))
  }

  @Test func `a damaged or incomplete backup is refused before anything is written`() throws {
    let held = try state()
    let backup = root + "/backup"
    try Backup.create(from: layout, to: backup, at: 50)
    withExtendedLifetime(held) {}
    let target = StateLayout(folder: root + "/restored")
    let file = backup + "/telemetry.sqlite"
    let sound = try Data(contentsOf: URL(filePath: file))
    try (sound + [0]).write(to: URL(filePath: file))
    #expect(throws: BackupError.fileChanged(file)) { try restore(backup, to: target) }
    try FileManager.default.removeItem(atPath: file)
    #expect(throws: BackupError.fileMissing(file)) { try restore(backup, to: target) }
    try Data("{}".utf8).write(to: URL(filePath: backup + "/manifest.json"))
    #expect(throws: BackupError.badManifest(backup + "/manifest.json")) {
      try restore(backup, to: target)
    }
    #expect(!FileManager.default.fileExists(atPath: target.folder))
  }

  @Test func `neither a backup nor a restore overwrites anything`() throws {
    let held = try state()
    let backup = root + "/backup"
    try Backup.create(from: layout, to: backup, at: 50)
    #expect(throws: BackupError.targetExists(backup)) {
      try Backup.create(from: layout, to: backup, at: 51)
    }
    #expect(throws: BackupError.targetNotEmpty(layout.folder)) {
      try restore(backup, to: layout)
    }
    #expect(throws: BackupError.noStateFolder(root)) {
      try Backup.create(from: StateLayout(folder: root), to: root + "/b2", at: 51)
    }
    withExtendedLifetime(held) {}
  }

  @Test func `a manifest that leads out of its folder is refused`() throws {
    let held = try state()
    let backup = root + "/backup"
    try Backup.create(from: layout, to: backup, at: 50)
    withExtendedLifetime(held) {}
    let path = backup + "/manifest.json"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try text.replacing("\"format\"", with: "\"../format\"").write(
      toFile: path, atomically: true, encoding: .utf8)
    #expect(throws: BackupError.badManifest(path)) {
      try restore(backup, to: StateLayout(folder: root + "/r"))
    }
  }
}
