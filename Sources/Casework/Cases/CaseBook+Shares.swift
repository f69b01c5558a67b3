import ActionPlan
import GRDB
import Ledger

extension CaseBook {
  /// Writes down that one of several units took its share of a step; the case stays where it is.
  static func note(
    share: String, of move: Move, on file: CaseFile, _ evidence: StepEvidence, actor: Actor,
    at now: Int, in db: Database
  ) throws -> CaseFile {
    try db.cachedStatement(sql: "UPDATE case_file SET version = version + 1 WHERE id = ?")
      .execute(arguments: [file.id])
    let photos = try record(evidence.photos, at: evidence.position, by: actor, at: now, in: db)
    var values = evidence.values
    values["share"] = share
    let sequence = try CaseHistory.append(
      CaseHistory.Entry(
        kind: .shared, fromState: move.from, toState: move.step.to, values: values,
        position: evidence.position, attachments: photos),
      to: file.id, actor: actor, at: now, in: db)
    var detail = values
    detail["to"] = move.step.to
    detail["event"] = "\(sequence)"
    if !photos.isEmpty {
      detail["attachments"] = photos.map(String.init).joined(separator: ",")
    }
    try AuditLog.append(
      actor: actor, action: "case.share", object: "case/\(file.id)", detail: detail, at: now, in: db
    )
    return try existing(file.id, in: db)
  }
}
