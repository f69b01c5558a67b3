public import ActionPlan
public import GRDB

extension LedgerSchema {
  static let registerStates = LedgerMigration(id: "ledger.registers.2") { db in
    try db.execute(
      sql: """
        CREATE TABLE register_state (
          register TEXT PRIMARY KEY,
          version INTEGER NOT NULL CHECK (version > 0)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO register_state (register, version)
          SELECT register, max(seq) FROM register_change GROUP BY register;
        CREATE INDEX register_change_at ON register_change (register, at);
        """)
  }
}

extension RegisterStore {
  /// Counts up with every write of the register's rows, in the write's transaction; 0 before the
  /// first. What was computed from the rows is still right while this is the same.
  public static func version(of register: String, in db: Database) throws -> Int {
    try Int.fetchOne(
      db.cachedStatement(sql: "SELECT version FROM register_state WHERE register = ?"),
      arguments: [register]) ?? 0
  }

  /// Of every register that was ever written, by its id.
  public static func versions(in db: Database) throws -> [String: Int] {
    try Row.fetchAll(
      db.cachedStatement(sql: "SELECT register, version FROM register_state")
    ).reduce(into: [:]) { versions, row in versions[row["register"]] = row["version"] }
  }

  static func countUp(_ register: Register, row: Int64, in db: Database) throws {
    try countUp(register, in: db)
    try RegisterStretches.note(row, of: register, in: db)
  }

  static func countUp(_ register: Register, import id: Int64, in db: Database) throws {
    try countUp(register, in: db)
    try RegisterStretches.note(import: id, of: register, in: db)
  }

  private static func countUp(_ register: Register, in db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO register_state (register, version) VALUES (?, 1)
        ON CONFLICT DO UPDATE SET version = version + 1
        """
    ).execute(arguments: [register.id])
  }

  /// The relation of a register's rows as it stands in SQL, quoted: `"register_fuel_checks"`, with
  /// the columns `row_id`, `row_version`, `row_created_at`, `row_changed_at` and those of `column`.
  /// Rows of an import that is not done yet are not in it.
  public static func tableName(_ register: Register) -> String {
    RegisterTable(register: register).name
  }

  /// The column of a field, quoted; of a decimal the one of kind REAL, of a position the longitude.
  public static func column(_ field: Field) -> String {
    RegisterTable.quoted(RegisterTable.comparedColumn(of: field))
  }
}
