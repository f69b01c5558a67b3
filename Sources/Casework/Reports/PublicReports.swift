public import ActionPlan
import Foundation
public import GRDB
public import Ledger

/// A report by a member of the public, as the people who work its case read it.
public struct PublicReport: Sendable, Hashable {
  public let id: Int64
  public let category: String
  /// As written; pages escape it.
  public let text: String
  /// Id of one of the Ledger's attachments.
  public let photo: Int64?
  /// Epoch seconds.
  public let receivedAt: Int
  public let channel: ReportChannel
  /// An `Actor.auditName` of who wrote it down for the reporter; nil where the reporter did.
  public let takenBy: String?
  /// The number of the hotline that sent it; nil for others.
  public let hotlineNumber: String?
}

/// What the reporter gets in return.
public struct ReportReceipt: Sendable {
  public let report: Int64
  public let file: CaseFile
  public let code: TrackingCode
  /// The same request had been answered before; the code is the same.
  public let isRepeat: Bool
}

/// Reports from the public, each of which opens a case that its tracking code follows.
public enum PublicReports {
  /// The categories that the plan's procedures take in, in the plan's order.
  public static func categories(of plan: Plan) -> [Field.Choice] {
    plan.procedures.flatMap(\.intake.reportCategories)
  }

  /// Takes a report in and opens its case.
  ///
  /// - Parameters:
  ///   - sentThisHour: how many this source has sent within the hour before this one.
  ///   - account: who writes it down for the reporter; nil where the reporter does.
  ///   - sheet: the import that it came with.
  ///   - now: epoch seconds.
  /// - Throws: `ReportRefusal`, or what SQLite said.
  public static func submit(
    _ draft: ReportDraft, sentThisHour: Int, takenBy account: Account? = nil,
    sheet: Int64? = nil, plan: Plan, at now: Int, in db: Database
  ) throws -> ReportReceipt {
    guard draft.requestID.isRequestID(16...64) else { throw ReportRefusal.badRequestID }
    let secret = try ReportSecret(in: db)
    let content = secret.hash(
      "content", draft.category, draft.text, draft.contact ?? "", draft.photo?.sha256 ?? "")
    if let repeated = try receipt(of: draft.requestID, content: content, secret: secret, in: db) {
      return repeated
    }
    guard sentThisHour < ReportDraft.hourlyLimit else {
      throw ReportRefusal.tooMany(limit: ReportDraft.hourlyLimit)
    }
    let (text, contact) = try checkedTexts(of: draft)
    let taking = plan.procedures.first { procedure in
      procedure.intake.reportCategories.contains { $0.id == draft.category }
    }
    guard let procedure = taking else { throw ReportRefusal.unknownCategory(draft.category) }
    if let position = draft.position, !position.isOnEarth {
      throw ReportRefusal.positionNotOnEarth
    }
    let actor = account.map { Actor.account($0.id) } ?? .reporter
    let photo = try draft.photo.map {
      try Attachments.record(
        $0, takenBy: actor, position: draft.position, at: now, in: db
      ).id
    }
    let code = secret.code(ofRequest: draft.requestID)
    let received = min(draft.receivedAt ?? now, now)
    try db.execute(
      sql: """
        INSERT INTO public_report
          (category, description, attachment_id, received_at, code_hash, request_hash, content_hash,
          channel, taken_by, hotline_number, hotline, import_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        draft.category, text, photo, received, secret.hash("tracking", code.characters),
        secret.hash("request", draft.requestID), content, draft.channel.rawValue,
        account.map { Actor.account($0.id).auditName }, draft.hotlineNumber,
        draft.hotline, sheet,
      ])
    let id = db.lastInsertedRowID
    if let contact {
      try db.execute(
        sql: "INSERT INTO report_contact (report_id, contact) VALUES (?, ?)",
        arguments: [id, contact])
    }
    let file = try CaseBook.open(
      CaseOpening(
        procedure: procedure.id, severity: severity, source: .report(id),
        title: CaseTitle(.report, ["category": draft.category]), occurredAt: received,
        position: draft.position, attachments: photo.map { [$0] } ?? []),
      plan: plan, actor: actor, at: now, in: db)
    try ReportPromises.begin(id, plan: plan, at: received, in: db)
    try ReportComplaints.note(
      id, category: draft.category, file: file, plan: plan, at: received, now: now, in: db)
    return ReportReceipt(report: id, file: file, code: code, isRepeat: false)
  }

  /// Whether a form was taken in before: sent again it gets the same receipt.
  public static func wasTaken(_ requestID: String, in db: Database) throws -> Bool {
    try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM public_report WHERE request_hash = ?)",
      arguments: [ReportSecret(in: db).hash("request", requestID)]) == true
  }

  /// How serious a report is before anybody has looked.
  public static let severity = Severity.ordinary

  /// The report that a case comes from; nil for other sources.
  static func find(_ source: CaseSource, in db: Database) throws -> PublicReport? {
    guard case .report(let id) = source else { return nil }
    return try Row.fetchOne(
      db,
      sql: """
        SELECT id, category, description, attachment_id, received_at, channel, taken_by, hotline_number
        FROM public_report WHERE id = ?
        """, arguments: [id]
    ).map { row in
      PublicReport(
        id: row["id"], category: row["category"], text: row["description"],
        photo: row["attachment_id"], receivedAt: row["received_at"],
        channel: ReportChannel(rawValue: row["channel"]) ?? .web, takenBy: row["taken_by"],
        hotlineNumber: row["hotline_number"])
    }
  }

  /// What the reporter left: sealed; only `RewardBook.identity` opens it.
  static func contact(of report: Int64, in db: Database) throws -> String? {
    try String.fetchOne(
      db, sql: "SELECT contact FROM report_contact WHERE report_id = ?", arguments: [report])
  }

  private static func receipt(
    of requestID: String, content: Data, secret: ReportSecret, in db: Database
  ) throws -> ReportReceipt? {
    let row = try Row.fetchOne(
      db, sql: "SELECT id, content_hash FROM public_report WHERE request_hash = ?",
      arguments: [secret.hash("request", requestID)])
    guard let row else { return nil }
    let id: Int64 = row["id"]
    guard row["content_hash"] == content, let file = try CaseBook.find(source: .report(id), in: db)
    else { throw ReportRefusal.requestReused }
    return ReportReceipt(
      report: id, file: file, code: secret.code(ofRequest: requestID), isRepeat: true)
  }

  private static func checkedTexts(
    of draft: ReportDraft
  ) throws(ReportRefusal) -> (text: String, contact: String?) {
    let text = draft.text.asWritten
    guard !text.isEmpty else { throw .textMissing }
    guard text.count <= ReportDraft.textLimit else {
      throw .textTooLong(found: text.count, limit: ReportDraft.textLimit)
    }
    let contact = draft.contact?.asWritten ?? ""
    guard contact.count <= ReportDraft.contactLimit else {
      throw .contactTooLong(found: contact.count, limit: ReportDraft.contactLimit)
    }
    return (text, contact.isEmpty ? nil : contact)
  }
}
