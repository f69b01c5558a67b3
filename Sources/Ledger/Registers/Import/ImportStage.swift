import ActionPlan
import FoundationEssentials
import GRDB

extension LedgerSchema {
  static let registerImports = LedgerMigration(id: "ledger.registers.3") { db in
    try db.execute(
      sql: """
        CREATE TABLE register_import (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          token TEXT NOT NULL UNIQUE,
          register TEXT NOT NULL,
          plan TEXT NOT NULL,
          file TEXT NOT NULL,
          sha256 TEXT NOT NULL,
          actor TEXT NOT NULL,
          at INTEGER NOT NULL,
          state TEXT NOT NULL CHECK (state IN (
            'staging', 'refused', 'staged', 'applying', 'done', 'undoing', 'undone')),
          row_count INTEGER NOT NULL,
          done_count INTEGER NOT NULL,
          first_row INTEGER,
          new_count INTEGER NOT NULL,
          preview TEXT
        ) STRICT;
        CREATE INDEX register_import_open ON register_import (register)
          WHERE state IN ('applying', 'undoing');
        CREATE TABLE register_import_row (
          import INTEGER NOT NULL REFERENCES register_import (id),
          place INTEGER NOT NULL,
          added INTEGER,
          row_id INTEGER,
          version INTEGER,
          whole TEXT NOT NULL,
          old TEXT NOT NULL,
          new TEXT NOT NULL,
          pieces_before TEXT NOT NULL,
          pieces TEXT NOT NULL,
          PRIMARY KEY (import, place)
        ) STRICT, WITHOUT ROWID;
        ALTER TABLE register_change ADD COLUMN import INTEGER;
        CREATE INDEX register_change_import ON register_change (import) WHERE import IS NOT NULL;
        DROP TRIGGER register_change_stays;
        CREATE TRIGGER register_change_stays BEFORE DELETE ON register_change
        WHEN NOT EXISTS (
          SELECT 1 FROM register_import WHERE id = OLD.import AND state = 'undoing')
        BEGIN SELECT RAISE(ABORT, 'the history of a register is never removed'); END;
        """)
  }
}

/// Rows that wait to be written.
enum ImportStage {
  static func begin(
    _ register: Register, file: String, digest: String, plan: String, rowCount: Int, token: String,
    by actor: Actor, at: Int, seen: String, in db: Database
  ) throws -> Int64 {
    try db.execute(
      sql: """
        INSERT INTO register_import (token, register, plan, file, sha256, actor, at, seen, state,
          row_count, done_count, new_count)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'staging', ?, 0, 0)
        """,
      arguments: [token, register.id, plan, file, digest, actor.auditName, at, seen, rowCount])
    return db.lastInsertedRowID
  }

  /// What the judgement of rows hangs on, as a text to compare: the versions of the register and of
  /// those its rows refer to, and how many facilities and other names of them there are.
  static func versions(_ register: Register, in db: Database) throws -> String {
    var others: Set<String> = []
    for case .row(let other) in register.fields.map(\.kind) { others.insert(other) }
    let parts = [register.id] + others.subtracting([register.id]).sorted()
    var texts = try parts.map { "\($0)=\(try RegisterStore.version(of: $0, in: db))" }
    if register.fields.contains(where: { $0.kind == .facility }) {
      for table in ["facility", "facility_alias", "facility_judgement"] {
        let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0
        texts.append("\(table)=\(count)")
      }
    }
    return texts.joined(separator: ",")
  }

  static func add(_ rows: [StagedRow], to id: Int64, done: Int, in db: Database) throws {
    let insert = try db.cachedStatement(
      sql: """
        INSERT INTO register_import_row
          (import, place, added, row_id, version, whole, old, new, pieces_before, pieces)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    for row in rows {
      try insert.execute(arguments: [
        id, row.place, row.added, row.row, row.version, row.whole, row.old, row.new,
        row.piecesBefore, row.pieces,
      ])
    }
    try db.execute(
      sql: "UPDATE register_import SET done_count = ? WHERE id = ?", arguments: [done, id])
  }

  static func finish(
    _ preview: RegisterPreview, _ names: [StagedName], in db: Database
  ) throws {
    let text = String(decoding: try JSONEncoder().encode(preview), as: UTF8.self)
    try db.execute(
      sql: """
        UPDATE register_import SET state = ?, new_count = ?, done_count = 0, preview = ?
        WHERE id = ? AND state = 'staging'
        """,
      arguments: [preview.isSound ? "staged" : "refused", preview.newRows, text, preview.id])
    guard preview.isSound else { return try forgetRows(of: preview.id, in: db) }
    try StagedName.stage(names, import: preview.id, in: db)
  }

  static func preview(_ id: Int64, in db: Database) throws -> RegisterPreview? {
    let text = try String.fetchOne(
      db,
      sql: "SELECT preview FROM register_import WHERE id = ? AND state IN ('staged', 'refused')",
      arguments: [id])
    return try text.map { try JSONDecoder().decode(RegisterPreview.self, from: Data($0.utf8)) }
  }

  static func discard(_ id: Int64, in db: Database) throws {
    try forgetRows(of: id, in: db)
    try db.execute(
      sql: """
        DELETE FROM register_import WHERE id = ? AND state IN ('staging', 'staged', 'refused')
        """, arguments: [id])
  }

  /// Previews that nobody came back to.
  static func discardOld(before instant: Int, in db: Database) throws {
    let old = try Int64.fetchAll(
      db,
      sql: """
        SELECT id FROM register_import
        WHERE at < ? AND state IN ('staging', 'staged', 'refused') LIMIT 5
        """, arguments: [instant])
    for id in old { try discard(id, in: db) }
  }

  /// Forgets some of the staged rows of imports that are over; nothing but the register needs them.
  ///
  /// - Returns: whether there may be more.
  static func forgetDone(in db: Database) throws -> Bool {
    let limit = 5 * RegisterImport.sliceRows
    try db.execute(
      sql: """
        DELETE FROM register_import_row WHERE (import, place) IN (
          SELECT s.import, s.place FROM register_import AS i
          CROSS JOIN register_import_row AS s ON s.import = i.id
          WHERE i.state IN ('done', 'undone') LIMIT ?)
        """, arguments: [limit])
    return db.changesCount == limit
  }

  static func forgetRows(of id: Int64, in db: Database) throws {
    try db.execute(
      sql: """
        DELETE FROM register_import_name WHERE import IN (
          SELECT id FROM register_import
          WHERE id = ? AND state NOT IN ('applying', 'undoing'))
        """, arguments: [id])
    try db.execute(
      sql: """
        DELETE FROM register_import_row WHERE import IN (
          SELECT id FROM register_import
          WHERE id = ? AND state NOT IN ('applying', 'undoing'))
        """, arguments: [id])
  }

  /// The import that is being written into the register.
  static func open(_ register: String, in db: Database) throws -> Int64? {
    try Int64.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT id FROM register_import
          WHERE register = ? AND state IN ('applying', 'undoing')
          """), arguments: [register])
  }
}
