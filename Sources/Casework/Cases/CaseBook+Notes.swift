public import ActionPlan
public import GRDB
public import Ledger

extension CaseBook {
  /// Adds a note or photos to an open case without a step. The case's version stays, so that nobody's
  /// form goes stale by it.
  ///
  /// - Parameters:
  ///   - position: where it was written, in the field.
  ///   - field: when it was written, and its photos taken, where that was in the field.
  /// - Returns: the case; on a repeat of the request, as it stands now.
  /// - Throws: `CaseRefusal`, or what SQLite said.
  @discardableResult
  public static func annotate(
    case id: Int64, by account: Account, note: String?, photos: [StagedAttachment] = [],
    position: Coordinate? = nil, field: FieldEvidence? = nil, requestID: String, at now: Int,
    in db: Database
  ) throws -> CaseFile {
    let actor = Actor.account(account.id)
    var evidence = StepEvidence(note: note, photos: photos, position: position)
    let content = evidence.content(of: "case/\(id)/note")
    if try isRepeat(requestID, of: content, by: actor, in: db) { return try existing(id, in: db) }
    let file = try visible(id, to: account, in: db)
    guard file.isOpen else { throw CaseRefusal.finished(state: file.state) }
    guard Policy.may(account, .noteCase, .caseFile(file.relation)) else {
      throw CaseRefusal.notYours(step: "note", allowed: [.duty, .lead, .assignee, .facility])
    }
    guard !evidence.values.isEmpty || !photos.isEmpty else {
      throw CaseRefusal.missingEvidence(step: "note", [.note])
    }
    try evidence.checkLimits()
    if let position, !position.isOnEarth { throw CaseRefusal.positionNotOnEarth }
    evidence.fieldValues = field?.values(arrivedAt: now, openedAt: file.openedAt) ?? [:]
    let attachments = try record(photos, at: position, by: actor, at: now, in: db)
    let sequence = try CaseHistory.append(
      CaseHistory.Entry(
        kind: .noted, fromState: file.state, values: evidence.values, position: position,
        attachments: attachments),
      to: id, actor: actor, at: now, in: db)
    var detail = evidence.values
    detail["event"] = "\(sequence)"
    if !attachments.isEmpty {
      detail["attachments"] = attachments.map(String.init).joined(separator: ",")
    }
    try AuditLog.append(
      actor: actor, action: "case.note", object: "case/\(id)", detail: detail, at: now, in: db)
    try record(requestID, of: content, by: actor, case: id, at: now, in: db)
    return file
  }
}
