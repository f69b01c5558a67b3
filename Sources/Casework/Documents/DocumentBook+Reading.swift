public import ActionPlan
public import GRDB
public import Ledger

/// A review that was passed, and for which wording.
public struct DocumentReview: Sendable, Hashable {
  public let review: String
  /// Of the wording; a draft that reads otherwise needs another review.
  public let sha256: String
  /// As the audit log names them, and what they are called.
  public let by: String
  public let name: String
  public let opinion: String?
  /// Epoch seconds.
  public let at: Int
}

/// Everything a document's own page shows one account.
public struct DocumentDetail: Sendable {
  public let document: CaseDocument
  public let file: CaseFile
  public let filled: FilledDocument
  /// What keeps a draft from being signed; empty for others.
  public let gaps: [DocumentGap]
  /// Those that hold for the wording as it stands, or as it was signed.
  public let reviews: [DocumentReview]
  public let mayEdit: Bool
  public let mayReview: Bool
  public let maySign: Bool
  public let mayServe: Bool
  public let mayWithdraw: Bool
}

extension DocumentBook {
  /// - Parameter plan: the plan in force.
  /// - Returns: nil for a document that is not there or that the account may not see.
  public static func detail(
    _ id: Int64, for account: Account, plan: Plan, in db: Database
  ) throws -> DocumentDetail? {
    guard let (document, file) = try find(id, for: account, in: db) else { return nil }
    let filled = try filled(document, file: file, plan: plan, in: db)
    let isDraft = document.state == .draft
    let actor = Actor.account(account.id).auditName
    let drafts = Policy.draftsDocuments(account, of: file.relation)
    let signs = Policy.signsDocuments(account, of: file.relation, as: document.signers)
    let wording = try filled.wordingDigest()
    return DocumentDetail(
      document: document, file: file, filled: filled,
      gaps: isDraft ? try gaps(of: filled, in: db) : [],
      reviews: try reviews(of: document, in: db).filter { !isDraft || $0.sha256 == wording },
      mayEdit: isDraft && (drafts || signs),
      mayReview: isDraft && Policy.reviewsDocuments(account, of: file.relation)
        && document.editedBy != actor && document.draftedBy != actor,
      maySign: isDraft && signs, mayServe: document.state == .issued && drafts,
      mayWithdraw: document.state != .withdrawn && (signs || isDraft && drafts))
  }

  /// A document with its case, as far as the account may see it.
  public static func find(
    _ id: Int64, for account: Account, in db: Database
  ) throws -> (CaseDocument, CaseFile)? {
    guard let document = try find(id, in: db),
      let file = try CaseBook.find(document.caseID, for: account, in: db),
      document.issue != nil || Policy.seesDrafts(account, of: file.relation)
    else { return nil }
    return (document, file)
  }

  /// A document as lists show it, as far as the account may see it.
  public static func line(
    _ id: Int64, for account: Account, in db: Database
  ) throws -> DocumentLine? {
    guard let (document, file) = try find(id, for: account, in: db) else { return nil }
    return DocumentLine(
      document: document, file: file, form: try DocumentArchive.form(of: document, in: db))
  }

  /// A document by its id, whoever asks.
  public static func find(_ id: Int64, in db: Database) throws -> CaseDocument? {
    try Row.fetchOne(
      db.cachedStatement(
        sql: "SELECT \(CaseDocument.columns) FROM case_document WHERE id = ?"), arguments: [id]
    ).map(CaseDocument.init(row:))
  }

  static func existing(_ id: Int64, in db: Database) throws -> CaseDocument {
    guard let document = try find(id, in: db) else { throw DocumentRefusal.unknownDocument(id) }
    return document
  }

  static func visible(
    _ id: Int64, to account: Account, in db: Database
  ) throws -> (CaseDocument, CaseFile) {
    guard let found = try find(id, for: account, in: db) else {
      throw DocumentRefusal.unknownDocument(id)
    }
    return found
  }

  static func filled(
    _ document: CaseDocument, file: CaseFile, plan: Plan, in db: Database
  ) throws -> FilledDocument {
    FilledDocument(
      form: try DocumentArchive.form(of: document, in: db), document: document,
      facts: try CaseFacts.read(for: document, file: file, plan: plan, in: db))
  }

  /// The served document that a receipt is about; nil for other documents.
  public static func subject(of id: Int64, in db: Database) throws -> CaseDocument? {
    try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT about_id FROM case_document_about WHERE document_id = ?"),
      arguments: [id]
    ).flatMap { try find($0, in: db) }
  }

  /// Receipts that were drafted of a document's service and not withdrawn, oldest first.
  public static func receipts(of id: Int64, in db: Database) throws -> [CaseDocument] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT \(CaseDocument.columns) FROM case_document JOIN case_document_about
            ON document_id = id
          WHERE about_id = ? AND state <> 'withdrawn' ORDER BY id
          """), arguments: [id]
    ).map(CaseDocument.init(row:))
  }

  /// - Throws: `DocumentRefusal.nothingServed`.
  static func servedDocument(
    _ id: Int64?, of file: CaseFile, in db: Database
  ) throws -> CaseDocument {
    guard let document = try id.flatMap({ try find($0, in: db) }), document.caseID == file.id,
      document.state == .served
    else { throw DocumentRefusal.nothingServed }
    return document
  }

  static func reviews(of document: CaseDocument, in db: Database) throws -> [DocumentReview] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT review, text_sha256, by, name, opinion, at FROM case_document_review
          WHERE document_id = ? ORDER BY at, review
          """), arguments: [document.id]
    ).map { row in
      DocumentReview(
        review: row["review"], sha256: row["text_sha256"], by: row["by"], name: row["name"],
        opinion: row["opinion"], at: row["at"])
    }
  }
}
