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
  let closedToday: Int
  /// What lasts and has told the facility, but has not become a case: the newest first.
  let told: [Finding]
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
      let open = try CaseBook.list(
        CaseFilter(isOpen: true, order: .dueFirst), scope: scope, limit: CaseBook.pageLimit,
        now: now, in: db
      ).cases.filter { $0.state != "opened" }.prefix(listLimit)
      let closed = try CaseBook.list(
        CaseFilter(isOpen: false), scope: scope, limit: CaseBook.pageLimit, now: now, in: db
      ).cases.filter { ($0.closedAt ?? 0) >= today }
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
        waiting: waiting, open: Array(open),
        counts: try CaseBook.counts(scope: scope, now: now, in: db), closedToday: closed.count,
        told: Array(told), facilities: facilities)
    }
  }
}
