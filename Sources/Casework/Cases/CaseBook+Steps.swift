public import ActionPlan
public import GRDB
public import Ledger

extension CaseBook {
  /// Takes a step for a person.
  ///
  /// - Parameters:
  ///   - target: the state the step leads to.
  ///   - isSkip: the step is left out, with its note as the ground.
  ///   - requestID: made by the client, unique per person. A repeat gets the first answer.
  ///   - versionSeen: the case's version on the page that the step was chosen on.
  ///   - plan: the plan in force, for its units; the rules are those of the case's own plan.
  ///   - now: epoch seconds.
  /// - Returns: the case after the step; on a repeat, the case as it stands now.
  /// - Throws: `CaseRefusal`, or what SQLite said. Nothing has changed then, if the caller lets the
  ///   error end its transaction.
  @discardableResult
  public static func take(
    step target: String, case id: Int64, by account: Account, evidence: StepEvidence,
    isSkip: Bool = false, requestID: String, versionSeen: Int, plan: Plan, at now: Int,
    in db: Database
  ) throws -> CaseFile {
    let actor = Actor.account(account.id)
    let kind = isSkip ? "skip" : "step"
    let content = evidence.content(of: "case/\(id)/\(kind)/\(target)/\(versionSeen)")
    if try isRepeat(requestID, of: content, by: actor, in: db) { return try existing(id, in: db) }
    let file = try visible(id, to: account, in: db)
    try check(file, versionSeen: versionSeen)
    var evidence = evidence
    evidence.calibratedUntil = try evidence.reading?.calibratedUntil(plan: plan, at: now, in: db)
    evidence.fieldValues =
      evidence.field?.values(arrivedAt: now, openedAt: file.openedAt) ?? [:]
    let machine = try machine(of: file, plan: plan, in: db)
    let mover = mover(account, in: file)
    let move = try machine.move(
      to: target, in: situation(of: file, in: db), by: mover, with: evidence,
      isSkip: isSkip, at: now)
    if evidence.publicAnswer.map({ !$0.isBlank }) ?? false, file.source.kind != "report" {
      throw CaseRefusal.nobodyToAnswer
    }
    try tellPast(of: id, at: now, in: db)
    var after = try perform(
      move, of: machine.procedure, on: file, evidence: evidence, actor: actor, at: now, in: db)
    after = try takeAutomaticSteps(after, machine: machine, at: now, in: db)
    try record(requestID, of: content, by: actor, case: id, at: now, in: db)
    return after
  }

  /// A change is made to what its maker saw, and a merged case is not worked any more.
  static func check(_ file: CaseFile, versionSeen: Int) throws {
    guard file.version == versionSeen else {
      throw CaseRefusal.stale(state: file.state, version: file.version, seen: versionSeen)
    }
    if let other = file.mergedInto { throw CaseRefusal.merged(into: other.number) }
  }

  /// The steps an account may take now, with what bars it from one.
  public static func openSteps(
    of file: CaseFile, for account: Account, plan: Plan, in db: Database
  ) throws -> [OpenStep] {
    let machine = try machine(of: file, plan: plan, in: db)
    return machine.openSteps(
      for: mover(account, in: file), in: try situation(of: file, in: db))
  }

  /// Takes the steps that the plan leaves to Lantian, as far as they go. Each state is left at most
  /// once, so that a circle of such steps in a plan ends too.
  static func takeAutomaticSteps(
    _ file: CaseFile, machine: CaseMachine, at now: Int, in db: Database
  ) throws -> CaseFile {
    var file = file
    var left: Set<String> = []
    while left.insert(file.state).inserted {
      let situation = try situation(of: file, in: db)
      guard let step = machine.automaticStep(in: situation) else { break }
      let move = try machine.move(
        to: step.to, in: situation, by: .lantian, with: StepEvidence(), at: now)
      file = try perform(
        move, of: machine.procedure, on: file, evidence: StepEvidence(),
        actor: .system("casework"), at: now, in: db)
    }
    return file
  }

  static func situation(of file: CaseFile, in db: Database) throws -> CaseSituation {
    CaseSituation(
      state: file.state, assignedUnit: file.assignedUnit, facility: file.facility,
      townUnit: file.townUnit, isTownCertain: file.isPlaceCertain, fieldUnits: file.fieldUnits,
      due: file.due, priority: file.priority, suspension: file.suspension,
      transfer: file.transfer, closedAt: file.closedAt, isAppealed: file.isAppealed,
      needsCause: try needsCause(file, in: db), history: try CaseHistory.steps(of: file.id, in: db))
  }

