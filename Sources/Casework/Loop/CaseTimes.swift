import ActionPlan
public import GRDB
import Ledger

/// The points in time by which a case's loop is measured. Kept beside the case with each event, so that
/// nothing is computed again from histories. 处置用时
struct CaseTimes: Equatable, Sendable {
  /// What the case is after an event.
  struct Now: Sendable {
    var dueAt: Int?
    var closedAt: Int?
    var position: Coordinate?
  }

  /// How far from the case somebody is on site.
  static let onSiteMetres = 1_000

  var openedAt: Int
  /// When what was found began: the first bad value, the first alarm, the report.
  var badAt: Int
  var dispatchedAt: Int?
  /// The deadline that ran then; nil for none.
  var dispatchDue: Int?
  var onSiteAt: Int?
  var onSiteDue: Int?
  /// Whether it is known when what was found was over.
  var watchesQuiet: Bool
  var quietAt: Int?
  var closedAt: Int?
  var closeDue: Int?
  /// The deadline that runs now.
  var dueAt: Int?
  var lateSteps: Int

  /// Takes an event in.
  ///
  /// - Parameters:
  ///   - isPerson: an account did it.
  ///   - case: what the case is after it.
  mutating func apply(
    _ entry: CaseHistory.Entry, isPerson: Bool, at now: Int, case after: Now
  ) {
    let isStep = [.step, .returned, .skipped].contains(entry.kind)
    if isStep, let dueAt, now > dueAt { lateSteps += 1 }
    if entry.assignedUnit != nil, dispatchedAt == nil {
      dispatchedAt = now
      dispatchDue = dueAt
    }
    if onSiteAt == nil, isPerson, isStep || entry.kind == .shared, let there = entry.position,
      after.position.map({ PhotoDoubts.metres($0, there) <= Self.onSiteMetres }) ?? true
    {
      // Of what a phone without network sent later, when it was done.
      onSiteAt = min(entry.values["done-at"].flatMap { Int($0) } ?? now, now)
      onSiteDue = dueAt
    }
    if closedAt == nil, after.closedAt != nil { closeDue = dueAt }
    closedAt = after.closedAt
    dueAt = after.dueAt
  }
}

extension CaseTimes {
  private static let columns = """
    opened_at, bad_at, dispatched_at, dispatch_due, on_site_at, on_site_due, watches_quiet, quiet_at,
    closed_at, close_due, due_at, late_steps
    """

  /// Keeps what an event says of its case, after the case was written.
  static func note(
    _ entry: CaseHistory.Entry, of id: Int64, by actor: Actor, at now: Int, in db: Database
  ) throws {
    guard entry.kind != .opened else { return try begin(id, in: db) }
    guard var times = try of(id, in: db),
      let file = try Row.fetchOne(
        db.cachedStatement(
          sql: """
            SELECT due_at, closed_at, longitude, latitude, source_kind FROM case_file WHERE id = ?
            """), arguments: [id])
    else { return }
    let before = times
    let isPerson = if case .account = actor { true } else { false }
    times.apply(
      entry, isPerson: isPerson, at: now,
      case: Now(dueAt: file["due_at"], closedAt: file["closed_at"], position: coordinate(file)))
    if (file["source_kind"] as String) == "camera",
      (times.closedAt == nil) != (before.closedAt == nil)
    {
      times.quietAt = times.closedAt == nil ? nil : try lastAlarm(of: id, in: db)
    }
    try times.write(id, in: db)
  }

  private static func begin(_ id: Int64, in db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO case_times
          SELECT id, opened_at, min(occurred_at, opened_at), NULL, NULL, NULL, NULL,
            source_kind = 'camera' OR (source_kind = 'finding' AND grounds <> '[]'), NULL, closed_at,
            NULL, due_at, 0, 0, town_unit, lead_unit,
            iif(title_code = 'rule', title_values ->> '$.rule', NULL), procedure, severity
          FROM case_file WHERE id = ?
        """
    ).execute(arguments: [id])
  }

  static func of(_ id: Int64, in db: Database) throws -> CaseTimes? {
    try Row.fetchOne(
      db.cachedStatement(sql: "SELECT \(columns) FROM case_times WHERE case_id = ?"),
      arguments: [id]
    ).map { row in
      CaseTimes(
        openedAt: row["opened_at"], badAt: row["bad_at"], dispatchedAt: row["dispatched_at"],
        dispatchDue: row["dispatch_due"], onSiteAt: row["on_site_at"],
        onSiteDue: row["on_site_due"], watchesQuiet: row["watches_quiet"],
        quietAt: row["quiet_at"], closedAt: row["closed_at"], closeDue: row["close_due"],
        dueAt: row["due_at"], lateSteps: row["late_steps"])
    }
  }

  private func write(_ id: Int64, in db: Database) throws {
    try db.cachedStatement(
      sql: """
        UPDATE case_times SET dispatched_at = :dispatched, dispatch_due = :dispatchDue,
          on_site_at = :onSite, on_site_due = :onSiteDue, quiet_at = :quiet, closed_at = :closed,
          close_due = :closeDue, due_at = :due, late_steps = :late,
          (is_merged, town, unit, severity) = (SELECT merged_into IS NOT NULL, town_unit,
            ifnull(assigned_unit, lead_unit), severity FROM case_file WHERE id = :case)
        WHERE case_id = :case
        """
    ).execute(arguments: [
      "dispatched": dispatchedAt, "dispatchDue": dispatchDue, "onSite": onSiteAt,
      "onSiteDue": onSiteDue, "quiet": quietAt, "closed": closedAt, "closeDue": closeDue,
      "due": dueAt, "late": lateSteps, "case": id,
    ])
  }

  private static func lastAlarm(of id: Int64, in db: Database) throws -> Int? {
    try Int.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT max(occurred_at) FROM camera_alarm WHERE id IN (
            SELECT source_id FROM case_file WHERE id = :case AND source_kind = 'camera'
            UNION ALL
            SELECT source_id FROM case_source WHERE case_id = :case AND source_kind = 'camera')
          """), arguments: ["case": id])
  }
}

extension CaseBook {
  /// Keeps when everything that was found of a case was over.
  ///
  /// - Parameter at: epoch seconds; nil while something lasts.
  public static func quiet(case id: Int64, at: Int?, in db: Database) throws {
    try db.cachedStatement(
      sql: "UPDATE case_times SET quiet_at = max(?, bad_at) WHERE case_id = ? AND watches_quiet = 1"
    ).execute(arguments: [at, id])
  }
}
