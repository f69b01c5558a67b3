import AirQuality
import GRDB

/// A series' row: its number and its newest sample.
struct SeriesHead: Sendable {
  struct Newest: Sendable {
    var start: Int
    var value: ExactDecimal
    var flag: SampleFlag
    var receivedAt: Int
    /// Start of the run of equal values that it ends.
    var runStart: Int
  }

  let id: Int64
  let key: SeriesKey
  var newest: Newest?

  var latest: LatestValue? {
    newest.map {
      LatestValue(
        key: key, start: $0.start, value: $0.value, flag: $0.flag, receivedAt: $0.receivedAt,
        unchangedSince: $0.runStart)
    }
  }

  static func all(in db: Database) throws -> [SeriesKey: SeriesHead] {
    var heads: [SeriesKey: SeriesHead] = [:]
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT id, point, quantity, statistic, window_seconds, latest_start, latest_mantissa,
          latest_scale, latest_flag, latest_received_at, run_start
        FROM series
        """)
    while let row = try rows.next() {
      guard let statistic = Statistic(rawValue: row[3]) else {
        throw DatabaseError(message: "series \(row[0] as Int64) has an unknown statistic")
      }
      let key = SeriesKey(
        point: row[1], quantity: row[2], statistic: statistic, windowSeconds: row[4])
      heads[key] = SeriesHead(id: row[0], key: key, newest: newest(row))
    }
    return heads
  }

  private static func newest(_ row: Row) -> Newest? {
    guard let start: Int = row[5], let value = row.decimal(at: 6) else { return nil }
    return Newest(
      start: start, value: value, flag: SampleFlag(rawValue: row[8]), receivedAt: row[9],
      runStart: row[10])
  }

  static func insert(_ key: SeriesKey, in db: Database) throws -> SeriesHead {
    try db.cachedStatement(
      sql: "INSERT INTO series (point, quantity, statistic, window_seconds) VALUES (?, ?, ?, ?)"
    ).execute(arguments: [key.point, key.quantity, key.statistic.rawValue, key.windowSeconds])
    return SeriesHead(id: db.lastInsertedRowID, key: key)
  }

  func save(in db: Database) throws {
    guard let newest else { return }
    try db.cachedStatement(
      sql: """
        UPDATE series SET latest_start = ?, latest_mantissa = ?, latest_scale = ?,
          latest_flag = ?, latest_received_at = ?, run_start = ?
        WHERE id = ?
        """
    ).execute(arguments: [
      newest.start, newest.value.mantissa, newest.value.scale, newest.flag.rawValue,
      newest.receivedAt, newest.runStart, id,
    ])
  }
}
