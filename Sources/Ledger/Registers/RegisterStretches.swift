public import ActionPlan
public import GRDB

extension LedgerSchema {
  static let registerStretches = LedgerMigration(id: "ledger.registers.4") { db in
    try db.execute(
      sql: """
        CREATE TABLE register_stretch (
          register TEXT NOT NULL,
          stretch INTEGER NOT NULL CHECK (stretch >= 0),
          version INTEGER NOT NULL CHECK (version > 0),
          PRIMARY KEY (register, stretch)
        ) STRICT, WITHOUT ROWID;
        """)
  }
}

/// A register's rows in stretches of their numbers: what was computed from a stretch's rows is still
/// right while the stretch has not changed.
public enum RegisterStretches {
  /// Row numbers of a stretch.
  public static let rows = 1_024

  /// Stretches up to the highest number that was ever given, by the register's kept rows.
  public static func count(of register: Register, in db: Database) throws -> Int {
    let highest = try Int.fetchOne(
      db.cachedStatement(sql: "SELECT seq FROM sqlite_sequence WHERE name = ?"),
      arguments: [RegisterTable(register: register).rowsName])
    return highest.map { $0 / rows + 1 } ?? 0
  }

  /// Stretch → the register's version (`RegisterStore.version`) that its last change made; those that
  /// were not changed since stretches are told apart are left out.
  public static func changes(of register: Register, in db: Database) throws -> [Int: Int] {
    try Row.fetchAll(
      db.cachedStatement(sql: "SELECT stretch, version FROM register_stretch WHERE register = ?"),
      arguments: [register.id]
    ).reduce(into: [:]) { changes, row in changes[row["stretch"]] = row["version"] }
  }

  /// Numbers of the rows of a stretch.
  public static func numbers(of stretch: Int) -> ClosedRange<Int> {
    stretch * rows...stretch * rows + rows - 1
  }

  /// Notes that a row was written, after the register's version was counted up.
  static func note(_ row: Int64, of register: Register, in db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO register_stretch (register, stretch, version)
        SELECT register, ?, version FROM register_state WHERE register = ?
        ON CONFLICT DO UPDATE SET version = excluded.version
        """
    ).execute(arguments: [row / Int64(rows), register.id])
  }

  /// The same of every row that an import wrote.
  static func note(import id: Int64, of register: Register, in db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO register_stretch (register, stretch, version)
        SELECT v.register, s.stretch, v.version FROM register_state AS v JOIN (
          SELECT DISTINCT coalesce(i.first_row + r.added, r.row_id) / ? AS stretch
          FROM register_import_row AS r JOIN register_import AS i ON i.id = r.import
          WHERE r.import = ?) AS s
        WHERE v.register = ?
        ON CONFLICT DO UPDATE SET version = excluded.version
        """, arguments: [rows, id, register.id])
  }
}
