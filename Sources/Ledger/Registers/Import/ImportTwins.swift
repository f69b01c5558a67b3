import ActionPlan
import GRDB

/// The rows of a register without a key, found again by what they hold: what a file brings a second
/// time is no second row.
///
/// A row counts as it is now and as it was when it was added, so that a file is known again also after
/// its rows were worked on.
struct ImportTwins: Sendable {
  private let register: Register
  /// Hash of a row's text → rows.
  private let rows: [Int: [Int64]]
  private var taken: Set<Int64> = []

  init(_ register: Register, in db: Database) throws {
    self.register = register
    let table = RegisterTable(register: register)
    var rows: [Int: [Int64]] = [:]
    let added = try Row.fetchCursor(
      db,
      sql: """
        SELECT row_id, new FROM register_change WHERE register = ? AND kind = 'insert'
          AND row_id IN (SELECT row_id FROM \(table.name)) ORDER BY row_id
        """, arguments: [register.id])
    while let row = try added.next() {
      rows[(row["new"] as String).hashValue, default: []].append(row["row_id"])
    }
    let changed = try Row.fetchCursor(
      db, sql: "SELECT * FROM \(table.name) WHERE row_version > 1 ORDER BY row_id")
    while let row = try changed.next() {
      let now = RegisterStore.row(row, of: register)
      rows[RowHistory.encode(now.values).hashValue, default: []].append(now.id)
    }
    self.rows = rows
  }

  /// A row that has these values and stands for no other row of the file.
  ///
  /// - Parameter named: rows that the file names by number.
  mutating func take(
    _ values: [String: FieldValue], but named: [Int64: Int], in db: Database
  ) throws -> Int64? {
    let text = RowHistory.encode(values)
    for row in rows[text.hashValue] ?? []
    where named[row] == nil && !taken.contains(row) {
      guard try holds(text, row, in: db) else { continue }
      taken.insert(row)
      return row
    }
    return nil
  }

  private func holds(_ text: String, _ row: Int64, in db: Database) throws -> Bool {
    let wasAdded = try Bool.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT EXISTS (SELECT 1 FROM register_change
            WHERE register = ? AND row_id = ? AND kind = 'insert' AND new = ?)
          """), arguments: [register.id, row, text])
    if wasAdded == true { return true }
    return try RegisterStore.row(register, row, in: db).map {
      RowHistory.encode($0.values) == text
    } ?? false
  }
}
