public import ActionPlan
import Crypto
public import GRDB
public import Ledger

/// A hotline's sheet that was written.
public struct ReportImport: Sendable, Hashable, Identifiable {
  public let id: Int64
  public let file: String
  /// An `Actor.auditName`.
  public let actor: String
  /// Epoch seconds.
  public let at: Int
  public let newCount: Int
  /// Reports whose numbers were known before.
  public let knownCount: Int
  /// Who took it back; nil where it stands.
  public let undoneBy: String?

  init(row: Row) {
    id = row["id"]
    file = row["file"]
    actor = row["actor"]
    at = row["at"]
    newCount = row["new_count"]
    knownCount = row["known_count"]
    undoneBy = row["undone_by"]
  }
}

/// Why a sheet was not written, or not taken back.
public enum ReportImportRefusal: Error, Sendable, Hashable {
  case notYours
  case hasFaults
  case nothingNew
  /// It is not what the person saw: others have written since.
  case changed
  case unknown
  case isUndone
  /// Numbers of cases that somebody has worked on since.
  case worked([String])

  public var code: String {
    switch self {
    case .notYours: "not-yours"
    case .hasFaults: "has-faults"
    case .nothingNew: "nothing-new"
    case .changed: "changed"
    case .unknown: "unknown"
    case .isUndone: "is-undone"
    case .worked: "worked"
    }
  }
}

/// Sheets of the hotline: each is written wholly or not at all, and can be taken back. 热线工单导入
public enum ReportImports {
  /// What the reports of a sheet are to the cases that there are.
  public struct Comparison: Sendable {
    public let new: [SheetReport]
    /// With the case that has the number; nil where the report's case is none of those any more.
    public let known: [(report: SheetReport, file: CaseFile.Other?)]
  }

  /// A report is known whose number somebody has written before, by a sheet or on a case, whatever else
  /// the sheet says of it.
  public static func compare(_ sheet: ReportSheet, in db: Database) throws -> Comparison {
    var new: [SheetReport] = []
    var known: [(report: SheetReport, file: CaseFile.Other?)] = []
    for report in sheet.reports {
      switch try standing(report, sheet.hotline, in: db) {
      case .unknown: new.append(report)
      case .known(let id):
        let file = try id.flatMap { try CaseBook.find($0, in: db) }
        known.append((report, file.map { CaseFile.Other(id: $0.id, number: $0.number) }))
      }
    }
    return Comparison(new: new, known: known)
  }

  private enum Standing {
    case unknown
    case known(caseID: Int64?)
  }

