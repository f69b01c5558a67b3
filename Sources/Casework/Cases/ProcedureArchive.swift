public import ActionPlan
import Foundation
public import GRDB

/// The procedures that cases were opened under, by the plan's digest. A case finishes under its own.
public enum ProcedureArchive {
  /// Keeps a procedure once; what is kept never changes.
  static func keep(_ procedure: Procedure, digest: String, in db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO procedure_version (plan_digest, procedure, definition) VALUES (?, ?, ?)
        ON CONFLICT DO NOTHING
        """
    ).execute(arguments: [digest, procedure.id, try encoded(ProcedureRecord(procedure))])
  }

  /// The procedure of a case as it was when the case was opened.
  public static func procedure(of file: CaseFile, in db: Database) throws -> Procedure {
    try procedure(file.procedure, digest: file.planDigest, in: db)
  }

  static func procedure(_ id: String, digest: String, in db: Database) throws -> Procedure {
    let definition = try String.fetchOne(
      db.cachedStatement(
        sql: "SELECT definition FROM procedure_version WHERE plan_digest = ? AND procedure = ?"),
      arguments: [digest, id])
    guard let definition else {
      throw ProcedureRecordError.notKept(digest: digest, procedure: id)
    }
    return try decoded(ProcedureRecord.self, definition).procedure()
  }
}
