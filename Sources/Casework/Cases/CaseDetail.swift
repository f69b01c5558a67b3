public import ActionPlan
public import GRDB
public import Ledger

/// Everything a case's own page shows one account.
public struct CaseDetail: Sendable {
  public let file: CaseFile
  /// As it was when the case was opened.
  public let procedure: Procedure
  /// Oldest first.
  public let events: [CaseEvent]
  /// What was measured when the finding was made; empty for other sources.
  public let grounds: [CaseGround]
  /// Where the case comes from a public report.
  public let report: PublicReport?
  /// How to reach the reporter; only for the duty desk.
  public let contact: String?
  /// Where the case comes from a camera.
  public let alarm: CameraAlarm?
  public let openSteps: [OpenStep]
  public let mayAnnotate: Bool
}

extension CaseBook {
  /// - Parameter plan: the plan in force, for its units.
  /// - Returns: nil for a case that is not there or that the account may not see.
  public static func detail(
    _ id: Int64, for account: Account, plan: Plan, in db: Database
  ) throws -> CaseDetail? {
    guard let file = try find(id, for: account, in: db) else { return nil }
    let grounds = try String.fetchOne(
      db.cachedStatement(sql: "SELECT grounds FROM case_file WHERE id = ?"), arguments: [id])
    let report = try PublicReports.find(file.source, in: db)
    let relation = PolicyObject.caseFile(file.relation)
    return CaseDetail(
      file: file, procedure: try ProcedureArchive.procedure(of: file, in: db),
      events: try CaseHistory.events(of: id, in: db),
      grounds: try decoded([CaseGround].self, grounds ?? "[]"), report: report,
      contact: Policy.may(account, .stepAsDuty, relation)
        ? try report.flatMap { try PublicReports.contact(of: $0.id, in: db) } : nil,
      alarm: try CameraAlarms.find(file.source, in: db),
      openSteps: try openSteps(of: file, for: account, plan: plan, in: db),
      mayAnnotate: file.isOpen && Policy.may(account, .noteCase, relation))
  }

  /// The history of a case, oldest first.
  public static func events(of id: Int64, in db: Database) throws -> [CaseEvent] {
    try CaseHistory.events(of: id, in: db)
  }
}
