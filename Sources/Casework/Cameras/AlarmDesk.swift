import ActionPlan
public import GRDB

/// Alarms of cameras as the duty desk looks through them: what waits, and what was judged. 告警研判
public enum AlarmDesk {
  /// How long a verdict can be taken back, in seconds.
  public static let undoSeconds = 1_800
  /// Characters.
  public static let longestNote = 1_000
  /// How far from an alarm others are shown beside it.
  public static let nearMetres = 3_000
  public static let nearSeconds = 86_400

  /// Alarms that nobody has judged, the most pressing first.
  public static func waiting(limit: Int, in db: Database) throws -> [TriagedAlarm] {
    try list("t.verdict IS NULL ORDER BY t.due_at, a.id LIMIT \(limit)", in: db)
  }

  public static func waitingCount(in db: Database) throws -> Int {
    try Int.fetchOne(
      db.cachedStatement(sql: "SELECT count(*) FROM camera_triage WHERE verdict IS NULL")) ?? 0
  }

  /// Those judged last, the newest first.
  public static func judged(limit: Int, in db: Database) throws -> [TriagedAlarm] {
    try list(
      "t.verdict IS NOT NULL ORDER BY t.judged_at DESC, a.id DESC LIMIT \(limit)", in: db)
  }

  public static func find(_ id: Int64, in db: Database) throws -> TriagedAlarm? {
    try list("a.id = \(id)", in: db).first
  }

  /// All alarms of a case, oldest first.
  public static func alarms(of caseID: Int64, in db: Database) throws -> [TriagedAlarm] {
    try list("t.case_id = \(caseID) ORDER BY a.occurred_at, a.id", in: db)
  }

  /// Other alarms within `nearMetres` and `nearSeconds`, the nearest first.
  public static func near(
    _ alarm: TriagedAlarm, limit: Int, in db: Database
  ) throws -> [NearbyAlarm] {
    guard let position = alarm.position else { return [] }
    let at = alarm.alarm.occurredAt
    return try list(
      """
      a.occurred_at BETWEEN \(at - nearSeconds) AND \(at + nearSeconds) AND a.id <> \(alarm.id)
        AND t.longitude IS NOT NULL
      ORDER BY a.occurred_at DESC LIMIT \(looked)
      """, in: db
    ).compactMap { other in
      guard let there = other.position else { return nil }
      let metres = position.meters(to: there)
      return metres <= Double(nearMetres)
        ? NearbyAlarm(alarm: other, metres: Int(metres.rounded())) : nil
    }.sorted {
      let apart = (abs($0.alarm.alarm.occurredAt - at), abs($1.alarm.alarm.occurredAt - at))
      return ($0.metres, apart.0, $0.alarm.id) < ($1.metres, apart.1, $1.alarm.id)
    }.prefix(limit).map { $0 }
  }

  /// Alarms of one day that are compared at most.
  private static let looked = 1_000

  /// The open case that an alarm is one more sight of: of the same procedure, opened or joined by an
  /// alarm near it in place and time.
  static func caseSeenAgain(
    _ draft: AlarmDraft, at position: Coordinate?, by procedure: Procedure, in db: Database
  ) throws -> Int64? {
    guard let join = procedure.intake.triage?.join, let position else { return nil }
    let range = (draft.occurredAt - join.withinSeconds, draft.occurredAt + join.withinSeconds)
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT t.case_id, t.longitude, t.latitude, a.occurred_at FROM camera_alarm a
          JOIN camera_triage t ON t.alarm_id = a.id
          JOIN case_file f ON f.id = t.case_id
          WHERE a.occurred_at BETWEEN ? AND ? AND f.procedure = ? AND f.closed_at IS NULL
            AND f.merged_into IS NULL AND t.longitude IS NOT NULL
            AND t.verdict IS NOT 'false'
          ORDER BY a.occurred_at DESC LIMIT ?
          """),
      arguments: [range.0, range.1, procedure.id, looked])
    return rows.compactMap { row -> (id: Int64, metres: Double)? in
      guard let there = coordinate(row) else { return nil }
      let metres = position.meters(to: there)
      return metres <= Double(join.metres) ? (row["case_id"], metres) : nil
    }.min { ($0.metres, $0.id) < ($1.metres, $1.id) }?.id
  }

  /// Keeps what the desk owes an alarm.
  static func expect(
    _ alarm: Int64, case file: CaseFile, place: String?, position: Coordinate?,
    _ triage: AlarmTriage, at now: Int, in db: Database
  ) throws {
    let due = now + triage.withinSeconds
    try db.execute(
      sql: """
        INSERT INTO camera_triage
          (alarm_id, case_id, place, longitude, latitude, due_at, next_late_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        alarm, file.id, place, position?.longitude, position?.latitude, due,
        triage.late.first.map { due + $0.afterSeconds },
      ])
  }

  static func list(_ rest: SQL, in db: Database) throws -> [TriagedAlarm] {
    let query: SQL = """
      SELECT \(sql: TriagedAlarm.columns) FROM camera_alarm a
      JOIN camera_triage t ON t.alarm_id = a.id WHERE \(rest)
      """
    let (sql, arguments) = try query.build(db)
    return try Row.fetchAll(db, sql: sql, arguments: arguments).map(TriagedAlarm.init(row:))
  }
}
