public import ActionPlan
public import GRDB
public import Ledger

/// What passes between a reporter and those who work the case: it is told in the case's history too.
public struct ReportMessage: Sendable, Hashable {
  /// Longest message, in characters.
  public static let textLimit = 2_000
  /// Messages that one reporter may send about a report.
  public static let reporterLimit = 20

  public let isReporters: Bool
  /// As written; pages escape it.
  public let text: String
  /// Epoch seconds.
  public let at: Int
}

extension CaseEvent {
  /// What a reporter wrote, and what was written to the reporter.
  public var reporterMessage: String? { values["reporterMessage"] }
  public var publicMessage: String? { values["publicMessage"] }
}

extension PublicReports {
  /// Takes a message of the reporter in; the desk and the unit that works the case are told.
  ///
  /// - Parameters:
  ///   - code: as typed.
  ///   - requestID: made once for the form.
  /// - Throws: `ReportRefusal`, or what SQLite said.
  public static func say(
    _ text: String, code: String, requestID: String, at now: Int, in db: Database
  ) throws {
    let text = try checked(text)
    guard requestID.isRequestID(16...64) else { throw ReportRefusal.badRequestID }
    guard let file = try caseFile(code, in: db) else { throw ReportRefusal.unknownCode }
    let content = "case/\(file.id)/reporter\n\(text)"
    if try isAnswered(requestID, content, by: .reporter, in: db) { return }
    guard file.isOpen else { throw ReportRefusal.isClosed }
    let sent = try CaseHistory.events(of: file.id, in: db).count { $0.reporterMessage != nil }
    guard sent < ReportMessage.reporterLimit else {
      throw ReportRefusal.tooManyMessages(limit: ReportMessage.reporterLimit)
    }
    try append(["reporterMessage": text], to: file, by: .reporter, at: now, in: db)
    let recipients = [Recipient.role(.duty)] + (file.assignedUnit.map { [.unit($0)] } ?? [])
    for recipient in recipients {
      try Notifications.tell(
        recipient, code: "case-message", object: "case/\(file.id)", values: file.toldValues,
        at: now, in: db)
    }
    try RequestLog.record(
      "case/\(file.id)", to: requestID, by: .reporter, body: content.utf8, at: now, in: db)
  }

  /// Writes to the reporter, who reads it by the code.
  ///
  /// - Returns: the case.
  /// - Throws: `CaseRefusal`, or what SQLite said.
  @discardableResult
  public static func reply(
    _ text: String, case id: Int64, by account: Account, requestID: String, at now: Int,
    in db: Database
  ) throws -> CaseFile {
    let actor = Actor.account(account.id)
    let file = try CaseBook.visible(id, to: account, in: db)
    guard mayReply(account, file) else {
      throw CaseRefusal.notYours(step: "note", allowed: [.duty, .lead, .assignee])
    }
    let text = text.asWritten
    guard !text.isEmpty else { throw CaseRefusal.missingEvidence(step: "message", [.note]) }
    guard text.count <= ReportMessage.textLimit else {
      throw CaseRefusal.textTooLong(
        field: "note", found: text.count, limit: ReportMessage.textLimit)
    }
    let content = "case/\(id)/reply\n\(text)"
    if try CaseBook.isRepeat(requestID, of: content, by: actor, in: db) { return file }
    guard try takesReply(file, in: db) else { throw CaseRefusal.finished(state: file.state) }
    try append(["publicMessage": text], to: file, by: actor, at: now, in: db)
    try CaseBook.record(requestID, of: content, by: actor, case: id, at: now, in: db)
    return file
  }

  /// Whether the account may write to the reporter of a case; a firm's contact never does.
  public static func mayReply(_ account: Account, _ file: CaseFile) -> Bool {
    guard case .report = file.source, account.roles != [.enterprise] else { return false }
    return Policy.may(account, .noteCase, .caseFile(file.relation))
  }

  /// Whether a message may be written: while the case is open, and after its end while the reporter
  /// waits for an answer.
  static func takesReply(_ file: CaseFile, in db: Database) throws -> Bool {
    guard case .report(let report) = file.source, !file.isOpen else { return file.isOpen }
    return try ReportPromises.of(report, in: db).contains { $0.kind == .answer && $0.keptAt == nil }
  }

  /// What passed so far, the oldest first; a case's answer is not among it.
  static func messages(_ events: [CaseEvent]) -> [ReportMessage] {
    events.compactMap { event in
      guard let text = event.reporterMessage ?? event.publicMessage else { return nil }
      return ReportMessage(isReporters: event.reporterMessage != nil, text: text, at: event.at)
    }
  }

  /// Takes a closed case up again, because the reporter disagrees with the answer; once.
  ///
  /// - Parameters:
  ///   - code: as typed.
  ///   - why: what the reporter says.
  /// - Throws: `ReportRefusal.unknownCode`, `CaseRefusal`, or what SQLite said.
  public static func disagree(
    _ why: String, code: String, plan: Plan, at now: Int, in db: Database
  ) throws {
    guard let report = try report(code, in: db) else { throw ReportRefusal.unknownCode }
    try CaseBook.disagree(report: report, why: why.asWritten, plan: plan, at: now, in: db)
    try ReportPromises.renew(report, plan: plan, at: now, in: db)
  }

  /// Until when the reporter may disagree with the answer of a closed case, epoch seconds; nil where
  /// the procedure takes nothing up again, or the reporter has disagreed before.
  static func disagreeUntil(
    _ file: CaseFile, _ events: [CaseEvent], in db: Database
  ) throws -> Int? {
    guard let closed = file.closedAt, file.mergedInto == nil,
      let rule = try ProcedureArchive.procedure(of: file, in: db).rules.reopening,
      !events.contains(where: {
        $0.kind == .reopened && $0.actor == Actor.reporter.auditName
      })
    else { return nil }
    return closed + rule.withinSeconds
  }

  /// The report that has a code, as typed.
  static func report(_ code: String, in db: Database) throws -> Int64? {
    guard let code = TrackingCode(code) else { return nil }
    let hash = try ReportSecret(in: db).hash("tracking", code.characters)
    return try Int64.fetchOne(
      db, sql: "SELECT id FROM public_report WHERE code_hash = ?", arguments: [hash])
  }

  private static func caseFile(_ code: String, in db: Database) throws -> CaseFile? {
    try report(code, in: db).flatMap { try CaseBook.find(source: .report($0), in: db) }
  }

  private static func isAnswered(
    _ requestID: String, _ content: String, by actor: Actor, in db: Database
  ) throws -> Bool {
    do {
      return try RequestLog.answer(to: requestID, by: actor, body: content.utf8, in: db) != nil
    } catch is RequestRefusal {
      throw ReportRefusal.requestReused
    }
  }

  private static func checked(_ text: String) throws(ReportRefusal) -> String {
    let text = text.asWritten
    guard !text.isEmpty else { throw .textMissing }
    guard text.count <= ReportMessage.textLimit else {
      throw .textTooLong(found: text.count, limit: ReportMessage.textLimit)
    }
    return text
  }

  private static func append(
    _ values: [String: String], to file: CaseFile, by actor: Actor, at now: Int, in db: Database
  ) throws {
    let sequence = try CaseHistory.append(
      CaseHistory.Entry(kind: .noted, fromState: file.state, values: values), to: file.id,
      actor: actor, at: now, in: db)
    var detail = values
    detail["event"] = "\(sequence)"
    try AuditLog.append(
      actor: actor, action: "case.message", object: "case/\(file.id)", detail: detail, at: now,
      in: db)
  }
}
