public import ActionPlan
public import GRDB
public import Ledger

extension AlarmDesk {
  /// Takes a verdict back: the alarm waits again, and a case that the verdict ended goes on from where it
  /// was, unless it has changed since. A unit that a real alarm was sent to keeps it.
  ///
  /// - Parameter now: epoch seconds.
  /// - Throws: `AlarmVerdictRefusal`, or what SQLite said.
  @discardableResult
  public static func takeBack(
    _ id: Int64, by account: Account, plan: Plan, at now: Int, in db: Database
  ) throws -> TriagedAlarm {
    guard Policy.may(account, .judgeAlarm) else { throw AlarmVerdictRefusal.notYours }
    guard let alarm = try find(id, in: db) else { throw AlarmVerdictRefusal.unknownAlarm(id) }
    guard let judgement = alarm.judgement else { throw AlarmVerdictRefusal.notJudged }
    guard now - judgement.at <= undoSeconds else { throw AlarmVerdictRefusal.tooLate }
    let actor = Actor.account(account.id)
    try goOn(alarm, by: actor, plan: plan, at: now, in: db)
    let first = plan.procedure(takingAlarm: alarm.alarm.kind)?.intake.triage?.late.first
    try db.execute(
      sql: """
        UPDATE camera_triage SET verdict = NULL, judged_at = NULL, judged_by = NULL,
          ended_from = NULL, ended_version = NULL, next_late_at = ?
        WHERE alarm_id = ?
        """, arguments: [first.map { alarm.dueAt + $0.afterSeconds }, id])
    try keepNote(AlarmNote.takenBack, alarm, note: "", by: actor, at: now, in: db)
    guard let after = try find(id, in: db) else { throw AlarmVerdictRefusal.unknownAlarm(id) }
    return after
  }

  private static func goOn(
    _ alarm: TriagedAlarm, by actor: Actor, plan: Plan, at now: Int, in db: Database
  ) throws {
    let row = try Row.fetchOne(
      db, sql: "SELECT ended_from, ended_version FROM camera_triage WHERE alarm_id = ?",
      arguments: [alarm.id])
    guard let row, let state: String = row["ended_from"], let version: Int = row["ended_version"]
    else { return }
    let file = try CaseBook.existing(alarm.caseID, in: db)
    guard file.version == version, file.mergedInto == nil else {
      throw AlarmVerdictRefusal.caseMoved
    }
    let machine = try CaseBook.machine(of: file, plan: plan, in: db)
    let situation = try CaseBook.situation(of: file, in: db)
    _ = try CaseBook.goOn(
      file, machine: machine, to: machine.goneOn(situation, from: state, at: now),
      kind: .reopened, values: [:], actor: actor, at: now, in: db)
  }
}
