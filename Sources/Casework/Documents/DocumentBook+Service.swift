public import ActionPlan
import AirQuality
public import GRDB
public import Ledger

extension DocumentBook {
  /// Notes how a document reached whom it is for.
  ///
  /// - Parameters:
  ///   - on: the local day, `2026-01-02`.
  ///   - receiver: who took it; for what was left behind, the witnesses.
  ///   - receipt: the signed receipt as a photo or document, staged.
  /// - Throws: `DocumentRefusal`, or what SQLite said.
  @discardableResult
  public static func serve(
    _ id: Int64, way: DocumentService.Way, on: String, receiver: String,
    receipt: StagedAttachment? = nil, by account: Account, requestID: String, versionSeen: Int,
    plan: Plan, at now: Int, in db: Database
  ) throws -> CaseDocument {
    let actor = Actor.account(account.id)
    let content =
      "document/\(id)/serve/\(versionSeen)/\(way.rawValue)/\(on)/\(receipt?.sha256 ?? "")\n\(receiver)"
    if let answer = try answer(to: requestID, of: content, by: actor, in: db) {
      return try existing(answer, in: db)
    }
    let (document, file) = try visible(id, to: account, in: db)
    guard Policy.draftsDocuments(account, of: file.relation) else {
      throw DocumentRefusal.notYourDraft
    }
    guard document.state == .issued, let issue = document.issue else {
      throw DocumentRefusal.notIssued(state: document.state)
    }
    guard document.version == versionSeen else {
      throw DocumentRefusal.stale(version: document.version, seen: versionSeen)
    }
    let offset = plan.utcOffsetSeconds
    let days =
      CalendarDay(
        ofEpoch: issue.at, utcOffsetSeconds: offset)...CalendarDay(
        ofEpoch: max(now, issue.at), utcOffsetSeconds: offset)
    guard let day = CalendarDay(on), days.contains(day) else { throw DocumentRefusal.serviceDate }
    let receiver = receiver.asWritten
    guard !receiver.isEmpty || way == .published else { throw DocumentRefusal.receiverMissing }
    if receiver.count > longestLine {
      throw DocumentRefusal.tooLong(field: "receiver", found: receiver.count, limit: longestLine)
    }
    let attachment = try receipt.map {
      try Attachments.record($0, takenBy: actor, at: now, in: db).id
    }
    let service = DocumentService(
      way: way, on: day.description, receiver: receiver, by: actor.auditName, at: now)
    try db.execute(
      sql: """
        UPDATE case_document SET state = 'served', version = version + 1, service = ?, receipt = ?
        WHERE id = ?
        """, arguments: [try encoded(service), attachment, id])
    let served = try existing(id, in: db)
    try note(
      "serve", served, file: file, by: actor,
      detail: ["way": way.rawValue, "on": day.description, "receiver": receiver],
      attachments: attachment.map { [$0] } ?? [], at: now, in: db)
    try record(requestID, of: content, by: actor, document: id, at: now, in: db)
    return served
  }

  /// Withdraws a draft or a document, with its ground. Its number stays taken.
  ///
  /// - Throws: `DocumentRefusal`, or what SQLite said.
  @discardableResult
  public static func withdraw(
    _ id: Int64, ground: String, by account: Account, requestID: String, versionSeen: Int,
    at now: Int, in db: Database
  ) throws -> CaseDocument {
    let actor = Actor.account(account.id)
    let content = "document/\(id)/withdraw/\(versionSeen)\n\(ground)"
    if let answer = try answer(to: requestID, of: content, by: actor, in: db) {
      return try existing(answer, in: db)
    }
    let (document, file) = try visible(id, to: account, in: db)
    guard document.state != .withdrawn else {
      throw DocumentRefusal.noDraft(state: .withdrawn)
    }
    let signs = Policy.signsDocuments(account, of: file.relation, as: document.signers)
    guard signs || document.issue == nil && Policy.draftsDocuments(account, of: file.relation)
    else { throw DocumentRefusal.notYourSignature(signers: document.signers) }
    guard document.version == versionSeen else {
      throw DocumentRefusal.stale(version: document.version, seen: versionSeen)
    }
    let ground = ground.asWritten
    guard !ground.isEmpty else { throw DocumentRefusal.groundMissing }
    if ground.count > longestProse {
      throw DocumentRefusal.tooLong(field: "ground", found: ground.count, limit: longestProse)
    }
    try db.execute(
      sql: """
        UPDATE case_document SET state = 'withdrawn', version = version + 1, withdrawn_by = ?,
          withdrawn_at = ?, ground = ? WHERE id = ?
        """, arguments: [actor.auditName, now, ground, id])
    let withdrawn = try existing(id, in: db)
    try note(
      "withdraw", withdrawn, file: file, by: actor, detail: ["ground": ground], at: now, in: db)
    if document.issue != nil {
      let form = try DocumentArchive.form(of: document, in: db)
      try tell(
        recipient(of: form.to, in: file).map { [$0] } ?? [], code: "document-withdrawn",
        about: withdrawn, file: file, at: now, in: db)
    }
    try record(requestID, of: content, by: actor, document: id, at: now, in: db)
    return withdrawn
  }
}
