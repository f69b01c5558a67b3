public import ActionPlan
public import AirQuality
public import GRDB
public import Ledger

/// When instruments were calibrated, as people write it down.
public enum Calibrations {
  /// Where an instrument stands and what it measures, with its last calibration.
  public struct Standing: Sendable, Hashable {
    public let point: String
    public let quantity: String
    /// nil where none was written down.
    public let last: CalendarDay?
    /// The first day on which it is overdue; nil where none was written down.
    public let due: CalendarDay?

    /// - Parameter today: local day.
    public func isOverdue(on today: CalendarDay) -> Bool { due.map { $0 <= today } ?? true }
  }

  public enum Refusal: String, Error, Equatable {
    case unknown, future
    case noteTooLong = "note-too-long"
  }

  /// Writes a calibration down, with an audit entry. A day that is there already is left as it is.
  ///
  /// - Parameter today: local day; nobody has calibrated later than that.
  /// - Throws: `Refusal`, and nothing is changed.
  public static func record(
    point: String, quantity: String, day: CalendarDay, note: String, plan: Plan,
    today: CalendarDay, by actor: Actor, at: Int, in db: Database
  ) throws {
    guard try Points.find(point, in: db) != nil, plan.quantity(quantity) != nil else {
      throw Refusal.unknown
    }
    guard day <= today else { throw Refusal.future }
    guard note.count <= QualityMarks.noteLimit else { throw Refusal.noteTooLong }
    try db.execute(
      sql: """
        INSERT INTO quality_calibration (point, quantity, day, note, recorded_at, recorded_by)
        VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """, arguments: [point, quantity, day.description, note, at, actor.auditName])
    guard db.changesCount > 0 else { return }
    try AuditLog.append(
      actor: actor, action: "quality.calibrated", object: "point/\(point)",
      detail: ["quantity": quantity, "day": day.description, "note": note], at: at, in: db)
  }

  /// Of every instrument whose quality rule says how often, the longest overdue first.
  ///
  /// - Parameter bound: points and quantities that devices feed now.
  public static func standings(
    of bound: Set<[String]>, plan: Plan, in db: Database
  ) throws -> [Standing] {
    let rows = try Row.fetchAll(
      db, sql: "SELECT point, quantity, max(day) AS day FROM quality_calibration GROUP BY 1, 2")
    var last: [[String]: CalendarDay] = [:]
    for row in rows {
      let day: String = row["day"]
      last[[row["point"], row["quantity"]]] = CalendarDay(day)
    }
    return bound.compactMap { place -> Standing? in
      guard place.count == 2, let every = plan.quality(of: place[1])?.calibrationSeconds else {
        return nil
      }
      let day = last[place]
      return Standing(
        point: place[0], quantity: place[1], last: day,
        due: day?.adding(days: (every + 86_399) / 86_400 + 1))
    }.sorted { a, b in
      (a.due?.dayNumber ?? .min, a.point, a.quantity)
        < (b.due?.dayNumber ?? .min, b.point, b.quantity)
    }
  }
}
