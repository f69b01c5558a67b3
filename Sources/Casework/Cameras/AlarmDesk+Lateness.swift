public import ActionPlan
public import GRDB
import Ledger

extension AlarmDesk {
  /// Told of an alarm that nobody looked at in time.
  public static let lateCode = "alarm-late"

  /// Tells whom the plan names about each alarm that nobody has judged in time. Each level of each alarm
  /// is told once, also across restarts and when the clock is set.
  ///
  /// - Parameter now: epoch seconds.
  /// - Returns: how much was told this time.
  @discardableResult
  public static func lateSweep(plan: Plan, now: Int, in db: Database) throws -> Int {
    let due = try list(
      "t.verdict IS NULL AND t.next_late_at < \(now) ORDER BY t.next_late_at", in: db)
    var told = 0
    for alarm in due {
      let procedure = plan.procedure(takingAlarm: alarm.alarm.kind)
      let levels = procedure?.intake.triage?.late ?? []
      for level in levels where alarm.dueAt + level.afterSeconds < now {
        guard let procedure, try isNew(level, of: alarm, at: now, in: db) else { continue }
        try tell(level, of: alarm, procedure, at: now, in: db)
        told += 1
      }
      let next = levels.lazy.map { alarm.dueAt + $0.afterSeconds }.first { $0 >= now }
      try db.cachedStatement(sql: "UPDATE camera_triage SET next_late_at = ? WHERE alarm_id = ?")
        .execute(arguments: [next, alarm.id])
    }
    return told
  }

  private static func isNew(
    _ level: Lateness, of alarm: TriagedAlarm, at now: Int, in db: Database
  ) throws -> Bool {
    try db.cachedStatement(
      sql: """
        INSERT INTO camera_triage_told (alarm_id, level_seconds, told_at) VALUES (?, ?, ?)
        ON CONFLICT DO NOTHING
        """
    ).execute(arguments: [alarm.id, level.afterSeconds, now])
    return db.changesCount == 1
  }

  private static func tell(
    _ level: Lateness, of alarm: TriagedAlarm, _ procedure: Procedure, at now: Int,
    in db: Database
  ) throws {
    let file = try CaseBook.existing(alarm.caseID, in: db)
    let recipients: [Recipient] = level.tell.compactMap { actor in
      switch actor {
      case .duty: .role(.duty)
      case .leader: .role(.leader)
      case .lead: .unit(procedure.lead)
      case .assignee, .facility, .system: nil
      }
    }
    let values = [
      "kind": alarm.alarm.kind, "camera": alarm.alarm.camera, "number": file.number,
      "severity": file.severity.rawValue, "levelSeconds": "\(level.afterSeconds)",
    ]
    try AuditLog.append(
      actor: .system("clock"), action: "alarm.late", object: "camera-alarm/\(alarm.id)",
      detail: [
        "levelSeconds": "\(level.afterSeconds)",
        "told": recipients.map(\.auditName).joined(separator: ","),
      ], at: now, in: db)
    for recipient in recipients {
      try Notifications.tell(
        recipient, code: lateCode, object: "camera-alarm/\(alarm.id)", values: values, at: now,
        in: db)
    }
  }
}
