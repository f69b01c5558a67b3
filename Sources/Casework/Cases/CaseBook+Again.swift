public import ActionPlan
public import GRDB
import Ledger

/// The same found again, and what was closed taken up by whoever reported it.
extension CaseBook {
  /// Gives a finding to a case of the same rule and subject: to one that is open, which it joins, or to
  /// one that was closed less than the procedure's time of relapse ago, which goes on. Nil where there
  /// is none, or the procedure says nothing of relapse.
  static func takeUp(
    _ opening: CaseOpening, procedure: Procedure, plan: Plan, actor: Actor, at now: Int,
    in db: Database
  ) throws -> CaseFile? {
    guard let likeness = opening.title.likeness, let source = opening.source.id,
      let relapseSeconds = procedure.rules.relapseSeconds
    else { return nil }
    let id = try Int64.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT id FROM case_file
          WHERE likeness = ? AND procedure = ? AND merged_into IS NULL
            AND (closed_at IS NULL OR closed_at >= ?)
          ORDER BY closed_at IS NULL DESC, closed_at DESC, id DESC LIMIT 1
          """),
      arguments: [likeness, procedure.id, now - relapseSeconds])
    guard let id else { return nil }
    try db.execute(
      sql: "INSERT INTO case_source (source_kind, source_id, case_id) VALUES (?, ?, ?)",
      arguments: [opening.source.kind, source, id])
    let file = try existing(id, in: db)
    var values = ["since": "\(opening.occurredAt)", "source": "\(source)"]
    values["late"] = opening.isLate ? "true" : nil
    guard !file.isOpen else {
      values.merge(try FieldPhotos.values(of: opening.attachments, in: db)) { $1 }
      return try join(
        file, values: values, attachments: opening.attachments, actor: actor, at: now, in: db)
    }
    return try relapse(file, opening, values: values, plan: plan, actor: actor, at: now, in: db)
  }

  static func join(
    _ file: CaseFile, values: [String: String], attachments: [Int64] = [], actor: Actor,
    at now: Int, in db: Database
  ) throws -> CaseFile {
    let sequence = try CaseHistory.append(
      CaseHistory.Entry(
        kind: .joined, fromState: file.state, values: values, attachments: attachments),
      to: file.id, actor: actor, at: now, in: db)
    try AuditLog.append(
      actor: actor, action: "case.join", object: "case/\(file.id)",
      detail: values.merging(["event": "\(sequence)"]) { $1 }, at: now, in: db)
    return file
  }

  private static func relapse(
    _ file: CaseFile, _ opening: CaseOpening, values: [String: String], plan: Plan, actor: Actor,
    at now: Int, in db: Database
  ) throws -> CaseFile {
    let machine = try machine(of: file, plan: plan, in: db)
    let before = try situation(of: file, in: db)
    let state = machine.procedure.rules.reopening?.to ?? Procedure.openedState
    let grounds = try String.fetchOne(
      db, sql: "SELECT grounds FROM case_file WHERE id = ?", arguments: [file.id])
    let kept = try decoded([CaseGround].self, grounds ?? "[]")
    try db.execute(
      sql: "UPDATE case_file SET grounds = ? WHERE id = ?",
      arguments: [try encoded(kept + opening.grounds), file.id])
    let after = try goOn(
      file, machine: machine, to: machine.goneOn(before, from: state, at: now), kind: .relapsed,
      values: values.merging(try FieldPhotos.values(of: opening.attachments, in: db)) { $1 },
      attachments: opening.attachments, actor: actor, at: now, in: db)
    return try takeAutomaticSteps(after, machine: machine, at: now, in: db)
  }

  /// Takes a closed case up again because the person who reported it disagrees with the answer, once.
  ///
  /// - Parameters:
  ///   - id: the report's.
  ///   - why: what the reporter says; kept as written.
  ///   - now: epoch seconds.
  /// - Throws: `CaseRefusal`: `isOpen`, `disagreedBefore`, `notInProcedure`, `tooLate`,
  ///   `missingEvidence` without a reason, `textTooLong`.
  @discardableResult
  public static func disagree(
    report id: Int64, why: String, plan: Plan, at now: Int, in db: Database
  ) throws -> CaseFile {
    guard let file = try find(source: .report(id), in: db) else {
      throw CaseRefusal.unknownCase(id)
    }
    if let other = file.mergedInto { throw CaseRefusal.merged(into: other.number) }
    guard !file.isOpen, let closed = file.closedAt else { throw CaseRefusal.isOpen }
    let machine = try machine(of: file, plan: plan, in: db)
    guard let rule = machine.procedure.rules.reopening else {
      throw CaseRefusal.notInProcedure(CaseAct.Name.reopen.rawValue)
    }
    guard now - closed <= rule.withinSeconds else {
      throw CaseRefusal.tooLate(CaseAct.Name.reopen.rawValue)
    }
    guard !why.isBlank else {
      throw CaseRefusal.missingEvidence(step: CaseAct.Name.reopen.rawValue, [.note])
    }
    try StepEvidence(note: why).checkLimits()
    let reporter = Actor.reporter
    guard
      try !CaseHistory.events(of: file.id, in: db).contains(where: {
        $0.kind == .reopened && $0.actor == reporter.auditName
      })
    else { throw CaseRefusal.disagreedBefore }
    let situation = try situation(of: file, in: db)
    return try goOn(
      file, machine: machine, to: machine.goneOn(situation, from: rule.to, at: now),
      kind: .reopened, values: ["note": why], actor: reporter, at: now, in: db)
  }

  static func goOn(
    _ file: CaseFile, machine: CaseMachine, to after: CaseSituation, kind: CaseEvent.Kind,
    values: [String: String], attachments: [Int64] = [], actor: Actor, at now: Int,
    in db: Database
  ) throws -> CaseFile {
    try write(after, over: file, of: machine.procedure, at: now, in: db)
    let sequence = try CaseHistory.append(
      CaseHistory.Entry(
        kind: kind, fromState: file.state, toState: after.state,
        assignedUnit: after.assignedUnit == file.assignedUnit ? nil : after.assignedUnit,
        values: values, attachments: attachments),
      to: file.id, actor: actor, at: now, in: db)
    var detail = values
    detail["event"] = "\(sequence)"
    detail["to"] = after.state
    try AuditLog.append(
      actor: actor, action: "case.\(kind.rawValue)", object: "case/\(file.id)", detail: detail,
      at: now, in: db)
    let changed = try existing(file.id, in: db)
    try tell(
      machine.tells(of: .reopen, before: after, after: after), about: changed, values: [:], at: now,
      in: db)
    return changed
  }
}
