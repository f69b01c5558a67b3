public import ActionPlan
import Foundation
public import GRDB
import Ledger

/// Proposes rewards by the plan's rule, when a case is closed as real. 奖励认定
public enum RewardWatch {
  /// Events of one look: a look is one transaction.
  static let eventLimit = 500

  /// - Parameter now: epoch seconds.
  /// - Returns: whether there is more to look at.
  @discardableResult
  public static func sweep(_ plan: Plan, at now: Int, in db: Database) throws -> Bool {
    guard let rules = plan.reports?.rewards else { return false }
    let events = try WatchedEvent.after(
      Watermark.last("rewards", in: db), limit: eventLimit, in: db)
    for event in events where event.isStep || event.kind == .merged || event.kind == .absorbed {
      try judge(event.caseID, rules, at: now, in: db)
    }
    if let last = events.last { try Watermark.move("rewards", to: last.id, in: db) }
    return events.count == eventLimit
  }

  /// Proposes a reward to the first who reported the fact of a closed case by name, and says of the
  /// others why not. Each report is judged once.
  private static func judge(
    _ caseID: Int64, _ rules: RewardRules, at now: Int, in db: Database
  ) throws {
    guard let file = try fact(of: caseID, in: db), isTrue(file) else { return }
    var isTaken =
      try Bool.fetchOne(
        db.cachedStatement(
          sql: """
            SELECT EXISTS (SELECT 1 FROM report_reward
              WHERE fact_id = ? AND state IN ('proposed', 'approved', 'paid'))
            """), arguments: [file.id]) ?? false
    for report in try reports(of: file.id, in: db) {
      guard let kind = rules.kinds.first(where: { $0.fits(report, file) }) else { continue }
      var reason: String? = isTaken ? "not-first" : nil
      if reason == nil, try isRewarded(report.person, kind, rules, at: now, in: db) {
        reason = "person-again"
      }
      try insert(report, file, kind, reason: reason, at: now, in: db)
      if reason == nil { isTaken = true }
    }
  }

  /// The case that a fact is known by: the one that another was merged into.
  static func fact(of id: Int64, in db: Database) throws -> CaseFile? {
    guard let file = try CaseBook.find(id, in: db) else { return nil }
    return try file.mergedInto.flatMap { try CaseBook.find($0.id, in: db) } ?? file
  }

  static func isTrue(_ file: CaseFile) -> Bool { !file.isOpen && file.causeClass == .real }

  /// A report by name of which nothing was said yet.
  struct NamedReport {
    let id: Int64
    let category: String
    let hasPhoto: Bool
    let person: Data
  }

  /// The first first; those without a telephone number cannot be paid and stand in nobody's way.
  private static func reports(of fact: Int64, in db: Database) throws -> [NamedReport] {
    let secret = try ReportSecret(in: db)
    return try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT r.id, r.category, r.attachment_id IS NOT NULL AS has_photo, c.contact
          FROM public_report AS r JOIN report_contact AS c ON c.report_id = r.id
          WHERE r.id IN (
            SELECT source_id FROM case_file
              WHERE source_kind = 'report' AND (id = :fact OR merged_into = :fact)
            UNION ALL
            SELECT source_id FROM case_source WHERE source_kind = 'report' AND case_id = :fact)
            AND NOT EXISTS (SELECT 1 FROM report_reward WHERE report_id = r.id)
          ORDER BY r.received_at, r.id
          """), arguments: ["fact": fact]
    ).compactMap { row in
      ReporterPhone(row["contact"]).map { phone in
        NamedReport(
          id: row["id"], category: row["category"], hasPhoto: row["has_photo"],
          person: secret.hash("person", phone.digits))
      }
    }
  }

  private static func isRewarded(
    _ person: Data, _ kind: RewardRules.Kind, _ rules: RewardRules, at now: Int, in db: Database
  ) throws -> Bool {
    try Bool.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT EXISTS (SELECT 1 FROM report_reward
            WHERE person = ? AND kind = ? AND proposed_at > ?
              AND state IN ('proposed', 'approved', 'paid'))
          """), arguments: [person, kind.id, now - rules.againSeconds]) ?? false
  }

  private static func insert(
    _ report: NamedReport, _ file: CaseFile, _ kind: RewardRules.Kind, reason: String?,
    at now: Int, in db: Database
  ) throws {
    let state: Reward.State = reason == nil ? .proposed : .excluded
    try db.cachedStatement(
      sql: """
        INSERT INTO report_reward (report_id, fact_id, kind, yuan, person, state, reason, proposed_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      report.id, file.id, kind.id, kind.yuan, report.person, state.rawValue, reason, now,
    ])
    let id = db.lastInsertedRowID
    var detail = ["kind": kind.id, "yuan": "\(kind.yuan)", "case": file.number]
    detail["reason"] = reason
    try AuditLog.append(
      actor: .system("casework"), action: "reward.\(state.rawValue)", object: "reward/\(id)",
      detail: detail, at: now, in: db)
    guard state == .proposed else { return }
    try Notifications.tell(
      .role(.leader), code: "reward-proposed", object: "reward/\(id)",
      values: ["number": file.number, "yuan": "\(kind.yuan)"], at: now, in: db)
  }
}

extension RewardRules.Kind {
  fileprivate func fits(_ report: RewardWatch.NamedReport, _ file: CaseFile) -> Bool {
    categories.contains(report.category) && file.severity >= from
      && (!needsPhoto || report.hasPhoto)
  }
}
