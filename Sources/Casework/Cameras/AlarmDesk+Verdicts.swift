public import ActionPlan
public import GRDB
public import Ledger

/// What a verdict led to.
public struct AlarmJudged: Sendable, Hashable {
  public let alarm: TriagedAlarm
  /// The verdict ended the case.
  public let endedCase: Bool
  /// The verdict sent the case to this unit.
  public let sentTo: String?
}

extension AlarmDesk {
  /// Takes a verdict. With the last alarm of a case judged to be nothing, and nobody having worked in it,
  /// the case ends as a false alarm by the step that its procedure has for the desk.
  ///
  /// - Parameters:
  ///   - note: why; empty for none.
  ///   - unit: where a real alarm's case waits for the desk's choice, the unit that it is sent to.
  ///   - requestID: made by the client, unique per person; a repeat changes nothing.
  ///   - now: epoch seconds.
  /// - Throws: `AlarmVerdictRefusal`, `CaseRefusal` where the case cannot be sent to the unit, or what
  ///   SQLite said.
  public static func judge(
    _ id: Int64, as verdict: AlarmVerdict, note: String, sendTo unit: String? = nil,
    by account: Account, requestID: String, plan: Plan, at now: Int, in db: Database
  ) throws -> AlarmJudged {
    guard Policy.may(account, .judgeAlarm) else { throw AlarmVerdictRefusal.notYours }
    guard note.count <= longestNote else { throw AlarmVerdictRefusal.noteTooLong }
    let actor = Actor.account(account.id)
    let content = "alarm/\(id)/\(verdict.rawValue)/\(unit ?? "")\n\(note)"
    guard requestID.utf8.count <= 56 else { throw AlarmVerdictRefusal.badRequest }
    let isRepeat = try isRepeat(requestID, of: content, by: actor, in: db)
    guard let alarm = try find(id, in: db) else { throw AlarmVerdictRefusal.unknownAlarm(id) }
    if isRepeat { return try judged(alarm, in: db) }
    if let known = alarm.judgement {
      throw AlarmVerdictRefusal.judged(known.verdict, by: known.by)
    }
    try db.execute(
      sql: """
        UPDATE camera_triage SET verdict = ?, judged_at = ?, judged_by = ?, next_late_at = NULL
        WHERE alarm_id = ?
        """, arguments: [verdict.rawValue, now, account.id, id])
    try keepNote(verdict.rawValue, alarm, note: note, by: actor, at: now, in: db)
    let outcome = try follow(
      verdict, alarm, note: note, sendTo: unit, by: account, requestID: requestID, plan: plan,
      at: now, in: db)
    try RequestLog.record(
      "camera-alarm/\(id)", to: requestID, by: actor, body: content.utf8, at: now, in: db)
    return outcome
  }

  private static func isRepeat(
    _ requestID: String, of content: String, by actor: Actor, in db: Database
  ) throws -> Bool {
    do {
      return try RequestLog.answer(to: requestID, by: actor, body: content.utf8, in: db) != nil
    } catch is RequestRefusal {
      throw AlarmVerdictRefusal.badRequest
    }
  }

  /// What a verdict had led to when it was taken.
  private static func judged(_ alarm: TriagedAlarm, in db: Database) throws -> AlarmJudged {
    let ended = try Int.fetchOne(
      db, sql: "SELECT ended_version FROM camera_triage WHERE alarm_id = ?", arguments: [alarm.id])
    return AlarmJudged(alarm: alarm, endedCase: ended != nil, sentTo: nil)
  }

  /// One entry in the case's history and one in the audit log.
  static func keepNote(
    _ verdict: String, _ alarm: TriagedAlarm, note: String, by actor: Actor, at now: Int,
    in db: Database
  ) throws {
    var values = AlarmNote(verdict: verdict, alarm: alarm.alarm).values
    if !note.isBlank { values["note"] = note }
    let file = try CaseBook.existing(alarm.caseID, in: db)
    let sequence = try CaseHistory.append(
      CaseHistory.Entry(kind: .noted, fromState: file.state, values: values), to: file.id,
      actor: actor, at: now, in: db)
    try AuditLog.append(
      actor: actor, action: verdict == AlarmNote.takenBack ? "alarm.take-back" : "alarm.judge",
      object: "camera-alarm/\(alarm.id)",
      detail: values.merging(["case": "\(file.id)", "event": "\(sequence)"]) { $1 }, at: now, in: db
    )
  }

