import ActionPlan
import Casework
import Hummingbird
import Ledger

/// Reports that wait to be taken up or answered, the nearest deadline first.
struct ReportListController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("reports", use: list)
  }

  @Sendable func list(request: Request, context: SignedInContext) async throws -> Response {
    let account = context.account
    guard Policy.may(account, .viewDesk) else { throw PageError.forbidden }
    let (scope, now) = (Policy.caseFilter(account), subjects.now())
    let (reports, counts) = try await subjects.ledger.read { db in
      (
        try ReportPromises.waiting(scope: scope, in: db),
        try ReportPromises.counts(scope: scope, now: now, in: db)
      )
    }
    let texts = pages.texts(context)
    let view = ReportListView(
      reports, counts: counts, account: account,
      names: PlanNames(plan: subjects.plan, texts: texts), time: pages.time, now: now)
    return pages.show("reports/list", view, title: texts("reports.title"), context: context)
  }
}

/// Waiting reports, ready for their template.
struct ReportListView: Sendable {
  struct Figure: Sendable {
    let figureName: String
    let waiting: String
    let late: String
    let isLate: Bool
  }
  struct Promise: Sendable {
    let promiseName: String
    let due: Deadline
  }
  struct Line: Sendable {
    let caseHref: String
    let caseTitle: String
    let caseNumber: String
    let caseState: String
    let unit: String
    let hotline: String
    let hasHotline: Bool
    let received: Moment
    let promises: [Promise]
  }

  let figures: [Figure]
  let lines: [Line]
  let isEmpty: Bool
  let isCut: Bool
  let mayTake: Bool
  let mayImport: Bool
  let mayRewards: Bool

  init(
    _ reports: [WaitingReport], counts: [ReportPromise.Kind: PromiseCount], account: Account,
    names: PlanNames, time: LocalTime, now: Int
  ) {
    let texts = names.texts
    let wording = CaseWording(plan: names.plan, texts: texts)
    figures = ReportPromise.Kind.allCases.map { kind in
      let late = counts[kind]?.late ?? 0
      return Figure(
        figureName: texts("reports.wait-\(kind.rawValue)"),
        waiting: "\(counts[kind]?.waiting ?? 0)", late: texts("reports.late", ["n": "\(late)"]),
        isLate: late > 0)
    }
    lines = reports.map { report in
      Line(
        caseHref: "/cases/\(report.file.id)", caseTitle: wording.title(of: report.file),
        caseNumber: report.file.number, caseState: wording.state(of: report.file),
        unit: names.unit(report.file.assignedUnit) ?? "",
        hotline: report.hotlineNumber.map { texts("reports.hotline", ["number": $0]) } ?? "",
        hasHotline: report.hotlineNumber != nil,
        received: Moment(report.receivedAt, now: now, time: time, texts: texts),
        promises: report.promises.map {
          Promise(
            promiseName: texts("reports.promise-\($0.kind.rawValue)"),
            due: Deadline($0.due.at, now: now, time: time, texts: texts))
        })
    }
    isEmpty = reports.isEmpty
    isCut = reports.count == ReportPromises.pageLimit
    mayTake = Policy.may(account, .openCase)
    mayImport = Policy.may(account, .importReports)
    mayRewards = Policy.may(account, .viewRewards)
  }
}
