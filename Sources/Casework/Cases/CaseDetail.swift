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
  /// What its reporter was promised; empty for other sources.
  public let promises: [ReportPromise]
  /// Whether the reporter may be written to.
  public let mayReply: Bool
  /// Where the case comes from a camera.
  public let alarm: CameraAlarm?
  public let openSteps: [OpenStep]
  /// What the account may do beside the steps.
  public let openActs: [CaseAct.Name]
  /// Whether it may merge and link.
  public let mayTie: Bool
  /// Cases merged into this one, cases linked with it, and open ones that may be the same.
  public let merged: [CaseFile]
  public let linked: [CaseFile]
  public let alike: [CaseFile]
  /// Units that have yet to take their share of the present step.
  public let waitingUnits: [String]
  public let appeals: [CaseAppeal]
  /// In other systems, and whether the account may give and change them.
  public let numbers: [OutsideNumber]
  public let mayNumber: Bool
  public let mayAnnotate: Bool
}

extension CaseBook {
  /// - Parameters:
  ///   - plan: the plan in force, for its units and its calendar.
  ///   - now: epoch seconds, by which what may be done is judged.
  /// - Returns: nil for a case that is not there or that the account may not see.
  public static func detail(
    _ id: Int64, for account: Account, plan: Plan, at now: Int, in db: Database
  ) throws -> CaseDetail? {
    guard let file = try find(id, for: account, in: db) else { return nil }
    let grounds = try String.fetchOne(
      db.cachedStatement(sql: "SELECT grounds FROM case_file WHERE id = ?"), arguments: [id])
    let report = try PublicReports.find(file.source, in: db)
    let scope = Policy.caseFilter(account)
    let tied = try tied(to: file, scope: scope, in: db)
    let mayTie = !mover(account, in: file).relations.isDisjoint(with: [.duty, .lead])
    let machine = try machine(of: file, plan: plan, in: db)
    let relation = PolicyObject.caseFile(file.relation)
    return CaseDetail(
      file: file, procedure: machine.procedure,
      events: try CaseHistory.events(of: id, in: db),
      grounds: try decoded([CaseGround].self, grounds ?? "[]"), report: report,
      promises: try report.map { try ReportPromises.of($0.id, in: db) } ?? [],
      mayReply: try PublicReports.mayReply(account, file) && PublicReports.takesReply(file, in: db),
      alarm: try CameraAlarms.find(file.source, in: db),
      openSteps: try openSteps(of: file, for: account, plan: plan, in: db),
      openActs: try openActs(of: file, for: account, plan: plan, at: now, in: db), mayTie: mayTie,
      merged: tied.merged, linked: tied.linked,
      alike: mayTie && file.isOpen ? try alike(file, scope: scope, in: db) : [],
      waitingUnits: file.isOpen
        ? machine.waitingUnits(in: try situation(of: file, in: db)) : [],
      appeals: try appeals(of: id, in: db), numbers: try OutsideNumbers.of(id, in: db),
      mayNumber: !plan.systems.isEmpty && file.mergedInto == nil
        && Policy.may(account, .numberCase, relation),
      mayAnnotate: file.isOpen && Policy.may(account, .noteCase, relation))
  }

  /// The history of a case, oldest first.
  public static func events(of id: Int64, in db: Database) throws -> [CaseEvent] {
    try CaseHistory.events(of: id, in: db)
  }
}
