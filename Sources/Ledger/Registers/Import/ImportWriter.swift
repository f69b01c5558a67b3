import ActionPlan
import AirQuality
import GRDB

/// Writes staged rows into a register, a range of them at a time.
struct ImportWriter: Sendable {
  /// What the import is, as it was staged.
  struct Staged: Sendable {
    let id: Int64
    let count: Int
    let newCount: Int
    let sameCount: Int
    let file: String
    let digest: String
  }

  let staged: Staged
  let register: Register
  private let plan: Plan
  private let actor: Actor
  private let why: String
  private let at: Int

  /// - Throws: `RegisterImportError`.
  init(_ id: Int64, plan: Plan, by actor: Actor, why: String, at: Int, in db: Database) throws {
    guard
      let row = try Row.fetchOne(
        db, sql: "SELECT * FROM register_import WHERE id = ?", arguments: [id])
    else { throw RegisterImportError.noSuchImport(id) }
    let state: String = row["state"]
    guard state == "staged" else { throw RegisterImportError.notStaged(id, state: state) }
    guard row["plan"] == plan.digest, let register = plan.register(row["register"]) else {
      throw RegisterImportError.otherPlan
    }
    let count =
      try Int.fetchOne(
        db, sql: "SELECT count(*) FROM register_import_row WHERE import = ?", arguments: [id]) ?? 0
    staged = Staged(
      id: id, count: count, newCount: row["new_count"],
      sameCount: (row["row_count"] as Int) - count, file: row["file"], digest: row["sha256"])
    self.register = register
    self.plan = plan
    self.actor = actor
    self.why = why
    self.at = at
  }

  var slices: [Range<Int>] {
    stride(from: 0, to: staged.count, by: RegisterImport.sliceRows).map {
      $0..<min($0 + RegisterImport.sliceRows, staged.count)
    }
  }

  private var table: RegisterTable { RegisterTable(register: register) }

  /// Takes numbers for the new rows and checks that nothing moved since the preview.
  ///
  /// - Parameter isHidden: whether the register's view leaves the rows out until `finish`.
  func begin(isHidden: Bool, in db: Database) throws {
    guard try ImportStage.open(register.id, in: db) == nil else {
      throw RegisterImportError.isImporting(register: register.id)
    }
    let moved =
      try Int.fetchOne(
        db,
        sql: """
          SELECT count(*) FROM register_import_row AS s LEFT JOIN \(table.rows) AS r USING (row_id)
          WHERE s.import = ? AND s.row_id IS NOT NULL AND r.row_version IS NOT s.version
          """, arguments: [staged.id]) ?? 0
    guard moved == 0 else { throw RegisterImportError.changedMeanwhile(rows: moved) }
    let last =
      try Int64.fetchOne(
        db, sql: "SELECT seq FROM sqlite_sequence WHERE name = ?", arguments: [table.rowsName])
    let first = (last ?? 0) + 1
    try db.execute(
      sql: last == nil
        ? "INSERT INTO sqlite_sequence (seq, name) VALUES (?, ?)"
        : "UPDATE sqlite_sequence SET seq = ? WHERE name = ?",
      arguments: [first + Int64(staged.newCount) - 1, table.rowsName])
    try db.execute(
      sql: """
        UPDATE register_import SET state = 'applying', first_row = ?, row_count = ?, done_count = 0
        WHERE id = ? AND state = 'staged'
        """, arguments: [first, staged.count, staged.id])
    guard db.changesCount == 1 else {
      throw RegisterImportError.notStaged(staged.id, state: "being applied")
    }
    try NameDoubts.open(
      import: staged.id, register: register, file: staged.file, plan: plan, by: actor, at: at,
      in: db)
    if isHidden { try hide(from: first, in: db) }
  }

  private func hide(from first: Int64, in db: Database) throws {
    try db.execute(sql: "CREATE TABLE \(table.before) AS SELECT * FROM \(table.name) WHERE 0")
    try db.execute(
      sql: """
        CREATE UNIQUE INDEX \(RegisterTable.quoted(table.rowsName + "_before"))
        ON \(table.before) (row_id)
        """)
    try db.execute(sql: "DROP VIEW \(table.name)")
    try db.execute(
      sql: """
        CREATE VIEW \(table.name) AS
        SELECT \(table.viewColumns) FROM \(table.rows)
        WHERE row_id NOT BETWEEN \(first) AND \(first + Int64(staged.newCount) - 1)
          AND row_id NOT IN (SELECT row_id FROM \(table.before))
        UNION ALL SELECT \(table.viewColumns) FROM \(table.before)
        """)
  }

