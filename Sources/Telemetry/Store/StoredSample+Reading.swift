import AirQuality
import GRDB

extension StoredSample {
  /// What was sent, where it has other digits than the value.
  var asSentApart: ExactDecimal? { asSent.hasDigits(of: value) ? nil : asSent }

  /// Those that lie in rows of their own, of a stretch of one series.
  static func rows(
    _ series: Int64, from: Int, until: Int, limit: Int, _ order: SampleReader.Order,
    in db: Database
  ) throws -> [StoredSample] {
    let select = try db.cachedStatement(
      sql: """
        SELECT * FROM sample WHERE series = ? AND start >= ? AND start < ?
        ORDER BY start \(order == .oldestFirst ? "" : "DESC") LIMIT ?
        """)
    return try read(.sample, select, [series, from, until, limit])
  }

  /// Every value of one instant, oldest first.
  static func history(_ reader: SampleReader, start: Int) throws -> [StoredSample] {
    try earlier(reader.series, start: start, in: reader.db)
      + [try reader.sample(at: start)].compactMap { $0 }
  }

  /// The values that an instant had before the current one, oldest first.
  static func earlier(_ series: Int64, start: Int, in db: Database) throws -> [StoredSample] {
    let select = try db.cachedStatement(
      sql: """
        SELECT * FROM revision WHERE series = ? AND start = ? ORDER BY number
        """)
    return try read(.revision, select, [series, start])
  }

  enum Table: String {
    case sample
    case revision
  }

  /// - Parameters:
  ///   - number: of revisions before it.
  ///   - isAside: a row of `sample` that is there already stays.
  func insert(
    into table: Table, of series: Int64, number: Int, isAside: Bool = false, in db: Database
  ) throws {
    let sent = asSentApart
    let verb =
      switch table {
      case .sample: isAside ? "INSERT OR IGNORE" : "INSERT OR REPLACE"
      case .revision: "INSERT"
      }
    try db.cachedStatement(
      sql: "\(verb) INTO \(table.rawValue) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    ).execute(
      arguments: CheckedRow.arguments(
        table.rawValue,
        [
          series, start, value.mantissa, value.scale, sent?.mantissa, sent?.scale, flag.rawValue,
          receivedAt, sequence, number,
        ]))
  }

  private static func read(
    _ table: Table, _ statement: Statement, _ arguments: StatementArguments
  ) throws -> [StoredSample] {
    var samples: [StoredSample] = []
    let rows = try Row.fetchCursor(statement, arguments: arguments)
    while let row = try rows.next() {
      try CheckedRow.require(row, of: table.rawValue)
      guard let value = row.decimal(at: 2) else {
        throw StoreError.damagedRow(table: table.rawValue)
      }
      samples.append(
        StoredSample(
          start: row[1], value: value, asSent: row.decimal(at: 4) ?? value,
          flag: SampleFlag(rawValue: row[6]), receivedAt: row[7], sequence: row[8],
          revisionCount: row[9]))
    }
    return samples
  }
}
