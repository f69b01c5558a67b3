public import GRDB

extension LedgerSchema {
  static let devicePresence = LedgerMigration(id: "ledger.device-presence.1") { db in
    try db.execute(
      sql: """
        CREATE TABLE device_presence (
          mn TEXT NOT NULL REFERENCES device (mn),
          from_at INTEGER NOT NULL,
          last_at INTEGER NOT NULL CHECK (last_at >= from_at),
          PRIMARY KEY (mn, from_at)
        ) STRICT, WITHOUT ROWID;
        """)
  }
}

/// When devices were heard: spans, each from its first frame to its last.
public enum DevicePresence {
  public struct Span: Sendable, Hashable {
    /// Epoch seconds, both; of the first and the last frame.
    public let from: Int
    public let last: Int
  }

  /// Seconds without a frame after which a device counts as away: three of its intervals, five minutes at
  /// least.
  public static func awayAfter(intervalSeconds: Int?) -> Int {
    max((intervalSeconds ?? 0) * 3, 300)
  }

  /// Takes note of the newest frame of a device.
  public static func heard(
    _ mn: String, at: Int, intervalSeconds: Int?, in db: Database
  ) throws {
    try db.cachedStatement(
      sql: """
        UPDATE device_presence SET last_at = max(last_at, :at)
        WHERE mn = :mn AND from_at = (SELECT max(from_at) FROM device_presence WHERE mn = :mn)
          AND last_at >= :at - :away
        """
    ).execute(arguments: [
      "mn": mn, "at": at, "away": awayAfter(intervalSeconds: intervalSeconds),
    ])
    guard db.changesCount == 0 else { return }
    try db.cachedStatement(
      sql: """
        INSERT INTO device_presence (mn, from_at, last_at) VALUES (?1, ?2, ?2)
        ON CONFLICT DO NOTHING
        """
    ).execute(arguments: [mn, at])
  }

  /// Spans that reach into the time, oldest first.
  public static func spans(
    _ mn: String, from: Int, until: Int, in db: Database
  ) throws -> [Span] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT from_at, last_at FROM device_presence
          WHERE mn = ? AND last_at >= ? AND from_at < ? ORDER BY from_at
          """), arguments: [mn, from, until]
    ).map { Span(from: $0[0], last: $0[1]) }
  }

  /// Forgets spans that ended before; returns how many.
  @discardableResult
  public static func prune(before: Int, in db: Database) throws -> Int {
    try db.execute(sql: "DELETE FROM device_presence WHERE last_at < ?", arguments: [before])
    return db.changesCount
  }
}