  /// Writes the staged rows of these places with their history.
  ///
  /// - Throws: what SQLite says where another row has taken a key meanwhile.
  func write(_ places: Range<Int>, in db: Database) throws {
    guard try ImportStage.open(register.id, in: db) == staged.id else {
      throw RegisterImportError.undone
    }
    let range: StatementArguments = [staged.id, places.lowerBound, places.upperBound]
    let rows =
      "(SELECT s.*, i.first_row + s.added AS new_row FROM register_import_row AS s "
      + "JOIN register_import AS i ON i.id = s.import "
      + "WHERE s.import = ? AND s.place >= ? AND s.place < ?) AS s"
    if try db.tableExists(table.beforeName) {
      try db.execute(
        sql: """
          INSERT INTO \(table.before) SELECT r.* FROM \(table.name) AS r
          WHERE r.row_id IN (SELECT row_id FROM register_import_row
            WHERE import = ? AND place >= ? AND place < ? AND row_id IS NOT NULL)
          """, arguments: range)
    }
    let columns = register.fields.flatMap(RegisterTable.columns).map(RegisterTable.quoted)
    let values = register.fields.flatMap(Self.extractions)
    try db.execute(
      sql: """
        INSERT INTO \(table.rows)
          (row_id, row_version, row_created_at, row_changed_at, \(columns.joined(separator: ", ")))
        SELECT s.new_row, 1, ?, ?, \(values.joined(separator: ", "))
        FROM \(rows) WHERE s.added IS NOT NULL ORDER BY s.place
        """, arguments: [at, at] + range)
    let sets = zip(columns, values).map { "\($0) = \($1)" }.joined(separator: ", ")
    try db.execute(
      sql: """
        UPDATE \(table.rows) SET row_version = row_version + 1, row_changed_at = ?, \(sets)
        FROM \(rows) WHERE s.row_id = \(table.rows).row_id
        """, arguments: [at] + range)
    try writeSearch(rows, range, in: db)
    try db.execute(
      sql: """
        INSERT INTO register_change
          (register, row_id, kind, version, at, actor, why, old, new, import)
        SELECT ?, coalesce(s.new_row, s.row_id),
          CASE WHEN s.added IS NULL THEN 'update' ELSE 'insert' END,
          coalesce(s.version, 0) + 1, ?, ?, ?, s.old,
          CASE WHEN s.added IS NULL THEN s.new ELSE s.whole END, s.import
        FROM \(rows) ORDER BY s.place
        """, arguments: [register.id, at, actor.auditName, why] + range)
    try db.execute(
      sql: "UPDATE register_import SET done_count = ? WHERE id = ?",
      arguments: [places.upperBound, staged.id])
  }

  private func writeSearch(
    _ rows: String, _ range: StatementArguments, in db: Database
  ) throws {
    try db.execute(
      sql: """
        INSERT INTO \(table.search) (\(table.search), rowid, pieces)
        SELECT 'delete', s.row_id, s.pieces_before
        FROM \(rows) WHERE s.pieces_before <> '' AND s.pieces_before <> s.pieces
        """, arguments: range)
    try db.execute(
      sql: """
        INSERT INTO \(table.search) (rowid, pieces) SELECT coalesce(s.new_row, s.row_id), s.pieces
        FROM \(rows) WHERE s.pieces <> '' AND s.pieces_before <> s.pieces
        """, arguments: range)
  }

  /// Lets everything be seen.
  func finish(in db: Database) throws -> RegisterImportReport {
    guard try ImportStage.open(register.id, in: db) == staged.id else {
      throw RegisterImportError.undone
    }
    let today = CalendarDay(ofEpoch: at, utcOffsetSeconds: plan.utcOffsetSeconds)
    try db.execute(
      sql: "UPDATE register_import SET state = 'done' WHERE id = ?", arguments: [staged.id])
    if staged.newCount > RegisterImport.sliceRows {
      // Before the view is made anew, whereupon every connection reads what is known of the indexes.
      try RegisterIndexes(register: register).analyse(
        rows: RegisterStretches.count(of: register, in: db) * RegisterStretches.rows, in: db)
    }
    try db.execute(sql: "DROP VIEW \(table.name)")
    try db.execute(sql: "DROP TABLE IF EXISTS \(table.before)")
    try db.execute(sql: table.createViewSQL)
    let overdrawn = try StagedDraws.overdrawn(
      import: staged.id, register: register, plan: plan, today: today, in: db)
    guard overdrawn == 0 else { throw RegisterImportError.changedMeanwhile(rows: overdrawn) }
    if staged.count > 0 {
      try RegisterStore.countUp(register, import: staged.id, in: db)
    }
    try AuditLog.append(
      actor: actor, action: "register.import", object: "register/\(register.id)",
      detail: [
        "file": staged.file, "sha256": staged.digest, "import": String(staged.id),
        "new": String(staged.newCount), "changed": String(staged.count - staged.newCount),
        "unchanged": String(staged.sameCount), "why": why,
      ], at: at, in: db)
    return RegisterImportReport(
      newRows: staged.newCount, changedRows: staged.count - staged.newCount,
      sameRows: staged.sameCount)
  }

  /// What the columns of a field take out of a staged row, as `FieldValue` is written there.
  static func extractions(of field: Field) -> [String] {
    func extraction(_ path: String) -> String {
      "json_extract(s.whole, '$.\"\(field.id)\".\(path)')"
    }
    return switch field.kind {
    case .text, .choice, .date, .facility, .point, .place, .unit, .creditCode, .plate, .attachment:
      [extraction("text")]
    case .integer, .row: [extraction("integer")]
    case .decimal: [extraction("decimal")]
    case .flag: [extraction("flag")]
    case .instant: [extraction("instant")]
    case .position: [extraction("position.longitude"), extraction("position.latitude")]
    }
  }
}
