public import ActionPlan
public import GRDB
public import Ledger

extension CaseBook {
  /// Does something with a case beside its steps.
  ///
  /// - Parameters:
  ///   - evidence: its note is the ground; photos are kept with the entry.
  ///   - requestID: made by the client, unique per person. A repeat gets the first answer.
  ///   - versionSeen: the case's version on the page that it was chosen on.
  ///   - plan: the plan in force, for its units and its calendar.
  ///   - now: epoch seconds.
  /// - Throws: `CaseRefusal`, or what SQLite said. Nothing has changed then, if the caller lets the
  ///   error end its transaction.
  @discardableResult
  public static func act(
    _ act: CaseAct, case id: Int64, by account: Account, evidence: StepEvidence = StepEvidence(),
    requestID: String, versionSeen: Int, plan: Plan, at now: Int, in db: Database
  ) throws -> CaseFile {
    let actor = Actor.account(account.id)
    let asked = act.values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let content = evidence.content(
      of: "case/\(id)/\(act.name.rawValue)/\(asked.joined(separator: "/"))/\(versionSeen)")
    if try isRepeat(requestID, of: content, by: actor, in: db) { return try existing(id, in: db) }
    let file = try visible(id, to: account, in: db)
    try check(file, versionSeen: versionSeen)
    let machine = try machine(of: file, plan: plan, in: db)
    if case .reclassify(file.severity) = act {
      throw CaseRefusal.nothingChanged(act.name.rawValue)
    }
    let outcome = try machine.judge(
      act, in: situation(of: file, in: db), by: mover(account, in: file), ground: evidence.note,
      at: now)
    try evidence.checkLimits()
    try tellPast(of: id, at: now, in: db)
    if act.name == .decide { try tellLateAppeal(in: id, at: now, in: db) }
    var after = try perform(
      outcome, of: machine.procedure, on: file, evidence: evidence, actor: actor, at: now, in: db)
    if act == .reopen {
      after = try takeAutomaticSteps(after, machine: machine, at: now, in: db)
    }
    try record(requestID, of: content, by: actor, case: id, at: now, in: db)
    return after
  }

  /// The acts an account may do now.
  public static func openActs(
    of file: CaseFile, for account: Account, plan: Plan, at now: Int, in db: Database
  ) throws -> [CaseAct.Name] {
    guard file.mergedInto == nil else { return [] }
    return try machine(of: file, plan: plan, in: db).openActs(
      for: mover(account, in: file), in: situation(of: file, in: db), at: now)
  }

  static func perform(
    _ outcome: ActOutcome, of procedure: Procedure, on file: CaseFile, evidence: StepEvidence,
    kind: CaseEvent.Kind? = nil, actor: Actor, at now: Int, in db: Database
  ) throws -> CaseFile {
    let (act, after) = (outcome.act, outcome.after)
    try write(after, over: file, of: procedure, at: now, in: db)
    if case .reclassify(let severity) = act {
      try db.execute(
        sql: "UPDATE case_file SET severity = ? WHERE id = ?",
        arguments: [severity.rawValue, file.id])
    }
    try noteAppeal(outcome, of: file, at: now, in: db)
    for unit in outcome.informedUnits { try inform(unit, of: file.id, in: db) }
    let photos = try record(evidence.photos, at: nil, by: actor, at: now, in: db)
    let values = evidence.values.merging(act.values) { _, new in new }
    let hasMoved = after.state != file.state
    let isReassigned = after.assignedUnit != file.assignedUnit
    let sequence = try CaseHistory.append(
      CaseHistory.Entry(
        kind: kind ?? act.name.eventKind, fromState: file.state,
        toState: hasMoved ? after.state : nil,
        assignedUnit: isReassigned ? after.assignedUnit : nil, values: values,
        attachments: photos),
      to: file.id, actor: actor, at: now, in: db)
    var detail = values
    detail["event"] = "\(sequence)"
    if hasMoved { detail["to"] = after.state }
    if !photos.isEmpty {
      detail["attachments"] = photos.map(String.init).joined(separator: ",")
    }
    try AuditLog.append(
      actor: actor, action: "case.\(act.name.rawValue)", object: "case/\(file.id)",
      detail: detail, at: now, in: db)
    let changed = try existing(file.id, in: db)
    try tell(outcome.tells, about: changed, values: act.values, at: now, in: db)
    return changed
  }

