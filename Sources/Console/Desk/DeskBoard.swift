import ActionPlan
import Casework
import Detection
import Ledger

/// What the desk shows, read in one go within the account's scope.
struct DeskBoard: Sendable {
  /// Cases that wait for somebody's first step, newest first.
  let waiting: [CaseFile]
  /// The other open cases, the most pressing first.
  let open: [CaseFile]
  let counts: CaseCounts
  /// All that wait; `waiting` lists the newest.
  let waitingCount: Int
  let closedToday: Int
  /// Drafts that wait for the account's own signature.
  let toSign: Int
  /// Alarms of cameras that nobody has judged; nil for who may not see them.
  let alarmsToJudge: Int?
  /// Promises to reporters that are late.
  let lateReports: Int
  /// What lasts and has told the facility, but has not become a case: the newest first.
  let told: [Finding]
  /// Names of who has the turn now.
  let onDuty: [String]
  /// By id, for those that the cases and findings name.
  let facilities: [String: Facility]

  /// Cases on each list; the counts tell of the rest.
  static let listLimit = 40

  static func read(_ subjects: ConsoleSubjects, account: Account) async throws -> DeskBoard {
    let scope = Policy.caseFilter(account)
    let now = subjects.now()
    let today = LocalTime(utcOffsetSeconds: subjects.plan.utcOffsetSeconds).startOfDay(now)
    return try await subjects.ledger.read { db in
      let waiting = try CaseBook.list(
        CaseFilter(state: "opened", isOpen: true), scope: scope, limit: listLimit, now: now, in: db
      ).cases
      let open = try CaseBook.inHand(scope: scope, limit: listLimit, in: db)
      let told = try Findings.lasting(in: db).filter { finding in
        finding.reached == .told
          && scope.includes(
            CaseRelation(
              assignedUnit: nil, leadUnit: nil, informedUnits: [], facility: finding.facility))
      }.prefix(listLimit)
      var facilities: [String: Facility] = [:]
      for id in Set((waiting + open).compactMap(\.facility) + told.compactMap(\.facility)) {
        facilities[id] = try Facilities.find(id, in: db)
      }
      return DeskBoard(
        waiting: waiting, open: open,
        counts: try CaseBook.counts(scope: scope, now: now, in: db),
        waitingCount: try CaseBook.waitingCount(scope: scope, in: db),
        closedToday: try CaseBook.closedCount(since: today, scope: scope, in: db),
        toSign: try DocumentBook.waitingCount(for: account, in: db),
        alarmsToJudge: Policy.may(account, .viewAlarms) ? try AlarmDesk.waitingCount(in: db) : nil,
        lateReports: try ReportPromises.counts(scope: scope, now: now, in: db).values
          .reduce(0) { $0 + $1.late },
        told: Array(told),
        onDuty: try Rota.onDuty(at: now, in: db).map(\.displayName), facilities: facilities)
    }
  }
}
