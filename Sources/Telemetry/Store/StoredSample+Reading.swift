import AirQuality
import GRDB

extension StoredSample {
  /// What was sent, where it has other digits than the value.
  var asSentApart: ExactDecimal? { asSent.hasDigits(of: value) ? nil : asSent }

  private static let columns = """
    start, mantissa, scale, sent_mantissa, sent_scale, flag, received_at, sequence
    """

  /// Those that lie in rows of their own, of a stretch of one series.
  static func rows(
    _ series: Int64, from: Int, until: Int, limit: Int, _ order: SampleReader.Order,
    in db: Database
  ) throws -> [StoredSample] {
    let select = try db.cachedStatement(
      sql: """
        SELECT \(columns), revisions FROM sample WHERE series = ? AND start >= ? AND start < ?
        ORDER BY start \(order == .oldestFirst ? "" : "DESC") LIMIT ?
        """)
    return try read(select, [series, from, until, limit])
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
        SELECT \(columns), number FROM revision WHERE series = ? AND start = ? ORDER BY number
        """)
    return try read(select, [series, start])
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
      sql: "\(verb) INTO \(table.rawValue) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    ).execute(arguments: [
      series, start, value.mantissa, value.scale, sent?.mantissa, sent?.scale, flag.rawValue,
      receivedAt, sequence, number,
    ])
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
