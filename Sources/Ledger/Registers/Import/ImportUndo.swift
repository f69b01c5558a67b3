import ActionPlan
import GRDB

/// Takes back what an unfinished import wrote. The register's view has never shown it.
enum ImportUndo {
  /// Every import that was under way when the server stopped. The views are made anew afterwards.
  static func undoUnfinished(in db: Database) throws {
    let open = try Row.fetchAll(
      db, sql: "SELECT id, row_count FROM register_import WHERE state IN ('applying', 'undoing')")
    for row in open {
      try undo(row["id"], 0..<(row["row_count"] as Int), in: db)
      try finish(row["id"], in: db)
    }
  }

  /// - Parameter places: of the staged rows; ones that were never written do no harm.
  static func undo(_ id: Int64, _ places: Range<Int>, in db: Database) throws {
    guard let table = try table(of: id, in: db) else { return }
    try db.execute(
      sql: "UPDATE register_import SET state = 'undoing' WHERE id = ?", arguments: [id])
    let range: StatementArguments = [id, places.lowerBound, places.upperBound]
    let staged = "WHERE s.import = ? AND s.place >= ? AND s.place < ?"
    let written =
      "register_import_row AS s JOIN register_import AS i ON i.id = s.import "
      + "JOIN \(table.rows) AS r ON r.row_id = coalesce(i.first_row + s.added, s.row_id)"
    // A changed row has been written where what it was before has been put aside.
    let isWritten = "(s.added IS NOT NULL OR s.row_id IN (SELECT row_id FROM \(table.before)))"
    let differs = "s.pieces <> s.pieces_before"
    try db.execute(
      sql: """
        INSERT INTO \(table.search) (\(table.search), rowid, pieces)
        SELECT 'delete', r.row_id, s.pieces FROM \(written) \(staged)
          AND \(isWritten) AND \(differs) AND s.pieces <> ''
        """, arguments: range)
    try db.execute(
      sql: """
        INSERT INTO \(table.search) (rowid, pieces)
        SELECT r.row_id, s.pieces_before FROM \(written) \(staged)
          AND s.added IS NULL AND \(isWritten) AND \(differs) AND s.pieces_before <> ''
        """, arguments: range)
    try db.execute(
      sql: """
        DELETE FROM register_change WHERE import = ? AND row_id IN (
          SELECT r.row_id FROM \(written) \(staged))
        """, arguments: [id] + range)
    let columns = try String.fetchAll(
      db, sql: "SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0 AND name <> 'row_id'",
      arguments: [table.rowsName]
    ).map(RegisterTable.quoted)
    let sets = columns.map { "\($0) = b.\($0)" }.joined(separator: ", ")
    try db.execute(
      sql: """
        UPDATE \(table.rows) SET \(sets) FROM \(table.before) AS b
        WHERE b.row_id = \(table.rows).row_id AND b.row_id IN (
          SELECT s.row_id FROM register_import_row AS s \(staged))
        """, arguments: range)
    try db.execute(
      sql: """
        DELETE FROM \(table.before) WHERE row_id IN (
          SELECT s.row_id FROM register_import_row AS s \(staged))
        """, arguments: range)
    try db.execute(
      sql: """
        DELETE FROM \(table.rows) WHERE row_id IN (
          SELECT i.first_row + s.added FROM register_import_row AS s
          JOIN register_import AS i ON i.id = s.import \(staged))
        """, arguments: range)
  }

  /// Afterwards the caller makes the view anew.
  static func finish(_ id: Int64, in db: Database) throws {
    guard let table = try table(of: id, in: db) else { return }
    try db.execute(sql: "DROP VIEW IF EXISTS \(table.name)")
    try db.execute(sql: "DROP TABLE IF EXISTS \(table.before)")
    try NameDoubts.forget(import: id, in: db)
    try db.execute(
      sql: "UPDATE register_import SET state = 'undone' WHERE id = ?", arguments: [id])
    try ImportStage.forgetRows(of: id, in: db)
  }

  private static func table(of id: Int64, in db: Database) throws -> RegisterTable? {
    try String.fetchOne(
      db,
      sql: "SELECT register FROM register_import WHERE id = ? AND state IN ('applying', 'undoing')",
      arguments: [id]
    ).map { RegisterTable(named: $0) }
  }
}