  private static func follow(
    _ verdict: AlarmVerdict, _ alarm: TriagedAlarm, note: String, sendTo unit: String?,
    by account: Account, requestID: String, plan: Plan, at now: Int, in db: Database
  ) throws -> AlarmJudged {
    let file = try CaseBook.existing(alarm.caseID, in: db)
    var (hasEnded, sentTo) = (false, String?.none)
    switch verdict {
    case .nothing:
      hasEnded = try end(
        file, alarm, note: note, by: account, requestID: requestID, plan: plan, at: now, in: db)
    case .real:
      if let unit, file.state == Procedure.openedState,
        let step = try AlarmDesk.dispatch(of: file, for: account, plan: plan, in: db)
      {
        try CaseBook.take(
          step: step.to, case: file.id, by: account,
          evidence: StepEvidence(note: note.isBlank ? nil : note, assignTo: unit),
          requestID: requestID + "-case", versionSeen: file.version, plan: plan, at: now, in: db)
        sentTo = unit
      }
    case .doubtful: break
    }
    guard let after = try find(alarm.id, in: db) else {
      throw AlarmVerdictRefusal.unknownAlarm(alarm.id)
    }
    return AlarmJudged(alarm: after, endedCase: hasEnded, sentTo: sentTo)
  }

  /// The step by which the desk sends a case to a unit of its choice; nil where it need not.
  public static func dispatch(
    of file: CaseFile, for account: Account, plan: Plan, in db: Database
  ) throws -> Step? {
    guard file.isOpen, file.state == Procedure.openedState else { return nil }
    return try CaseBook.openSteps(of: file, for: account, plan: plan, in: db).first {
      !$0.isSkip && !$0.step.isReturn && $0.unitChoice != .none
    }?.step
  }

  private static func end(
    _ file: CaseFile, _ alarm: TriagedAlarm, note: String, by account: Account,
    requestID: String, plan: Plan, at now: Int, in db: Database
  ) throws -> Bool {
    let all = try alarms(of: file.id, in: db)
    let procedure = try ProcedureArchive.procedure(of: file, in: db)
    guard file.isOpen, file.mergedInto == nil, file.suspension == nil,
      all.allSatisfy({ $0.judgement?.verdict == .nothing }),
      try isUntouched(file, procedure, in: db),
      let cause = procedure.causes.first(where: { $0.kind == .nothing })
    else { return false }
    let step = try CaseBook.openSteps(of: file, for: account, plan: plan, in: db).first {
      !$0.isSkip && !$0.step.isReturn && procedure.isFinal($0.step.to)
    }
    guard let step else { return false }
    var after: CaseFile?
    try db.inSavepoint {
      do {
        after = try CaseBook.take(
          step: step.step.to, case: file.id, by: account,
          evidence: StepEvidence(note: note.isBlank ? nil : note, cause: cause.id),
          requestID: requestID + "-case", versionSeen: file.version, plan: plan, at: now, in: db)
        return .commit
      } catch is CaseRefusal {
        // The procedure asks for more than a look at the picture: the case goes on.
        return .rollback
      }
    }
    guard let after, !after.isOpen else { return false }
    try db.execute(
      sql: "UPDATE camera_triage SET ended_from = ?, ended_version = ? WHERE alarm_id = ?",
      arguments: [file.state, after.version, alarm.id])
    return true
  }

  /// Nothing has happened but that the case was sent to somebody.
  private static func isUntouched(
    _ file: CaseFile, _ procedure: Procedure, in db: Database
  ) throws -> Bool {
    try CaseHistory.steps(of: file.id, in: db).allSatisfy { past in
      // A step that had ended the case is one whose verdict was taken back.
      procedure.isFinal(past.to)
        || past.from == Procedure.openedState && !past.isReturn && !past.isSkip
          && past.share == nil
          && procedure.steps.contains { $0.to == past.to && $0.assign != nil }
    }
  }
}

/// The entry of a case's history that says what the desk made of an alarm.
public struct AlarmNote: Sendable, Hashable {
  /// Instead of a verdict where one was taken back.
  public static let takenBack = "taken-back"

  /// `true`, `false`, `doubtful` or `taken-back`.
  public let verdict: String
  public let camera: String
  public let kind: String
  /// Epoch seconds.
  public let occurredAt: Int

  init(verdict: String, alarm: CameraAlarm) {
    self.verdict = verdict
    camera = alarm.camera
    kind = alarm.kind
    occurredAt = alarm.occurredAt
  }

  /// nil for an event that is about no alarm.
  public init?(_ event: CaseEvent) {
    guard event.kind == .noted, let verdict = event.values["alarm-verdict"],
      let camera = event.values["alarm-camera"], let kind = event.values["alarm-kind"],
      let at = event.values["alarm-at"].flatMap({ Int($0) })
    else { return nil }
    (self.verdict, self.camera, self.kind, occurredAt) = (verdict, camera, kind, at)
  }

  var values: [String: String] {
    [
      "alarm-verdict": verdict, "alarm-camera": camera, "alarm-kind": kind,
      "alarm-at": "\(occurredAt)",
    ]
  }
}
