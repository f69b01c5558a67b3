import GRDB

extension StoredSample {
  private static let columns = """
    start, mantissa, scale, sent_mantissa, sent_scale, flag, received_at, sequence
    """

  static func range(
    series: Int64, from: Int, until: Int, limit: Int, in db: Database
  ) throws -> [StoredSample] {
    let select = try db.cachedStatement(
      sql: """
        SELECT \(columns), revisions FROM sample
        WHERE series = ? AND start >= ? AND start < ? ORDER BY start LIMIT ?
        """)
    return try read(select, [series, from, until, limit])
  }

  /// The newest of a stretch, oldest first.
  static func newest(
    series: Int64, from: Int, until: Int, limit: Int, in db: Database
  ) throws -> [StoredSample] {
    let select = try db.cachedStatement(
      sql: """
        SELECT \(columns), revisions FROM sample
        WHERE series = ? AND start >= ? AND start < ? ORDER BY start DESC LIMIT ?
        """)
    return try read(select, [series, from, until, limit]).reversed()
  }

  /// Every value of one instant, oldest first.
  static func history(series: Int64, start: Int, in db: Database) throws -> [StoredSample] {
    let select = try db.cachedStatement(
      sql: """
        SELECT \(columns), number FROM revision WHERE series = ?1 AND start = ?2
        UNION ALL
        SELECT \(columns), revisions FROM sample WHERE series = ?1 AND start = ?2
        ORDER BY number
        """)
    return try read(select, [series, start])
  }

  private static func read(
    _ statement: Statement, _ arguments: StatementArguments
  ) throws -> [StoredSample] {
    var samples: [StoredSample] = []
    let rows = try Row.fetchCursor(statement, arguments: arguments)
    while let row = try rows.next() {
      guard let value = row.decimal(at: 1) else {
        throw DatabaseError(message: "sample at \(row[0] as Int) holds no decimal number")
      }
      samples.append(
        StoredSample(
          start: row[0], value: value, asSent: row.decimal(at: 3) ?? value,
          flag: SampleFlag(rawValue: row[5]), receivedAt: row[6], sequence: row[7],
          revisionCount: row[8]))
    }
    return samples
  }
}
