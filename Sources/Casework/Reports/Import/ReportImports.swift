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
  /// Reports of a sheet whose numbers nobody has written before; those are known, whatever else the
  /// sheet says of them.
  public static func new(_ sheet: ReportSheet, in db: Database) throws -> [SheetReport] {
    let known = try db.cachedStatement(
      sql: "SELECT 1 FROM public_report WHERE hotline_number = ?")
    return try sheet.reports.filter {
      try Int.fetchOne(known, arguments: [$0.number]) == nil
    }
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
    let reports = try new(sheet, in: db)
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
      _ = try PublicReports.submit(
        ReportDraft(
          category: report.category, text: report.text, contact: report.contact,
          position: report.position, requestID: requestID(of: report.number, import: id),
          channel: .phone, hotlineNumber: report.number, receivedAt: report.receivedAt),
        sentThisHour: 0, takenBy: account, sheet: id, plan: plan, at: now, in: db)
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
    let worked = try files.filter { try isWorked($0, in: db) }.map(\.number)
    guard worked.isEmpty else { throw ReportImportRefusal.worked(worked) }
    let actor = Actor.account(account.id)
    for file in files {
      try CaseBook.withdraw(file, by: actor, at: now, in: db)
      guard case .report(let report) = file.source else { continue }
      try ReportComplaints.withdraw(report, plan: plan, by: actor, at: now, in: db)
      try db.execute(
        sql: "UPDATE public_report SET hotline_number = NULL, complaint_row = NULL WHERE id = ?",
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

  /// Somebody has done something with it, or its reporter wrote.
  private static func isWorked(_ file: CaseFile, in db: Database) throws -> Bool {
    try Bool.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT EXISTS (SELECT 1 FROM case_event WHERE case_id = ? AND kind <> 'opened'
            AND actor NOT LIKE 'system:%')
          """), arguments: [file.id]) ?? false || !file.isOpen
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
