import FoundationEssentials
import GRDB

/// A row whose last column, `checksum`, is of the name of its table and of all its other columns: one that
/// is not what was written is named and not read.
enum CheckedRow {
  /// Of the values in the order of the table's columns.
  static func checksum(
    _ table: String, _ values: [(any DatabaseValueConvertible)?]
  ) -> Data {
    var text = table
    for value in values {
      text += "\u{1F}"
      switch (value?.databaseValue ?? .null).storage {
      case .null: text += "-"
      case .int64(let number): text += "\(number)"
      case .double(let number): text += "\(number)"
      case .string(let string): text += "'" + string
      case .blob(let data): text += "x" + data.base64EncodedString()
      }
    }
    return Data(ChunkChecksum.of(Array(text.utf8), named: "row"))
  }

  /// Values with their checksum, for an insertion.
  static func arguments(
    _ table: String, _ values: [(any DatabaseValueConvertible)?]
  ) -> StatementArguments {
    StatementArguments(values + [checksum(table, values)])
  }

  /// - Parameter row: of all columns of the table, in their order.
  static func isWhole(_ row: Row, of table: String) -> Bool {
    let values: [DatabaseValue] = Array(row.databaseValues)
    return values.last.flatMap { Data.fromDatabaseValue($0) }
      == checksum(table, Array(values.dropLast()))
  }

  /// - Throws: `StoreError.damagedRow`.
  static func require(_ row: Row, of table: String) throws {
    guard isWhole(row, of: table) else { throw StoreError.damagedRow(table: table) }
  }

  /// Writes the checksum of every row of a table, or of one.
  static func seal(_ table: String, where condition: SQL = "1", in db: Database) throws {
    let columns = try db.columns(in: table).map(\.name)
    let key = try db.primaryKey(table).columns
    let select: SQL = "SELECT * FROM \(sql: table) WHERE \(condition)"
    let (sql, arguments) = try select.build(db)
    let update = try db.cachedStatement(
      sql: """
        UPDATE \(table) SET checksum = ? WHERE \(key.map { "\($0) = ?" }.joined(separator: " AND "))
        """)
    for row in try Row.fetchAll(db, sql: sql, arguments: arguments) {
      let values = columns.dropLast().map { row[$0] as DatabaseValue }
      let keys = key.map { row[$0] as DatabaseValue }
      try update.execute(
        arguments: StatementArguments([checksum(table, Array(values)).databaseValue] + keys))
    }
  }
}
