import GRDB

/// The one row of `progress`: how far the inbox is stored, how much there is, and by which clock.
struct Progress: Sendable {
  var appliedSequence: Int64 = 0
  var samples = 0
  var revisions = 0
  var utcOffsetSeconds: Int

  private static let table = "progress"

  /// - Returns: nil where nothing was ever stored.
  /// - Throws: `StoreError.damagedRow`.
  static func find(in db: Database) throws -> Progress? {
    let row = try Row.fetchOne(db.cachedStatement(sql: "SELECT * FROM progress"))
    guard let row else { return nil }
    try CheckedRow.require(row, of: table)
    return Progress(
      appliedSequence: row[1], samples: row[2], revisions: row[3], utcOffsetSeconds: row[4])
  }

  func save(in db: Database) throws {
    try db.cachedStatement(
      sql: "INSERT OR REPLACE INTO progress VALUES (?, ?, ?, ?, ?, ?)"
    ).execute(
      arguments: CheckedRow.arguments(
        Self.table, [1, appliedSequence, samples, revisions, utcOffsetSeconds]))
  }
}
