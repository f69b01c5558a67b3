import ActionPlan
import FoundationEssentials
public import GRDB

/// The findings of the ledger.
public enum Findings {
  public static func find(_ id: Int64, in db: Database) throws -> Finding? {
    try fetch("WHERE id = ?", [id], in: db).first
  }

  /// Findings whose episode lasts, those only told so far included; the newest first.
  public static func lasting(in db: Database) throws -> [Finding] {
    try fetch("WHERE ended_at IS NULL ORDER BY start DESC, id DESC", [], in: db)
  }

  /// Findings of a facility that lasted at some time since an instant, the newest first.
  public static func list(
    facility: String, since: Int, limit: Int, in db: Database
  ) throws -> [Finding] {
    try fetch(
      """
      WHERE (facility = ? OR facility IN (SELECT other FROM facility_merged WHERE kept = ?))
        AND (ended_at IS NULL OR ended_at >= ?) ORDER BY start DESC, id DESC LIMIT ?
      """, [facility, facility, since, limit], in: db)
  }

  /// Findings of a rule whose episode began within these epoch seconds, the earliest first.
  public static func list(
    rule: String, began: Range<Int> = .min..<(.max), in db: Database
  ) throws -> [Finding] {
    try fetch(
      "WHERE rule = ? AND start >= ? AND start < ? ORDER BY start, id",
      [rule, began.lowerBound, began.upperBound], in: db)
  }

  /// Notes which case a finding opened. Whoever opens the case calls this in the same transaction.
  public static func link(_ id: Int64, toCase caseID: Int64, in db: Database) throws {
    try db.cachedStatement(sql: "UPDATE finding SET case_id = ? WHERE id = ?")
      .execute(arguments: [caseID, id])
  }

  /// When the last of a case's findings ended, epoch seconds; nil while one lasts.
  public static func quiet(ofCase id: Int64, in db: Database) throws -> Int? {
    try Int.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT iif(count(*) = count(ended_at), max(ended_at), NULL) FROM finding WHERE case_id = ?
          """), arguments: [id])
  }

  // MARK: What the engine says, written down

  /// Writes one occurrence down.
  ///
  /// - Returns: what it asks of others; nil where it asks nothing or was written down before.
  static func record(
    _ occurrence: Engine.Occurrence, planDigest: String, at recordedAt: Int, in db: Database
  ) throws -> DetectionEffect? {
    let identity = occurrence.subject.identity
    switch occurrence.event {
    case .reached(let stage, let start, let at, let isLate, _):
      let action = occurrence.subject.setup.stages[stage].action
      let id = try reach(
        occurrence, stage: stage, start: start, at: at, isLate: isLate, planDigest: planDigest,
        recordedAt: recordedAt, in: db)
      guard let id, let finding = try find(id, in: db) else { return nil }
      switch action {
      case .tellFacility: return .tellFacility(finding)
      case .open(let procedure, let severity):
        return .open(finding, procedure: procedure, severity: severity)
      }
    case .ended(let start, let at):
      return try end(identity, start: start, at: at, in: db)
    case .resumed(let start):
      let id = try Int64.fetchOne(
        db.cachedStatement(
          sql: """
            UPDATE finding SET ended_at = NULL
            WHERE rule = ? AND subject = ? AND start = ? AND ended_at IS NOT NULL RETURNING id
            """), arguments: [identity.rule, identity.subject, start])
      return id.map { .resumed(findingID: $0) }
    }
  }

  /// - Returns: nil where this stage of the finding was reached before. A changed plan may count its
  ///   stages otherwise: what was only told can always open.
  private static func reach(
    _ occurrence: Engine.Occurrence, stage: Int, start: Int, at: Int, isLate: Bool,
    planDigest: String, recordedAt: Int, in db: Database
  ) throws -> Int64? {
    let subject = occurrence.subject
    let isOpening = subject.setup.stages[stage].action.opensCase
    let grounds = String(decoding: try JSONEncoder().encode(occurrence.grounds), as: UTF8.self)
    return try Int64.fetchOne(
      db.cachedStatement(
        sql: """
          INSERT INTO finding (rule, subject, start, reached_at, stage, reached, plan_digest,
            clause, facility, place, longitude, latitude, is_late, grounds, recorded_at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (rule, subject, start) DO UPDATE SET reached_at = excluded.reached_at,
            stage = excluded.stage,
            reached = CASE finding.reached WHEN 'opened' THEN 'opened' ELSE excluded.reached END,
            plan_digest = excluded.plan_digest, is_late = excluded.is_late, grounds = excluded.grounds,
            recorded_at = excluded.recorded_at
          WHERE excluded.stage > finding.stage
            OR (finding.reached = 'told' AND excluded.reached = 'opened')
          RETURNING id
          """),
      arguments: [
        subject.identity.rule, subject.identity.subject, start, at, stage,
        (isOpening ? Finding.Reached.opened : .told).rawValue, planDigest, subject.clause,
        subject.facility, subject.place, subject.position?.longitude, subject.position?.latitude,
        isLate, grounds, recordedAt,
      ])
  }

  private static func end(
    _ identity: Subject.Identity, start: Int, at: Int, in db: Database
  ) throws -> DetectionEffect? {
    let id = try Int64.fetchOne(
      db.cachedStatement(
        sql: """
          UPDATE finding SET ended_at = max(start, ?)
          WHERE rule = ? AND subject = ? AND start = ? RETURNING id
          """), arguments: [at, identity.rule, identity.subject, start])
    return id.map { .ended(findingID: $0, at: at) }
  }

  /// Ends what lasts of a subject that is no longer watched.
  ///
  /// - Parameter seen: when its episode was last seen; nil where that is not known any more.
  static func giveUp(
    _ identity: Subject.Identity, seen: Int?, in db: Database
  ) throws -> [DetectionEffect] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          UPDATE finding SET ended_at = max(start, coalesce(?, reached_at))
          WHERE rule = ? AND subject = ? AND ended_at IS NULL RETURNING id, ended_at
          """), arguments: [seen, identity.rule, identity.subject]
    ).map { .ended(findingID: $0["id"], at: $0["ended_at"]) }
  }

  // MARK: Reading

  static func fetch(
    _ condition: String, _ arguments: StatementArguments, in db: Database
  ) throws -> [Finding] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT id, rule, subject, start, reached_at, stage, reached, ended_at, plan_digest, clause,
            facility, place, longitude, latitude, is_late, grounds, recorded_at
          FROM finding \(condition)
          """), arguments: arguments
    ).map(finding)
  }

  private static func finding(_ row: Row) throws -> Finding {
    let longitude: Double? = row["longitude"]
    let latitude: Double? = row["latitude"]
    let grounds: String = row["grounds"]
    return Finding(
      id: row["id"], rule: row["rule"], subject: row["subject"], start: row["start"],
      at: row["reached_at"], stage: row["stage"],
      reached: Finding.Reached(rawValue: row["reached"]) ?? .told, endedAt: row["ended_at"],
      planDigest: row["plan_digest"], clause: row["clause"], facility: row["facility"],
      place: row["place"],
      position: longitude.flatMap { longitude in
        latitude.map { Coordinate(longitude: longitude, latitude: $0) }
      },
      isLate: row["is_late"],
      grounds: try JSONDecoder().decode([Ground].self, from: Data(grounds.utf8)),
      recordedAt: row["recorded_at"])
  }
}
