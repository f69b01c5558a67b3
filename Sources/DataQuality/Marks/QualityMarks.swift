import FoundationEssentials
public import GRDB
public import Ledger
public import Telemetry

/// The book of marks.
public enum QualityMarks {
  /// Characters of a note.
  public static let noteLimit = 1_000

  /// Keeps what checks say of a series: in the marks that it belongs to, or as new ones. Said again,
  /// it changes nothing but when it was last seen; what a person settled is not opened again by it.
  ///
  /// - Parameter at: epoch seconds.
  /// - Returns: how many marks are new.
  @discardableResult
  public static func record(
    _ suspicions: [Suspicion], of series: SeriesKey, planDigest: String, at: Int, in db: Database
  ) throws -> Int {
    var count = 0
    for suspicion in suspicions {
      if try extend(suspicion, of: series, at: at, in: db) { continue }
      try db.cachedStatement(
        sql: """
          INSERT INTO quality_mark (point, quantity, statistic, window_seconds, check_name, from_at,
            until_at, grounds, first_seen, last_seen, plan_digest)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """
      ).execute(arguments: [
        series.point, series.quantity, series.statistic.rawValue, series.windowSeconds,
        suspicion.check.rawValue, suspicion.from, suspicion.until, try text(suspicion.grounds),
        at, at, planDigest,
      ])
      count += 1
    }
    return count
  }

  /// - Returns: whether a mark has taken it in.
  private static func extend(
    _ suspicion: Suspicion, of series: SeriesKey, at: Int, in db: Database
  ) throws -> Bool {
    let reach = Suspicion.joinedSeconds(suspicion.check)
    let near = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT * FROM quality_mark
          WHERE point = ? AND quantity = ? AND statistic = ? AND window_seconds = ?
            AND check_name = ? AND until_at >= ? AND from_at <= ?
          ORDER BY from_at
          """),
      arguments: [
        series.point, series.quantity, series.statistic.rawValue, series.windowSeconds,
        suspicion.check.rawValue, suspicion.from - reach,
        suspicion.until + reach,
      ]
    ).map(mark)
    // What lies within a settled span was judged by a person; what goes on beyond it is new.
    if near.contains(where: { !$0.isOpen && suspicion.until <= $0.until + reach }) {
      return true
    }
    guard let open = near.first(where: \.isOpen) else { return false }
    let known = Suspicion(
      check: suspicion.check, from: open.from, until: open.until, grounds: open.grounds)
    let joined = known.joined(with: suspicion)
    try db.cachedStatement(
      sql: """
        UPDATE quality_mark SET from_at = ?, until_at = ?, grounds = ?, last_seen = max(last_seen, ?)
        WHERE id = ?
        """
    ).execute(arguments: [joined.from, joined.until, try text(joined.grounds), at, open.id])
    return true
  }

  /// Says why a mark's span was as it was, with an audit entry.
  ///
  /// - Throws: `QualityMarkError`, and nothing is changed.
  public static func settle(
    _ id: Int64, as cause: QualityMark.Cause, note: String, by actor: Actor, at: Int,
    in db: Database
  ) throws {
    guard let mark = try find(id, in: db) else { throw QualityMarkError.unknown(id) }
    guard mark.isOpen else { throw QualityMarkError.isSettled(id) }
    guard note.count <= noteLimit else { throw QualityMarkError.noteTooLong }
    try db.execute(
      sql: """
        UPDATE quality_mark SET cause = ?, note = ?, settled_at = ?, settled_by = ? WHERE id = ?
        """, arguments: [cause.rawValue, note, at, actor.auditName, id])
    try AuditLog.append(
      actor: actor, action: "quality.settled", object: "quality-mark/\(id)",
      detail: [
        "cause": cause.rawValue, "note": note, "check": mark.check,
        "series": mark.series.description,
      ], at: at, in: db)
  }

  /// The same for a mark and the others of its line that are open.
  ///
  /// - Throws: `QualityMarkError`, and nothing is changed.
  public static func settleLine(
    _ id: Int64, as cause: QualityMark.Cause, note: String, by actor: Actor, at: Int,
    in db: Database
  ) throws {
    guard let mark = try find(id, in: db) else { throw QualityMarkError.unknown(id) }
    let others = try others(of: mark, in: db)
    try settle(id, as: cause, note: note, by: actor, at: at, in: db)
    for other in others {
      try settle(other.id, as: cause, note: note, by: actor, at: at, in: db)
    }
  }

  /// Takes the settlement of a mark and the others of its line back.
  ///
  /// - Throws: `QualityMarkError.unknown`.
  public static func reopenLine(_ id: Int64, by actor: Actor, at: Int, in db: Database) throws {
    guard let mark = try find(id, in: db) else { throw QualityMarkError.unknown(id) }
    let others = try others(of: mark, in: db)
    for one in [mark] + others { try reopen(one.id, by: actor, at: at, in: db) }
  }

  /// Takes a settlement back, with an audit entry. Nothing where it is open.
  ///
  /// - Throws: `QualityMarkError.unknown`.
  public static func reopen(_ id: Int64, by actor: Actor, at: Int, in db: Database) throws {
    guard let mark = try find(id, in: db) else { throw QualityMarkError.unknown(id) }
    guard !mark.isOpen else { return }
    try db.execute(
      sql: """
        UPDATE quality_mark SET cause = NULL, note = NULL, settled_at = NULL, settled_by = NULL
        WHERE id = ?
        """, arguments: [id])
    try AuditLog.append(
      actor: actor, action: "quality.reopened", object: "quality-mark/\(id)", at: at, in: db)
  }

  public static func find(_ id: Int64, in db: Database) throws -> QualityMark? {
    try Row.fetchOne(db, sql: "SELECT * FROM quality_mark WHERE id = ?", arguments: [id])
      .map(mark)
  }

  static func mark(_ row: Row) throws -> QualityMark {
    let settlement = (row["cause"] as String?).flatMap(QualityMark.Cause.init(rawValue:)).map {
      QualityMark.Settlement(
        cause: $0, note: row["note"] ?? "", at: row["settled_at"] ?? 0,
        by: (row["settled_by"] as String?).flatMap(Actor.init(auditName:)))
    }
    let grounds: String = row["grounds"]
    return QualityMark(
      id: row["id"],
      series: SeriesKey(
        point: row["point"], quantity: row["quantity"],
        statistic: Statistic(rawValue: row["statistic"]) ?? .realTime,
        windowSeconds: row["window_seconds"]),
      check: row["check_name"], from: row["from_at"], until: row["until_at"],
      grounds: try JSONDecoder().decode([Suspicion.Ground].self, from: Data(grounds.utf8)),
      firstSeen: row["first_seen"], lastSeen: row["last_seen"], planDigest: row["plan_digest"],
      settlement: settlement)
  }

  private static func text(_ grounds: [Suspicion.Ground]) throws -> String {
    String(decoding: try JSONEncoder().encode(grounds), as: UTF8.self)
  }
}
