public import ActionPlan
public import GRDB
public import Ledger

/// A document in a list.
public struct DocumentLine: Sendable {
  public let document: CaseDocument
  public let file: CaseFile
  public let form: DocumentForm
}

extension DocumentBook {
  /// Which documents a list shows.
  public enum Filter: String, Sendable, CaseIterable {
    /// Drafts that wait for the account's own signature.
    case mine
    case drafts, issued, withdrawn
  }

  /// Documents read at a time, at most.
  public static let pageLength = 100

  /// The documents of a case that an account may see, oldest first.
  public static func documents(
    ofCase id: Int64, for account: Account, in db: Database
  ) throws -> [DocumentLine] {
    guard let file = try CaseBook.find(id, for: account, in: db) else { return [] }
    let seesDrafts = Policy.seesDrafts(account, of: file.relation)
    return try Row.fetchAll(
      db.cachedStatement(
        sql: "SELECT \(CaseDocument.columns) FROM case_document WHERE case_id = ? ORDER BY id"),
      arguments: [id]
    ).map(CaseDocument.init(row:)).filter { $0.issue != nil || seesDrafts }.map { document in
      DocumentLine(
        document: document, file: file, form: try DocumentArchive.form(of: document, in: db))
    }
  }

  /// Documents that an account may see, newest first.
  ///
  /// - Parameters:
  ///   - facility: only those in cases of it; nil for all.
  ///   - before: only smaller ids (keyset paging).
  public static func list(
    _ filter: Filter, of facility: String? = nil, for account: Account, before: Int64? = nil,
    limit: Int = pageLength,
    in db: Database
  ) throws -> [DocumentLine] {
    let condition: SQL =
      switch filter {
      case .mine: try mayBeSigned(by: account, in: db) ?? "0"
      case .drafts: "state = 'draft'"
      case .issued: "state IN ('issued', 'served')"
      case .withdrawn: "state = 'withdrawn'"
      }
    let concerned: SQL = facility.map { CaseFilter.concerns($0) } ?? "1"
    let query: SQL = """
      SELECT \(sql: CaseDocument.columns) FROM case_document
      WHERE \(condition) AND id < \(before ?? .max)
        AND \(isOfCase(where: "\(Policy.caseFilter(account).condition) AND \(concerned)"))
      ORDER BY id DESC
      """
    let (sql, arguments) = try query.build(db)
    let rows = try Row.fetchCursor(db, sql: sql, arguments: arguments)
    var lines: [DocumentLine] = []
    while lines.count < limit, let row = try rows.next() {
      let document = try CaseDocument(row: row)
      guard let (_, file) = try find(document.id, for: account, in: db) else { continue }
      guard
        filter != .mine
          || Policy.signsDocuments(account, of: file.relation, as: document.signers)
      else { continue }
      lines.append(
        DocumentLine(
          document: document, file: file, form: try DocumentArchive.form(of: document, in: db)))
    }
    return lines
  }

  /// Drafts counted for one account, at most.
  static let countLimit = 1_000

  /// How many drafts wait for an account's signature; no more than `countLimit`.
  public static func waitingCount(for account: Account, in db: Database) throws -> Int {
    guard let mayBeSigned = try mayBeSigned(by: account, in: db) else { return 0 }
    let query: SQL = """
      SELECT signers, assigned_unit, lead_unit FROM case_document
      CROSS JOIN case_file ON case_file.id = case_id
      WHERE \(mayBeSigned)
        AND \(isOfCase(where: Policy.caseFilter(account).condition))
      LIMIT \(countLimit)
      """
    let (sql, arguments) = try query.build(db)
    return try Row.fetchAll(db, sql: sql, arguments: arguments).count { row in
      // The scope has let the case pass, on whatever ground.
      let relation = CaseRelation(
        assignedUnit: row["assigned_unit"], leadUnit: row["lead_unit"],
        informedUnits: Set([account.unit].compactMap { $0 }), facility: nil)
      return Policy.signsDocuments(
        account, of: relation, as: try decoded([DocumentForm.Signer].self, row["signers"]))
    }
  }

  /// Drafts that an account would sign in a case of its own unit: the others are not looked at one by
  /// one. Drafts differ by few kinds of signers. Nil where it would sign none.
  private static func mayBeSigned(by account: Account, in db: Database) throws -> SQL? {
    let own = CaseRelation(
      assignedUnit: account.unit, leadUnit: account.unit,
      informedUnits: Set([account.unit].compactMap { $0 }), facility: nil)
    let texts = try String.fetchAll(
      db.cachedStatement(
        sql: "SELECT DISTINCT signers FROM case_document WHERE case_document.state = 'draft'"))
    let signed = try texts.filter { text in
      Policy.signsDocuments(account, of: own, as: try decoded([DocumentForm.Signer].self, text))
    }
    return signed.isEmpty ? nil : "case_document.state = 'draft' AND signers IN \(signed)"
  }

  /// The case of a document is one of those that `condition` tells of `case_file`.
  private static func isOfCase(where condition: SQL) -> SQL {
    "EXISTS (SELECT 1 FROM case_file WHERE case_file.id = case_id AND \(condition))"
  }

  /// The forms that an account may draft in a case: those of the plan in force. A receipt is drafted from
  /// the document that was served.
  public static func forms(
    for account: Account, case file: CaseFile, plan: Plan
  ) -> [DocumentForm] {
    Policy.draftsDocuments(account, of: file.relation)
      ? plan.documents.filter { $0.of == nil } : []
  }
}
