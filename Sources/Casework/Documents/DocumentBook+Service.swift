public import ActionPlan
import AirQuality
public import GRDB
public import Ledger

extension DocumentBook {
  /// Notes how a document reached whom it is for. What was refused may be left behind: before a witness,
  /// or with a photo of it, and with the ground of the refusal.
  ///
  /// - Parameter receipt: the signed receipt as a photo or document, staged.
  /// - Throws: `DocumentRefusal`, or what SQLite said.
  @discardableResult
  public static func serve(
    _ id: Int64, as note: ServiceNote, receipt: StagedAttachment? = nil, by account: Account,
    requestID: String, versionSeen: Int, plan: Plan, at now: Int, in db: Database
  ) throws -> CaseDocument {
    let actor = Actor.account(account.id)
    let content =
      "document/\(id)/serve/\(versionSeen)/\(receipt?.sha256 ?? "")\n" + note.content
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
    let checked = try note.checked(
      issuedAt: issue.at, hasPhoto: receipt != nil, plan: plan, now: now)
    let attachment = try receipt.map {
      try Attachments.record($0, takenBy: actor, at: now, in: db).id
    }
    let served = try write(checked, attachment, to: document, by: actor, at: now, in: db)
    try self.note(
      "serve", served, file: file, by: actor, detail: checked.detail,
      attachments: attachment.map { [$0] } ?? [], at: now, in: db)
    try record(requestID, of: content, by: actor, document: id, at: now, in: db)
    return served
  }

  /// Notes that a contact of the firm that a document is for has received it on the own page: with that
  /// it is served by electronic means. What was served already is acknowledged by that.
  ///
  /// - Throws: `DocumentRefusal`, or what SQLite said.
  @discardableResult
  public static func acknowledge(
    _ id: Int64, by account: Account, requestID: String, plan: Plan, at now: Int, in db: Database
  ) throws -> CaseDocument {
    let actor = Actor.account(account.id)
    let content = "document/\(id)/acknowledge"
    if let answer = try answer(to: requestID, of: content, by: actor, in: db) {
      return try existing(answer, in: db)
    }
    let (document, file) = try visible(id, to: account, in: db)
    let form = try DocumentArchive.form(of: document, in: db)
    guard form.to == .facility, Policy.may(account, .acknowledge, .facility(file.facility)) else {
      throw DocumentRefusal.notForYou
    }
    guard document.state != .withdrawn else {
      throw DocumentRefusal.notIssued(state: document.state)
    }
    if document.state == .issued {
      let offset = plan.utcOffsetSeconds
      let note = ServiceNote(
        way: .electronic,
        on: CalendarDay(ofEpoch: now, utcOffsetSeconds: offset).description,
        receiver: account.displayName, time: ServiceNote.time(now, offset))
      let served = try write(note, nil, to: document, by: actor, at: now, in: db)
      try self.note(
        "acknowledge", served, file: file, by: actor, detail: note.detail, at: now, in: db)
    }
    try record(requestID, of: content, by: actor, document: id, at: now, in: db)
    return try existing(id, in: db)
  }

  private static func write(
    _ note: ServiceNote, _ receipt: Int64?, to document: CaseDocument, by actor: Actor,
    at now: Int, in db: Database
  ) throws -> CaseDocument {
    let service = DocumentService(note, by: actor.auditName, at: now)
    try db.execute(
      sql: """
        UPDATE case_document SET state = 'served', version = version + 1, service = ?, receipt = ?
        WHERE id = ?
        """, arguments: [try encoded(service), receipt, document.id])
    return try existing(document.id, in: db)
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
