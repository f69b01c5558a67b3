public import ActionPlan
public import GRDB

/// The forms that documents were drafted under, by the plan's digest. A document keeps its own.
public enum DocumentArchive {
  /// Keeps a form once; what is kept never changes.
  static func keep(_ form: DocumentForm, digest: String, in db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO document_form (plan_digest, form, definition) VALUES (?, ?, ?)
        ON CONFLICT DO NOTHING
        """
    ).execute(arguments: [digest, form.id, try encoded(form)])
  }

  /// Keeps what a procedure drafts when a step is late, with the case that may come to it.
  static func keepDrafts(of procedure: Procedure, plan: Plan, in db: Database) throws {
    for draft in procedure.late.compactMap(\.draft) {
      guard let form = plan.document(draft.document) else { continue }
      try keep(form, digest: plan.digest, in: db)
    }
  }

  public static func form(of document: CaseDocument, in db: Database) throws -> DocumentForm {
    try form(document.form, digest: document.planDigest, in: db)
  }

  static func form(_ id: String, digest: String, in db: Database) throws -> DocumentForm {
    let definition = try String.fetchOne(
      db.cachedStatement(
        sql: "SELECT definition FROM document_form WHERE plan_digest = ? AND form = ?"),
      arguments: [digest, id])
    guard let definition else {
      throw DocumentRecordError.formNotKept(digest: digest, form: id)
    }
    return try decoded(DocumentForm.self, definition)
  }
}
