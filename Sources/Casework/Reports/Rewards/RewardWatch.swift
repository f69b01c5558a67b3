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
    for event in events where event.isStep || ties.contains(event.kind) {
      try judge(event.caseID, rules, at: now, in: db)
      try lookAgain(at: event.caseID, rules, at: now, in: db)
    }
    if let last = events.last { try Watermark.move("rewards", to: last.id, in: db) }
    return events.count == eventLimit
  }

  private static let ties: Set<CaseEvent.Kind> = [.merged, .absorbed, .linked]

  /// What was merged or linked since, or moved to another place, may be one fact with another one.
  private static func lookAgain(
    at caseID: Int64, _ rules: RewardRules, at now: Int, in db: Database
  ) throws {
    for found in try SameFact.rewards(of: [caseID], in: db) {
      guard let reward = try RewardBook.find(found.id, in: db),
        try RewardDoubts.look(at: reward, rules, at: now, in: db)
      else { continue }
      try tell("reward-doubted", of: reward.id, reward.file, yuan: reward.yuan, at: now, in: db)
    }
  }

  private static func tell(
    _ code: String, of reward: Int64, _ file: CaseFile.Other, yuan: Int, at now: Int,
    in db: Database
  ) throws {
    try Notifications.tell(
      .role(.leader), code: code, object: "reward/\(reward)",
      values: ["number": file.number, "yuan": "\(yuan)"], at: now, in: db)
  }

  /// Proposes a reward to the first who reported the fact of a closed case by name, and says of the
  /// others why not. Each report is judged once.
  private static func judge(
    _ caseID: Int64, _ rules: RewardRules, at now: Int, in db: Database
  ) throws {
    guard let file = try fact(of: caseID, in: db), isTrue(file) else { return }
    var isTaken = try !SameFact.rewards(of: [file.id], in: db).isEmpty
    for report in try reports(of: file.id, in: db) {
      guard let kind = rules.kinds.first(where: { $0.fits(report, file) }) else { continue }
      var reason: String? = isTaken ? "not-first" : nil
      if reason == nil, try isRewarded(report.person, kind, rules, at: now, in: db) {
        reason = "person-again"
      }
      try insert(report, file, kind, rules, reason: reason, at: now, in: db)
      if reason == nil { isTaken = true }
    }
  }

  /// The case that a fact is known by: the one that others were merged into, and that goes on.
  static func fact(of id: Int64, in db: Database) throws -> CaseFile? {
    var file = try CaseBook.find(id, in: db)
    while let main = file?.mergedInto { file = try CaseBook.find(main.id, in: db) }
    return file
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
              WHERE source_kind = 'report' AND id IN (SELECT value FROM json_each(:cases))
            UNION ALL
            SELECT source_id FROM case_source
              WHERE source_kind = 'report' AND case_id IN (SELECT value FROM json_each(:cases)))
            AND NOT EXISTS (SELECT 1 FROM report_reward WHERE report_id = r.id)
          ORDER BY r.received_at, r.id
          """), arguments: ["cases": try encoded(try SameFact.family(of: [fact], in: db))]
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
    _ report: NamedReport, _ file: CaseFile, _ kind: RewardRules.Kind, _ rules: RewardRules,
    reason: String?, at now: Int, in db: Database
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
    let reward = try RewardBook.existing(id, in: db)
    let isDoubtful = try RewardDoubts.look(at: reward, rules, at: now, in: db)
    try tell(
      isDoubtful ? "reward-doubted" : "reward-proposed", of: id, reward.file, yuan: kind.yuan,
      at: now, in: db)
  }
}

extension RewardRules.Kind {
  fileprivate func fits(_ report: RewardWatch.NamedReport, _ file: CaseFile) -> Bool {
    categories.contains(report.category) && file.severity >= from
      && (!needsPhoto || report.hasPhoto)
  }
}
