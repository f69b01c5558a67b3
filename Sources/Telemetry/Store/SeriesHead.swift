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
  /// Place of its group in `LiveState`.
  var group = 0
  var newest: Newest?
  /// Start of the last of all its samples, of those of a wrong clock too.
  var greatestStart = Int.min

  var latest: LatestValue? {
    newest.map {
      LatestValue(
        key: key, start: $0.start, value: $0.value, flag: $0.flag, receivedAt: $0.receivedAt,
        unchangedSince: $0.runStart)
    }
  }

  static func all(in db: Database) throws -> [SeriesHead] {
    try Row.fetchAll(db, sql: "SELECT * FROM series ORDER BY id").map { row in
      try CheckedRow.require(row, of: table)
      guard let statistic = Statistic(rawValue: row[3]) else {
        throw DatabaseError(message: "series \(row[0] as Int64) has an unknown statistic")
      }
      let key = SeriesKey(
        point: row[1], quantity: row[2], statistic: statistic, windowSeconds: row[4])
      return SeriesHead(id: row[0], key: key, newest: newest(row), greatestStart: row[11])
    }
  }

  private static func newest(_ row: Row) -> Newest? {
    guard let start: Int = row[5], let value = row.decimal(at: 6) else { return nil }
    return Newest(
      start: start, value: value, flag: SampleFlag(rawValue: row[8]), receivedAt: row[9],
      runStart: row[10])
  }

  static func insert(
    _ key: SeriesKey, group: Int, in db: Database
  ) throws -> SeriesHead {
    let next = try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT ifnull(max(id), 0) + 1 FROM series"))
    let head = SeriesHead(id: next ?? 1, key: key, group: group)
    try db.cachedStatement(
      sql: "INSERT INTO series VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    ).execute(arguments: CheckedRow.arguments(table, head.values))
    return head
  }

  func save(in db: Database) throws {
    let changed = Array(values.dropFirst(5)) + [CheckedRow.checksum(Self.table, values), id]
    try db.cachedStatement(
      sql: """
        UPDATE series SET latest_start = ?, latest_mantissa = ?, latest_scale = ?,
          latest_flag = ?, latest_received_at = ?, run_start = ?, greatest_start = ?, checksum = ?
        WHERE id = ?
        """
    ).execute(arguments: StatementArguments(changed))
  }

  private static let table = "series"

  /// In the order of the table's columns.
  private var values: [(any DatabaseValueConvertible)?] {
    [
      id, key.point, key.quantity, key.statistic.rawValue, key.windowSeconds, newest?.start,
      newest?.value.mantissa, newest?.value.scale, newest?.flag.rawValue, newest?.receivedAt,
      newest?.runStart, greatestStart,
    ]
  }
}
