import ActionPlan
import GRDB
import Ledger

/// What tying or untying two cases writes into both.
struct TieChange {
  let tie: CaseBook.Tie
  let file: CaseFile
  let partner: CaseFile
  let values: [String: String]
  let actor: Actor
  let now: Int

  func write(_ machine: CaseMachine, in db: Database) throws {
    switch tie {
    case .merge:
      try db.execute(
        sql: """
          UPDATE case_file SET merged_into = ?, closed_at = ?, deadline_left = ?, due_at = NULL,
            next_late_at = NULL, transfer_unit = NULL, transfer_stage = NULL,
            version = version + 1 WHERE id = ?
          """,
        arguments: [partner.id, now, machine.left(of: file.due, at: now), file.id])
      // Whoever worked on the one goes on seeing what becomes of both.
      for unit in [file.assignedUnit, file.leadUnit].compactMap(\.self) + file.informedUnits {
        try CaseBook.inform(unit, of: partner.id, in: db)
      }
    case .unmerge:
      let due = machine.due(file.deadlineLeft, isWorking: file.isDueWorking, from: now)
      try db.execute(
        sql: """
          UPDATE case_file SET merged_into = NULL, closed_at = NULL, deadline_left = NULL,
            due_at = ?, next_late_at = ?, version = version + 1 WHERE id = ?
          """,
        arguments: [
          due?.at, machine.procedure.nextTellingAt(due: due?.at, after: now), file.id,
        ])
    case .link, .unlink:
      for (one, other) in [(file.id, partner.id), (partner.id, file.id)] {
        try db.execute(
          sql: tie == .link
            ? "INSERT INTO case_link (case_id, other_id) VALUES (?, ?) ON CONFLICT DO NOTHING"
            : "DELETE FROM case_link WHERE case_id = ? AND other_id = ?",
          arguments: [one, other])
        guard db.changesCount == 1 else { throw CaseRefusal.nothingChanged(tie.rawValue) }
      }
    }
  }

  /// One entry in the history of each case, one in the audit log, and whoever has the other one is told.
  func note(in db: Database) throws {
    let (own, others): (CaseEvent.Kind, CaseEvent.Kind) =
      switch tie {
      case .merge: (.merged, .absorbed)
      case .unmerge: (.unmerged, .released)
      case .link: (.linked, .linked)
      case .unlink: (.unlinked, .unlinked)
      }
    for (one, other, kind) in [(file, partner, own), (partner, file, others)] {
      try CaseHistory.append(
        CaseHistory.Entry(
          kind: kind, fromState: one.state,
          values: values.merging(["other": other.number]) { $1 }),
        to: one.id, actor: actor, at: now, in: db)
    }
    try AuditLog.append(
      actor: actor, action: "case.\(tie.rawValue)", object: "case/\(file.id)",
      detail: values.merging(["other": partner.number]) { $1 }, at: now, in: db)
    guard tie == .merge, let unit = partner.assignedUnit else { return }
    try CaseBook.tell(
      [Tell(recipient: .unit(unit), kind: .joined)], about: partner,
      values: ["other": file.number], at: now, in: db)
  }
}