  /// The rules of a case's own plan with the units and the calendar of the plan in force.
  static func machine(of file: CaseFile, plan: Plan, in db: Database) throws -> CaseMachine {
    CaseMachine(
      procedure: try ProcedureArchive.procedure(of: file, in: db), units: plan.units,
      calendar: plan.calendar)
  }

  /// What an account is to a case.
  static func mover(_ account: Account, in file: CaseFile) -> Mover {
    Mover(
      name: Actor.account(account.id).auditName,
      relations: Policy.stepActors(account, file.relation), unit: Policy.workingUnit(of: account))
  }

  static func perform(
    _ move: Move, of procedure: Procedure, on file: CaseFile, evidence: StepEvidence, actor: Actor,
    at now: Int, in db: Database
  ) throws -> CaseFile {
    if let share = move.share {
      return try note(share: share, of: move, on: file, evidence, actor: actor, at: now, in: db)
    }
    // Of a deadline that goes on running, what was told is not told again.
    let keepsLateness = move.step.keepsDeadline && move.due == file.due
    try db.execute(
      sql: """
        UPDATE case_file SET state = :to, state_since = :now, assigned_unit = :unit,
          due_at = :due, is_due_working = :isWorking, next_late_at = iif(:keepsLateness, next_late_at, :nextLateAt),
          deadline_version = iif(:keepsLateness, deadline_version, version + 1),
          transfer_unit = NULL, transfer_stage = NULL, deadline_left = NULL,
          closed_at = :closedAt, version = version + 1
        WHERE id = :id AND version = :version
        """,
      arguments: [
        "to": move.step.to, "now": now, "unit": move.assignedUnit, "due": move.due?.at,
        "isWorking": move.due?.isWorking ?? false,
        "keepsLateness": keepsLateness,
        "nextLateAt": procedure.nextTellingAt(due: move.due?.at, after: now),
        "closedAt": move.isFinal ? now : nil, "id": file.id, "version": file.version,
      ])
    precondition(db.changesCount == 1, "a case cannot change between reading and writing it")
    for unit in move.informedUnits {
      try db.execute(
        sql: "INSERT INTO case_informed (case_id, unit) VALUES (?, ?) ON CONFLICT DO NOTHING",
        arguments: [file.id, unit])
    }
    let photos = try record(
      evidence.photos, at: evidence.position, by: actor, at: now, in: db)
    let isReassigned = move.assignedUnit != file.assignedUnit
    let sequence = try CaseHistory.append(
      CaseHistory.Entry(
        kind: move.isSkip ? .skipped : move.step.isReturn ? .returned : .step, fromState: move.from,
        toState: move.step.to,
        assignedUnit: isReassigned ? move.assignedUnit : nil, values: evidence.values,
        position: evidence.position, attachments: photos),
      to: file.id, actor: actor, at: now, in: db)
    var detail = evidence.values
    if move.isSkip { detail["skipped"] = "true" }
    detail["from"] = move.from
    detail["to"] = move.step.to
    detail["event"] = "\(sequence)"
    if isReassigned { detail["unit"] = move.assignedUnit }
    if !move.informedUnits.isEmpty {
      detail["informed"] = move.informedUnits.joined(separator: ",")
    }
    if let position = evidence.position {
      detail["position"] = "\(position.longitude),\(position.latitude)"
    }
    if !photos.isEmpty {
      detail["attachments"] = photos.map(String.init).joined(separator: ",")
    }
    try AuditLog.append(
      actor: actor, action: "case.step", object: "case/\(file.id)", detail: detail, at: now, in: db)
    if move.isFinal { try classify(file, procedure: procedure, in: db) }
    let after = try existing(file.id, in: db)
    try tell(move.tells, about: after, values: ["to": move.step.to], at: now, in: db)
    return after
  }
}

extension StepEvidence {
  /// The texts and codes as an event keeps them.
  var values: [String: String] {
    var values: [String: String] = [:]
    if let note, !note.isBlank { values["note"] = note }
    if let cause, !cause.isEmpty { values["cause"] = cause }
    if let publicAnswer, !publicAnswer.isBlank { values["publicAnswer"] = publicAnswer }
    if let reading { values.merge(reading.values) { $1 } }
    values["reading-valid-until"] = calibratedUntil
    values.merge(fieldValues) { $1 }
    return values
  }
}
