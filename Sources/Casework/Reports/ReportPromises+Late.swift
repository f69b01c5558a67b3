public import ActionPlan
public import GRDB
import Ledger

extension ReportPromises {
  /// Tells whoever the plan names about promises that are late, each level once, also across restarts
  /// and when the clock is set; and says in the register of complaints when they were answered.
  ///
  /// - Parameter now: epoch seconds.
  /// - Returns: how many were told.
  @discardableResult
  public static func sweep(_ plan: Plan, at now: Int, in db: Database) throws -> Int {
    try ReportComplaints.noteAnswers(plan, at: now, in: db)
    guard let levels = plan.reports?.late, !levels.isEmpty else { return 0 }
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT * FROM report_promise WHERE kept_at IS NULL AND next_tell_at < ?
          ORDER BY next_tell_at, report_id LIMIT 500
          """), arguments: [now])
    var told = 0
    for row in rows {
      guard let promise = ReportPromise(row: row) else { continue }
      let report: Int64 = row["report_id"]
      for level in levels where promise.due.at + level.afterSeconds < now {
        guard try isNew(level, promise, of: report, at: now, in: db) else { continue }
        try tell(level, promise, of: report, at: now, in: db)
        told += 1
      }
      let next = levels.map { promise.due.at + $0.afterSeconds }.first { $0 >= now }
      try db.cachedStatement(
        sql: "UPDATE report_promise SET next_tell_at = ? WHERE report_id = ? AND kind = ?"
      ).execute(arguments: [next, report, promise.kind.rawValue])
    }
    return told
  }

  private static func isNew(
    _ level: ReportRules.Late, _ promise: ReportPromise, of report: Int64, at now: Int,
    in db: Database
  ) throws -> Bool {
    try db.cachedStatement(
      sql: "INSERT INTO report_promise_told VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
    ).execute(arguments: [
      report, promise.kind.rawValue, promise.due.at, level.afterSeconds, now,
    ])
    return db.changesCount == 1
  }

  private static func tell(
    _ level: ReportRules.Late, _ promise: ReportPromise, of report: Int64, at now: Int,
    in db: Database
  ) throws {
    guard let file = try CaseBook.find(source: .report(report), in: db) else { return }
    let machine = CaseMachine(
      procedure: try ProcedureArchive.procedure(of: file, in: db), units: [])
    let told = machine.recipients(of: level.tell, in: try CaseBook.situation(of: file, in: db))
    let code = "report-\(promise.kind.rawValue)-late"
    for recipient in told {
      try Notifications.tell(
        recipient, code: code, object: "case/\(file.id)", values: file.toldValues, at: now, in: db)
    }
    try AuditLog.append(
      actor: .system("clock"), action: "report.late", object: "case/\(file.id)",
      detail: [
        "promise": promise.kind.rawValue, "levelSeconds": "\(level.afterSeconds)",
        "told": told.map(\.auditName).joined(separator: ","),
      ], at: now, in: db)
  }
}