  /// A number that came before anybody said of which hotline it is counts with each, and one of which
  /// nobody says it now with all: rather a question than a second case.
  private static func standing(
    _ report: SheetReport, _ hotline: OutsideSystem?, in db: Database
  ) throws -> Standing {
    let known = try Int64.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT id FROM public_report WHERE hotline_number IN (:number, :written)
            AND (hotline IS NULL OR :hotline IS NULL OR hotline = :hotline)
          """),
      arguments: ["number": report.number, "written": report.written, "hotline": hotline?.id])
    if let known { return .known(caseID: try CaseBook.find(source: .report(known), in: db)?.id) }
    let owner = try hotline.flatMap {
      try OutsideNumbers.cases(with: report.number, in: $0.id, db).first
    }
    return owner.map { .known(caseID: $0) } ?? .unknown
  }

  /// Writes the new reports of a sheet, each of which opens a case.
  ///
  /// - Parameters:
  ///   - digest: lower-case hex SHA-256 of the file.
  ///   - expected: how many were new when a person looked at it.
  ///   - now: epoch seconds.
  /// - Throws: `ReportImportRefusal`, `ReportRefusal`, or what SQLite said; nothing is written then, if
  ///   the caller lets the error end its transaction.
  @discardableResult
  public static func write(
    _ sheet: ReportSheet, file: String, digest: String, expected: Int, by account: Account,
    plan: Plan, at now: Int, in db: Database
  ) throws -> ReportImport {
    guard Policy.may(account, .importReports) else { throw ReportImportRefusal.notYours }
    guard sheet.faults.isEmpty else { throw ReportImportRefusal.hasFaults }
    let reports = try compare(sheet, in: db).new
    guard reports.count == expected else { throw ReportImportRefusal.changed }
    guard !reports.isEmpty else { throw ReportImportRefusal.nothingNew }
    let actor = Actor.account(account.id)
    let known = sheet.reports.count - reports.count
    try db.execute(
      sql: """
        INSERT INTO report_import (file, sha256, actor, at, new_count, known_count)
        VALUES (?, ?, ?, ?, ?, ?)
        """, arguments: [file, digest, actor.auditName, now, reports.count, known])
    let id = db.lastInsertedRowID
    for report in reports {
      let receipt = try PublicReports.submit(
        ReportDraft(
          category: report.category, text: report.text, contact: report.contact,
          position: report.position, requestID: requestID(of: report.number, import: id),
          channel: .phone, hotlineNumber: report.number, hotline: sheet.hotline?.id,
          receivedAt: report.receivedAt),
        sentThisHour: 0, takenBy: account, sheet: id, plan: plan, at: now, in: db)
      guard let hotline = sheet.hotline else { continue }
      try CaseBook.keep(
        OutsideNumber(system: hotline.id, number: report.number), over: nil, of: receipt.file,
        system: hotline, reportImport: id, actor: actor, at: now, in: db)
    }
    try AuditLog.append(
      actor: actor, action: "report.import", object: "report-import/\(id)",
      detail: [
        "file": file, "sha256": digest, "new": "\(reports.count)", "known": "\(known)",
      ], at: now, in: db)
    return try find(id, in: db)
  }

  /// Takes a sheet back as long as nobody has worked on any of its cases: they end without a result, and
  /// their numbers may come again.
  public static func takeBack(
    _ id: Int64, by account: Account, plan: Plan, at now: Int, in db: Database
  ) throws {
    guard Policy.may(account, .importReports) else { throw ReportImportRefusal.notYours }
    let done = try find(id, in: db)
    guard done.undoneBy == nil else { throw ReportImportRefusal.isUndone }
    let files = try Int64.fetchAll(
      db, sql: "SELECT id FROM public_report WHERE import_id = ? ORDER BY id", arguments: [id]
    ).compactMap { try CaseBook.find(source: .report($0), in: db) }
    let worked = try files.filter { try isWorked($0, since: id, in: db) }.map(\.number)
    guard worked.isEmpty else { throw ReportImportRefusal.worked(worked) }
    let actor = Actor.account(account.id)
    for file in files {
      try giveNumberBack(of: file, import: id, plan: plan, by: actor, at: now, in: db)
      try CaseBook.withdraw(file, by: actor, at: now, in: db)
      guard case .report(let report) = file.source else { continue }
      try ReportComplaints.withdraw(report, plan: plan, by: actor, at: now, in: db)
      try db.execute(
        sql: """
          UPDATE public_report SET hotline_number = NULL, hotline = NULL, complaint_row = NULL
          WHERE id = ?
          """,
        arguments: [report])
    }
    try db.execute(
      sql: "UPDATE report_import SET undone_by = ?, undone_at = ? WHERE id = ?",
      arguments: [actor.auditName, now, id])
    try AuditLog.append(
      actor: actor, action: "report.import-undone", object: "report-import/\(id)",
      detail: ["file": done.file], at: now, in: db)
  }

  /// The newest first.
  public static func list(limit: Int, in db: Database) throws -> [ReportImport] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM report_import ORDER BY id DESC LIMIT ?", arguments: [limit]
    ).map(ReportImport.init(row:))
  }

  static func find(_ id: Int64, in db: Database) throws -> ReportImport {
    guard
      let row = try Row.fetchOne(
        db, sql: "SELECT * FROM report_import WHERE id = ?", arguments: [id])
    else { throw ReportImportRefusal.unknown }
    return ReportImport(row: row)
  }

  /// Takes the number away that the import gave a case.
  private static func giveNumberBack(
    of file: CaseFile, import id: Int64, plan: Plan, by actor: Actor, at now: Int, in db: Database
  ) throws {
    guard case .report(let report) = file.source,
      let row = try Row.fetchOne(
        db, sql: "SELECT hotline, hotline_number FROM public_report WHERE id = ?",
        arguments: [report]),
      let hotline: String = row["hotline"], let number: String = row["hotline_number"],
      let held = try OutsideNumbers.of(file.id, in: db)
        .first(where: { $0.system == hotline && $0.number == number })
    else { return }
    try CaseBook.keep(
      nil, over: held, of: file, system: plan.system(hotline), reportImport: id, actor: actor,
      at: now, in: db)
  }

  /// Somebody has done something with it since the import, or its reporter wrote.
  private static func isWorked(
    _ file: CaseFile, since id: Int64, in db: Database
  ) throws -> Bool {
    try Bool.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT EXISTS (SELECT 1 FROM case_event WHERE case_id = ? AND kind <> 'opened'
            AND actor NOT LIKE 'system:%'
            AND NOT (kind = 'outside' AND "values" ->> '$.import' IS ?))
          """), arguments: [file.id, "\(id)"]) ?? false || !file.isOpen
  }

  /// Of the same number in another import another one: a sheet that was taken back may come again.
  private static func requestID(of number: String, import id: Int64) -> String {
    "hotline-\(id)-" + Array(SHA256.hash(data: Array(number.utf8))).hex.prefix(32)
  }
}

extension CaseBook {
  /// Ends a case without a result, because what opened it was written by mistake.
  static func withdraw(
    _ file: CaseFile, by actor: Actor, at now: Int, in db: Database
  ) throws {
    try db.execute(
      sql: """
        UPDATE case_file SET closed_at = ?, due_at = NULL, next_late_at = NULL, transfer_unit = NULL,
          transfer_stage = NULL, version = version + 1 WHERE id = ?
        """, arguments: [now, file.id])
    let sequence = try CaseHistory.append(
      CaseHistory.Entry(kind: .withdrawn, fromState: file.state), to: file.id, actor: actor,
      at: now, in: db)
    try AuditLog.append(
      actor: actor, action: "case.withdraw", object: "case/\(file.id)",
      detail: ["event": "\(sequence)"], at: now, in: db)
    // It took nobody's time.
    try db.execute(sql: "DELETE FROM case_times WHERE case_id = ?", arguments: [file.id])
  }
}