  /// Writes what a case is after an act.
  static func write(
    _ after: CaseSituation, over file: CaseFile, of procedure: Procedure, at now: Int,
    in db: Database
  ) throws {
    let isReopened = file.closedAt != nil && after.closedAt == nil
    let isSameDeadline = after.due == file.due
    try db.execute(
      sql: """
        UPDATE case_file SET state = :state, state_since = iif(:hasMoved, :now, state_since),
          assigned_unit = :unit, due_at = :due, is_due_working = :isWorking,
          next_late_at = iif(:isSameDeadline, next_late_at, :nextLateAt), closed_at = :closedAt,
          priority = :priority, suspended_at = :suspendedAt, suspended_until = :suspendedUntil,
          deadline_left = :left, transfer_unit = :transferUnit, transfer_stage = :transferStage,
          reopened_count = reopened_count + :reopened,
          cause_class = iif(:reopened, NULL, cause_class),
          deadline_version = iif(:reopened, version + 1, deadline_version),
          version = version + 1
        WHERE id = :id AND version = :version
        """,
      arguments: [
        "state": after.state, "hasMoved": after.state != file.state || isReopened, "now": now,
        "unit": after.assignedUnit, "due": after.due?.at,
        "isWorking": after.due?.isWorking ?? after.suspension?.isWorking ?? false,
        "isSameDeadline": isSameDeadline && !isReopened,
        "nextLateAt": procedure.nextTellingAt(due: after.due?.at, after: now),
        "closedAt": after.closedAt, "priority": after.priority.rank,
        "suspendedAt": after.suspension?.since, "suspendedUntil": after.suspension?.until,
        "left": after.suspension?.leftSeconds, "transferUnit": after.transfer?.to,
        "transferStage": after.transfer?.stage.rawValue, "reopened": isReopened ? 1 : 0,
        "id": file.id, "version": file.version,
      ])
    precondition(db.changesCount == 1, "a case cannot change between reading and writing it")
  }

  static func inform(_ unit: String, of id: Int64, in db: Database) throws {
    try db.cachedStatement(
      sql: "INSERT INTO case_informed (case_id, unit) VALUES (?, ?) ON CONFLICT DO NOTHING"
    ).execute(arguments: [id, unit])
  }

  private static func noteAppeal(
    _ outcome: ActOutcome, of file: CaseFile, at now: Int, in db: Database
  ) throws {
    switch outcome.act {
    case .appeal:
      try db.execute(
        sql: """
          INSERT INTO case_appeal (case_id, number, at, due_at, is_due_working)
          VALUES (:case, 1 + (SELECT count(*) FROM case_appeal WHERE case_id = :case), :now, :due,
            :isWorking)
          """,
        arguments: [
          "case": file.id, "now": now, "due": outcome.decisionDue?.at,
          "isWorking": outcome.decisionDue?.isWorking ?? false,
        ])
    case .decide(let isGranted):
      try db.execute(
        sql: """
          UPDATE case_appeal SET decided_at = ?, is_granted = ?
          WHERE case_id = ? AND decided_at IS NULL
          """, arguments: [now, isGranted, file.id])
    default: break
    }
  }
}

extension CaseAct.Name {
  var eventKind: CaseEvent.Kind {
    switch self {
    case .prioritise: .prioritised
    case .reclassify: .reclassified
    case .suspend: .suspended
    case .resume: .resumed
    case .offer: .offered
    case .accept: .accepted
    case .refuse: .refused
    case .arbitrate: .arbitrated
    case .reopen: .reopened
    case .appeal: .appealed
    case .decide: .decided
    }
  }
}
