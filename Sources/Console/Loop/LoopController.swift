import ActionPlan
import AirQuality
import Casework
import GRDB
import Hummingbird
import Ledger

/// How long loops take, stage by stage: page, table to download, the cases beneath, and JSON.
struct LoopController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("loop", use: show)
    routes.get("loop/cases", use: cases)
    routes.get("loop/export", use: export)
    routes.get("api/loop", use: answer)
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    let query = try query(request, context)
    let report = try await report(query, context)
    let texts = pages.texts(context)
    let view = LoopView(
      report, query: query, names: PlanNames(plan: subjects.plan, texts: texts),
      today: today, account: context.account)
    return pages.show("loop/times", view, title: texts("loop.title"), context: context)
  }

  @Sendable func cases(request: Request, context: SignedInContext) async throws -> Response {
    let query = try query(request, context)
    let (filter, scope) = (self.filter(query), Policy.caseFilter(context.account))
    let now = subjects.now()
    let (lines, facilities) = try await subjects.ledger.read { db in
      let lines = try LoopBook.lines(
        filter, to: query.stage, seconds: query.binSeconds,
        without: query.isWithout ? query.by : nil, scope: scope, now: now, in: db)
      let facilities = try Set(lines.compactMap(\.file.facility)).reduce(into: [:]) {
        $0[$1] = try Facilities.find($1, in: db)
      }
      return (lines, facilities)
    }
    let texts = pages.texts(context)
    let view = LoopCasesView(
      lines, query: query, facilities: facilities,
      names: PlanNames(plan: subjects.plan, texts: texts), time: pages.time, now: now)
    return pages.show("loop/cases", view, title: texts("loop.casesTitle"), context: context)
  }

  @Sendable func export(request: Request, context: SignedInContext) async throws -> Response {
    let query = try query(request, context)
    let (filter, scope, now) = (filter(query), Policy.caseFilter(context.account), subjects.now())
    let table = LoopTable(
      query: query, names: PlanNames(plan: subjects.plan, texts: pages.texts(context)))
    return try await TableAnswer.make(
      request, name: "\(table.title) \(query.from) \(query.until)", subjects
    ) { format, path, db in
      let report = try LoopBook.report(filter, by: query.by, scope: scope, now: now, in: db)
      try table.write(report, format, to: path)
    }
  }

  @Sendable func answer(request: Request, context: SignedInContext) async throws -> Response {
    try LoopQuery.refuseEmpty(request.uri.queryParameters)
    let query = try query(request, context)
    return JSONAnswer.encode(LoopAnswer(try await report(query, context), query: query))
  }

  private var today: CalendarDay {
    CalendarDay(ofEpoch: subjects.now(), utcOffsetSeconds: subjects.plan.utcOffsetSeconds)
  }

  private func query(_ request: Request, _ context: SignedInContext) throws -> LoopQuery {
    guard Policy.may(context.account, .viewDesk) else { throw PageError.notYours }
    return try LoopQuery(request.uri.queryParameters, today: today)
  }

  private func filter(_ query: LoopQuery) -> LoopFilter {
    query.filter(utcOffsetSeconds: subjects.plan.utcOffsetSeconds)
  }

  private func report(_ query: LoopQuery, _ context: SignedInContext) async throws -> LoopReport {
    let (filter, scope, now) = (filter(query), Policy.caseFilter(context.account), subjects.now())
    return try await subjects.ledger.read { db in
      try LoopBook.report(filter, by: query.by, scope: scope, now: now, in: db)
    }
  }
}
