import GRDB
import Telemetry

/// Hours that have values nobody has looked at, by series: pure bookkeeping, and how it is kept.
struct DueHours: Sendable, Equatable {
  /// Starts of the first and the last hour, epoch seconds.
  struct Span: Sendable, Hashable {
    var first: Int
    var last: Int
  }

  private(set) var spans: [SeriesKey: Span] = [:]
  /// Series whose span changed since it was written down.
  private(set) var changed: Set<SeriesKey> = []

  static func hour(of instant: Int) -> Int {
    let remainder = instant % Track.hourSeconds
    return instant - (remainder < 0 ? remainder + Track.hourSeconds : remainder)
  }

  mutating func note(_ key: SeriesKey, at instant: Int) {
    let hour = Self.hour(of: instant)
    guard let span = spans[key] else {
      spans[key] = Span(first: hour, last: hour)
      changed.insert(key)
      return
    }
    guard hour < span.first || hour > span.last else { return }
    spans[key] = Span(first: min(span.first, hour), last: max(span.last, hour))
    changed.insert(key)
  }

  /// Takes out what ends before an instant; what is still coming in stays.
  ///
  /// - Parameter now: epoch seconds; hours that ended this long ago are complete.
  func ready(now: Int) -> [SeriesKey: Span] {
    spans.compactMapValues { span in
      let last = min(span.last, DueHours.hour(of: now - Self.settleSeconds) - Track.hourSeconds)
      return span.first <= last ? Span(first: span.first, last: last) : nil
    }
  }

  /// What was looked at is due no longer.
  mutating func done(_ key: SeriesKey, through last: Int) {
    guard let span = spans[key] else { return }
    changed.insert(key)
    spans[key] =
      span.last > last
      ? Span(first: max(span.first, last + Track.hourSeconds), last: span.last) : nil
  }

  /// Seconds after an hour's end until it is looked at: minute and hour values come a little later.
  static let settleSeconds = 900

  // MARK: Kept in the ledger

  static func read(in db: Database) throws -> DueHours {
    var due = DueHours()
    for row in try Row.fetchAll(db, sql: "SELECT * FROM quality_due") {
      let key = SeriesKey(
        point: row["point"], quantity: row["quantity"],
        statistic: Statistic(rawValue: row["statistic"]) ?? .realTime,
        windowSeconds: row["window_seconds"])
      due.spans[key] = Span(first: row["first_at"], last: row["last_at"])
    }
    return due
  }

  /// Writes down what changed, with the inbox sequence up to which everything is noted.
  func save(cursor: Int64, in db: Database) throws {
    let upsert = try db.cachedStatement(
      sql: """
        INSERT INTO quality_due (point, quantity, statistic, window_seconds, first_at, last_at)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET first_at = excluded.first_at, last_at = excluded.last_at
        """)
    let remove = try db.cachedStatement(
      sql: """
        DELETE FROM quality_due
        WHERE point = ? AND quantity = ? AND statistic = ? AND window_seconds = ?
        """)
    for key in changed.sorted() {
      let identity: StatementArguments = [
        key.point, key.quantity, key.statistic.rawValue, key.windowSeconds,
      ]
      if let span = spans[key] {
        try upsert.execute(arguments: identity + [span.first, span.last])
      } else {
        try remove.execute(arguments: identity)
      }
    }
    try db.cachedStatement(
      sql: """
        INSERT INTO quality_cursor (id, sequence) VALUES (1, ?)
        ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence
        """
    ).execute(arguments: [cursor])
  }

  /// nil where nothing was ever noted.
  static func cursor(in db: Database) throws -> Int64? {
    try Int64.fetchOne(db, sql: "SELECT sequence FROM quality_cursor WHERE id = 1")
  }

  /// What changed is written down.
  mutating func saved() { changed = [] }
}
