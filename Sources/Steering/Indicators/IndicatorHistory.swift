public import ActionPlan
public import AirQuality
import FoundationEssentials
public import GRDB

/// What indicators told, day by day: the last reading of each.
public enum IndicatorHistory {
  /// Numbers are decimal text; day counts from 1970-01-01; versions is a JSON object of the registers a
  /// reading was made from.
  static let tables = """
    CREATE TABLE indicator_day (
      indicator TEXT NOT NULL,
      day INTEGER NOT NULL,
      value TEXT,
      expected TEXT,
      lamp TEXT NOT NULL CHECK (lamp IN ('green', 'yellow', 'red', 'grey')),
      reason TEXT NOT NULL,
      plan TEXT NOT NULL,
      versions TEXT NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY (indicator, day)
    ) STRICT, WITHOUT ROWID;
    """

  /// One day's reading as it was kept.
  public struct Kept: Sendable, Hashable {
    public let day: CalendarDay
    public let value: ExactDecimal?
    public let expected: ExactDecimal?
    public let lamp: IndicatorLamp
    public let reason: IndicatorReason
    /// The plan's digest.
    public let plan: String
    /// By the id of each register it was read from.
    public let versions: [String: Int]
    /// Epoch second.
    public let at: Int
  }

  /// Keeps a reading as that of its day; an earlier one of the day gives way.
  ///
  /// - Parameter versions: of the registers it was read from.
  public static func keep(
    _ reading: IndicatorReading, plan: Plan, versions: [String: Int], at: Int, in db: Database
  ) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try db.cachedStatement(
      sql: """
        INSERT INTO indicator_day
          (indicator, day, value, expected, lamp, reason, plan, versions, at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (indicator, day) DO UPDATE SET
          value = excluded.value, expected = excluded.expected, lamp = excluded.lamp,
          reason = excluded.reason, plan = excluded.plan, versions = excluded.versions,
          at = excluded.at
        """
    ).execute(arguments: [
      reading.indicator, reading.day.dayNumber, reading.value?.description,
      reading.expected?.description, reading.lamp.rawValue, reading.reason.rawValue, plan.digest,
      String(decoding: try encoder.encode(versions), as: UTF8.self), at,
    ])
  }

  /// Oldest first.
  public static func days(
    of indicator: String, from first: CalendarDay, through last: CalendarDay, in db: Database
  ) throws -> [Kept] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT day, value, expected, lamp, reason, plan, versions, at FROM indicator_day
          WHERE indicator = ? AND day BETWEEN ? AND ? ORDER BY day
          """), arguments: [indicator, first.dayNumber, last.dayNumber]
    ).compactMap(kept)
  }

  /// nil for a lamp or a reason that a newer program kept.
  private static func kept(_ row: Row) throws -> Kept? {
    guard let lamp = IndicatorLamp(rawValue: row["lamp"]),
      let reason = IndicatorReason(rawValue: row["reason"])
    else { return nil }
    return Kept(
      day: CalendarDay(dayNumber: row["day"]),
      value: (row["value"] as String?).flatMap { ExactDecimal($0) },
      expected: (row["expected"] as String?).flatMap { ExactDecimal($0) }, lamp: lamp,
      reason: reason, plan: row["plan"],
      versions: try JSONDecoder().decode(
        [String: Int].self, from: Data((row["versions"] as String).utf8)), at: row["at"])
  }
}
