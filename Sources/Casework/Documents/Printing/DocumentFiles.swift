import ActionPlan
import GRDB
import Ledger

/// The printed files of issued documents: attachments, one for each language and format, for good.
enum DocumentFiles {
  static func find(
    _ id: Int64, _ language: Language, _ format: DocumentPress.Format, in db: Database
  ) throws -> Attachment? {
    try Int64.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT attachment_id FROM case_document_file
          WHERE document_id = ? AND language = ? AND format = ?
          """), arguments: [id, language.rawValue, format.rawValue]
    ).flatMap { try Attachments.find($0, in: db) }
  }

  /// Keeps a file; where another was faster, that one stays.
  static func keep(
    _ staged: StagedAttachment, of id: Int64, _ language: Language, _ format: DocumentPress.Format,
    at now: Int, in db: Database
  ) throws -> Attachment {
    if let kept = try find(id, language, format, in: db) { return kept }
    let actor = Actor.system("documents")
    let attachment = try Attachments.record(staged, takenBy: actor, at: now, in: db)
    try db.execute(
      sql: """
        INSERT INTO case_document_file (document_id, language, format, attachment_id)
        VALUES (?, ?, ?, ?)
        """, arguments: [id, language.rawValue, format.rawValue, attachment.id])
    try AuditLog.append(
      actor: actor, action: "document.print", object: "document/\(id)",
      detail: [
        "language": language.rawValue, "format": format.rawValue, "sha256": attachment.sha256,
        "attachment": "\(attachment.id)",
      ], at: now, in: db)
    return attachment
  }
}
