public import ActionPlan
public import GRDB
public import Ledger

extension DocumentBook {
  /// Passes a review of a draft for the wording as it stands. Whoever changes the wording afterwards
  /// makes it due anew.
  ///
  /// - Parameter opinion: what the reviewer remarks; optional.
  /// - Throws: `DocumentRefusal`, or what SQLite said.
  @discardableResult
  public static func review(
    _ id: Int64, as review: String, opinion: String?, by account: Account, requestID: String,
    versionSeen: Int, plan: Plan, at now: Int, in db: Database
  ) throws -> CaseDocument {
    let actor = Actor.account(account.id)
    let content = "document/\(id)/review/\(review)/\(versionSeen)\n\(opinion ?? "")"
    if let answer = try answer(to: requestID, of: content, by: actor, in: db) {
      return try existing(answer, in: db)
    }
    let (document, file) = try draftToChange(id, by: account, versionSeen: versionSeen, in: db)
    guard Policy.reviewsDocuments(account, of: file.relation) else {
      throw DocumentRefusal.notYourReview
    }
    guard document.editedBy != actor.auditName, document.draftedBy != actor.auditName else {
      throw DocumentRefusal.ownDraft
    }
    let filled = try filled(document, file: file, plan: plan, in: db)
    guard filled.form.reviews.contains(where: { $0.id == review }) else {
      throw DocumentRefusal.unknownReview(review)
    }
    let opinion = opinion?.asWritten ?? ""
    if opinion.count > longestLine {
      throw DocumentRefusal.tooLong(field: "opinion", found: opinion.count, limit: longestLine)
    }
    let digest = try filled.wordingDigest()
    try db.execute(
      sql: """
        INSERT INTO case_document_review (document_id, review, text_sha256, by, name, opinion, at)
        VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """,
      arguments: [
        id, review, digest, actor.auditName, account.displayName, opinion.isEmpty ? nil : opinion,
        now,
      ])
    var detail = ["review": review, "sha256": digest]
    if !opinion.isEmpty { detail["opinion"] = opinion }
    try note("review", document, file: file, by: actor, detail: detail, at: now, in: db)
    try record(requestID, of: content, by: actor, document: id, at: now, in: db)
    return document
  }

  /// Signs a draft: gives it the office's next number and keeps its wording for good.
  ///
  /// - Throws: `DocumentRefusal`, of which `missing` names everything at once, or what SQLite said.
  ///   Nothing has changed then, no number either, if the caller lets the error end its transaction.
  @discardableResult
  public static func issue(
    _ id: Int64, by account: Account, requestID: String, versionSeen: Int, plan: Plan, at now: Int,
    in db: Database
  ) throws -> CaseDocument {
    let actor = Actor.account(account.id)
    let content = "document/\(id)/issue/\(versionSeen)"
    if let answer = try answer(to: requestID, of: content, by: actor, in: db) {
      return try existing(answer, in: db)
    }
    let (document, file) = try draftToChange(id, by: account, versionSeen: versionSeen, in: db)
    guard Policy.signsDocuments(account, of: file.relation, as: document.signers) else {
      throw DocumentRefusal.notYourSignature(signers: document.signers)
    }
    let filled = try filled(document, file: file, plan: plan, in: db)
    let gaps = try gaps(of: filled, in: db)
    guard gaps.isEmpty else { throw DocumentRefusal.missing(gaps) }
    let form = filled.form
    let year = CaseNumber.localYear(of: now, utcOffsetSeconds: plan.utcOffsetSeconds)
    let count = try nextCount(of: form.numbering, in: year, db)
    let number = form.number(count, ofYear: year)
    let signature = (
      number: number, on: OfficialDate.written(now, plan.utcOffsetSeconds),
      signer: account.displayName
    )
    let zh = try filled.markdown(.zh, issue: signature)
    let en = try filled.markdown(.en, issue: signature)
    let digest = FilledDocument.digest(zh, en)
    try db.execute(
      sql: """
        UPDATE case_document SET state = 'issued', version = version + 1, "values" = :values,
          numbering = :numbering, year = :year, count = :count, number = :number, issued_by = :by,
          issued_at = :now, text_zh = :zh, text_en = :en, text_sha256 = :digest
        WHERE id = :id
        """,
      arguments: [
        "values": encoded(filled.values), "numbering": form.numbering, "year": year,
        "count": count, "number": number, "by": actor.auditName, "now": now, "zh": zh, "en": en,
        "digest": digest, "id": id,
      ])
    let issued = try existing(id, in: db)
    try note(
      "issue", issued, file: file, by: actor, detail: ["number": number, "sha256": digest], at: now,
      in: db)
    try tell(
      recipient(of: form.to, in: file).map { [$0] } ?? [], code: "document-issued", about: issued,
      file: file, at: now, in: db)
    try record(requestID, of: content, by: actor, document: id, at: now, in: db)
    return issued
  }

  /// The next number of an office's numbering in a year: none is left out and none is given twice.
  private static func nextCount(
    of numbering: String, in year: Int, _ db: Database
  ) throws -> Int {
    let count = try Int.fetchOne(
      db,
      sql: """
        INSERT INTO document_counter (numbering, year, last) VALUES (?, ?, 1)
        ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last
        """, arguments: [numbering, year])
    guard let count else { preconditionFailure("an upsert returns its row") }
    return count
  }

  /// Everything a draft lacks: fields, then reviews of the wording as it stands.
  static func gaps(of filled: FilledDocument, in db: Database) throws -> [DocumentGap] {
    let digest = try filled.wordingDigest()
    let passed = try Set(
      reviews(of: filled.document, in: db).filter { $0.sha256 == digest }.map(\.review))
    return filled.gaps
      + filled.form.reviews.filter { !passed.contains($0.id) }.map { .review($0.id) }
  }
}
