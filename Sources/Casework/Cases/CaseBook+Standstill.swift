import ActionPlan
import GRDB
import Ledger

extension CaseBook {
  /// Lets cases go on whose suspension has lasted as long as it may.
  static func resumeSuspended(
    now: Int, calendar: WorkCalendar?, into sweep: inout LateSweep, in db: Database
  ) throws {
    let ids = try Int64.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT id FROM case_file
          WHERE suspended_until < ? AND closed_at IS NULL ORDER BY suspended_until, id
          """),
      arguments: [now])
    for id in ids {
      try byItself(id, into: &sweep, in: db) { sweep in
        let file = try existing(id, in: db)
        let machine = CaseMachine(
          procedure: try ProcedureArchive.procedure(of: file, in: db), units: [],
          calendar: calendar)
        let outcome = try machine.judge(
          .resume, in: situation(of: file, in: db), by: .lantian, ground: nil, at: now)
        _ = try perform(
          outcome, of: machine.procedure, on: file, evidence: StepEvidence(),
          actor: .system("clock"), at: now, in: db)
        sweep.resumed.append(id)
      }
    }
  }

  /// Tells whoever decides, and the desk, of appeals that nobody decided in time, each once.
  static func tellLateAppeals(
    now: Int, into sweep: inout LateSweep, in db: Database
  ) throws {
    let ids = try Int64.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT case_id FROM case_appeal
          WHERE decided_at IS NULL AND told_at IS NULL AND due_at < ? ORDER BY due_at, case_id
          """),
      arguments: [now])
    for id in ids {
      try byItself(id, into: &sweep, in: db) { sweep in
        try tellLateAppeal(in: id, at: now, in: db)
        sweep.lateAppeals.append(id)
      }
    }
  }

  /// Tells of the open appeal in one case, if its decision is late and nobody was told yet.
  static func tellLateAppeal(in id: Int64, at now: Int, in db: Database) throws {
    try db.execute(
      sql: """
        UPDATE case_appeal SET told_at = ?
        WHERE case_id = ? AND decided_at IS NULL AND told_at IS NULL AND due_at < ?
        """, arguments: [now, id, now])
    guard db.changesCount == 1 else { return }
    let file = try existing(id, in: db)
    let machine = CaseMachine(
      procedure: try ProcedureArchive.procedure(of: file, in: db), units: [])
    let told = machine.recipients(
      of: (machine.procedure.rules.appeal?.decideBy ?? []) + [.duty],
      in: try situation(of: file, in: db))
    let values = ["told": told.map(\.auditName).joined(separator: ",")]
    try CaseHistory.append(
      CaseHistory.Entry(kind: .appealLate, fromState: file.state, values: values), to: id,
      actor: .system("clock"), at: now, in: db)
    try AuditLog.append(
      actor: .system("clock"), action: "case.appeal-late", object: "case/\(id)", detail: values,
      at: now, in: db)
    try tell(
      told.map { Tell(recipient: $0, kind: .appealLate) }, about: file, values: [:], at: now,
      in: db)
  }
}
