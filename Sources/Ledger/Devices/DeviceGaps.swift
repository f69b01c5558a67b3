public import GRDB

/// A span in which data of a device were due and are not there.
public struct DeviceGap: Sendable, Hashable {
  public enum State: String, Sendable, Hashable, CaseIterable {
    case open
    /// A command that asks the device for it is under way.
    case asked
    /// The store has what was due.
    case filled
    /// Not to be had; `reason` says why.
    case unavailable
  }

  public enum Reason: String, Sendable, Hashable, CaseIterable {
    /// The device says that it has no data.
    case noData = "no-data"
    /// It refuses to be asked for them.
    case refused
    case failed
    /// It never answers such a request.
    case noAnswer = "no-answer"
    /// It sent what it has, and that is not all.
    case incomplete
    /// Its edition has no such request.
    case unwritable
  }

  public let id: Int64
  public let mn: String
  /// The command its data come in: 2051, 2061 or 2031.
  public let cn: String
  /// Length of one period in seconds.
  public let windowSeconds: Int
  /// Start of the first period, and the end of the last; epoch seconds.
  public let from: Int
  public let until: Int
  /// Periods that are not there.
  public let missing: Int
  public let state: State
  public let reason: Reason?
  /// How often the device was asked for it, and when last.
  public let attempts: Int
  public let triedAt: Int?
  public let foundAt: Int
  public let endedAt: Int?

  /// Periods in the span.
  public var periods: Int { (until - from) / windowSeconds }
}

/// What is missing of the devices' data, and what became of it.
public enum DeviceGaps {
  /// Takes note of periods that are due and not there. One that follows an open gap lengthens it, up to
  /// `longest` periods.
  public static func found(
    mn: String, cn: String, windowSeconds: Int, from: Int, until: Int, longest: Int, at: Int,
    in db: Database
  ) throws {
    var from = from
    let before = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT * FROM device_gap WHERE mn = ? AND cn = ? AND window_s = ? AND until_at = ?
            AND state = 'open' AND attempts = 0
          """), arguments: [mn, cn, windowSeconds, from]
    ).map(gap)
    if let before {
      let end = min(until, before.from + longest * windowSeconds)
      if end > from {
        try db.execute(
          sql: "UPDATE device_gap SET until_at = ?, missing = missing + ? WHERE id = ?",
          arguments: [end, (end - from) / windowSeconds, before.id])
        from = end
      }
    }
    while from < until {
      let end = min(until, from + longest * windowSeconds)
      try db.cachedStatement(
        sql: """
          INSERT INTO device_gap (mn, cn, window_s, from_at, until_at, missing, state, found_at)
          VALUES (?, ?, ?, ?, ?, ?, 'open', ?) ON CONFLICT DO NOTHING
          """
      ).execute(arguments: [mn, cn, windowSeconds, from, end, (end - from) / windowSeconds, at])
      from = end
    }
  }

  /// Up to where a device's data have been looked through; nil before the first look.
  public static func lookedThrough(
    mn: String, cn: String, windowSeconds: Int, in db: Database
  ) throws -> Int? {
    try Int.fetchOne(
      db.cachedStatement(
        sql: "SELECT through_at FROM device_gap_cursor WHERE mn = ? AND cn = ? AND window_s = ?"),
      arguments: [mn, cn, windowSeconds])
  }

  public static func looked(
    through: Int, mn: String, cn: String, windowSeconds: Int, in db: Database
  ) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO device_gap_cursor (mn, cn, window_s, through_at) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET through_at = max(through_at, excluded.through_at)
        """
    ).execute(arguments: [mn, cn, windowSeconds, through])
  }

  /// Open and asked ones, the newest first.
  public static func unsettled(
    mn: String? = nil, limit: Int = 500, in db: Database
  ) throws -> [DeviceGap] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT * FROM device_gap
          WHERE state IN ('open', 'asked') AND (:mn IS NULL OR mn = :mn)
          ORDER BY from_at DESC LIMIT :limit
          """), arguments: ["mn": mn, "limit": limit]
    ).map(gap)
  }

  /// Devices of which something is missing and may still come.
  public static func devices(in db: Database) throws -> [String] {
    try String.fetchAll(
      db.cachedStatement(
        sql: "SELECT DISTINCT mn FROM device_gap WHERE state IN ('open', 'asked') ORDER BY mn"))
  }

  /// The newest first.
  public static func list(
    mn: String, limit: Int = 50, in db: Database
  ) throws -> [DeviceGap] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: "SELECT * FROM device_gap WHERE mn = ? ORDER BY from_at DESC, id DESC LIMIT ?"),
      arguments: [mn, limit]
    ).map(gap)
  }

  public static func find(_ id: Int64, in db: Database) throws -> DeviceGap? {
    try Row.fetchOne(
      db.cachedStatement(sql: "SELECT * FROM device_gap WHERE id = ?"), arguments: [id]
    ).map(gap)
  }

  /// The device is asked for it.
  public static func asked(_ id: Int64, at: Int, in db: Database) throws {
    try db.execute(
      sql: """
        UPDATE device_gap SET state = 'asked', attempts = attempts + 1, tried_at = ?
        WHERE id = ? AND state = 'open'
        """, arguments: [at, id])
  }

  /// - Parameters:
  ///   - state: `.open` to try once more, `.filled`, `.unavailable` with a reason.
  ///   - missing: periods that are not there now.
  public static func settle(
    _ id: Int64, _ state: DeviceGap.State, reason: DeviceGap.Reason? = nil, missing: Int, at: Int,
    in db: Database
  ) throws {
    let isOver = state == .filled || state == .unavailable
    try db.execute(
      sql: """
        UPDATE device_gap SET state = ?, reason = ?, missing = ?, ended_at = ? WHERE id = ?
        """, arguments: [state.rawValue, reason?.rawValue, missing, isOver ? at : nil, id])
  }

  /// A person wants it tried again.
  ///
  /// - Returns: whether it had been given up.
  @discardableResult
  public static func reopen(_ id: Int64, by actor: Actor, at: Int, in db: Database) throws -> Bool {
    guard let gap = try find(id, in: db), gap.state == .unavailable else { return false }
    try db.execute(
      sql: """
        UPDATE device_gap SET state = 'open', reason = NULL, ended_at = NULL, attempts = 0,
          tried_at = NULL WHERE id = ?
        """, arguments: [id])
    try AuditLog.append(
      actor: actor, action: "device-gap.reopened", object: "device/\(gap.mn)",
      detail: ["gap": String(id)], at: at, in: db)
    return true
  }

  private static func gap(_ row: Row) -> DeviceGap {
    DeviceGap(
      id: row["id"], mn: row["mn"], cn: row["cn"], windowSeconds: row["window_s"],
      from: row["from_at"], until: row["until_at"], missing: row["missing"],
      state: DeviceGap.State(rawValue: row["state"]) ?? .open,
      reason: (row["reason"] as String?).flatMap(DeviceGap.Reason.init(rawValue:)),
      attempts: row["attempts"], triedAt: row["tried_at"], foundAt: row["found_at"],
      endedAt: row["ended_at"])
  }
}
