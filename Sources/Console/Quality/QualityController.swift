import ActionPlan
import DataQuality
import HTTPTypes
import Hummingbird
import Ledger
import Telemetry

/// What data quality says of series, and what people say of that.
struct QualityController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("quality", use: list)
    routes.get("quality/capture", use: capture)
    routes.get("quality/:id", use: show)
    routes.post("quality/:id/settlement", use: settle)
    routes.post("quality/:id/reopening", use: reopen)
  }

  @Sendable func list(request: Request, context: SignedInContext) async throws -> Response {
    let reading = try await reading(context)
    let query = QualityQuery(request.uri.queryParameters)
    let seesAll = Policy.may(context.account, .viewDevice, .facility(nil))
    let filter = query.filter(reading.narrowed(to: query.mn, all: seesAll))
    let (marks, count) = try await subjects.ledger.read { db in
      (
        try QualityMarks.lines(
          filter, offset: (query.page - 1) * QualityQuery.pageSize, limit: QualityQuery.pageSize,
          in: db), try QualityMarks.countLines(filter, in: db)
      )
    }
    let texts = pages.texts(context)
    let view = QualityListView(
      marks, count: count, query: query, reading: reading, names: names(texts), time: pages.time,
      now: subjects.now())
    return pages.show("quality/list", view, title: texts("quality.title"), context: context)
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    try await page(context)
  }

  @Sendable func settle(request: Request, context: SignedInContext) async throws -> Response {
    let id = try await own(context).0.id
    let (form, account, now) = (context.visit.form, context.account, subjects.now())
    guard Policy.may(account, .settleMark) else { throw PageError.forbidden }
    guard let cause = form.text("cause").flatMap(QualityMark.Cause.init(rawValue:)) else {
      return try await page(context, problem: "quality.fault-cause", status: .unprocessableContent)
    }
    do {
      let note = (form.text("note") ?? "").trimmingBlanks()
      let settle =
        form.text("others") == "yes" ? QualityMarks.settleLine : QualityMarks.settle
      try await subjects.ledger.write { db in
        try settle(id, cause, note, .account(account.id), now, db)
      }
    } catch QualityMarkError.isSettled {
      return try await page(context, problem: "quality.fault-settled", status: .conflict)
    } catch QualityMarkError.noteTooLong {
      return try await page(context, problem: "quality.fault-note", status: .unprocessableContent)
    }
    return .redirect(to: "/quality/\(id)", type: .normal)
  }

  @Sendable func reopen(request: Request, context: SignedInContext) async throws -> Response {
    let id = try await own(context).0.id
    let (account, now) = (context.account, subjects.now())
    guard Policy.may(account, .settleMark) else { throw PageError.forbidden }
    let reopen =
      context.visit.form.text("others") == "yes" ? QualityMarks.reopenLine : QualityMarks.reopen
    try await subjects.ledger.write { db in try reopen(id, .account(account.id), now, db) }
    return .redirect(to: "/quality/\(id)", type: .normal)
  }

  @Sendable func capture(request: Request, context: SignedInContext) async throws -> Response {
    let reading = try await reading(context)
    let month = CaptureMonth(
      request.uri.queryParameters.get("month"), now: subjects.now(), time: pages.time)
    let rates = try await CaptureRate.of(
      month.span, bindings: reading.feeding.filter { reading.points[$0.key.point] != nil },
      intervals: reading.devices.mapValues(\.intervalSeconds), plan: subjects.plan,
      store: subjects.store)
    let texts = pages.texts(context)
    let view = CaptureView(rates, month: month, reading: reading, texts: texts)
    return pages.show("quality/capture", view, title: texts("quality.capture"), context: context)
  }

  // MARK: Parts

  private func names(_ texts: Texts) -> PlanNames { PlanNames(plan: subjects.plan, texts: texts) }

  private func reading(_ context: SignedInContext) async throws -> QualityReading {
    let reading = try await QualityReading.read(subjects, account: context.account)
    guard Policy.may(context.account, .viewDevice, .facility(nil)) || !reading.points.isEmpty
    else { throw PageError.forbidden }
    return reading
  }

  /// A mark of a point that the account may see; others are not found.
  private func own(_ context: SignedInContext) async throws -> (QualityMark, QualityReading) {
    let id = try context.parameters.require("id", as: Int64.self)
    let reading = try await QualityReading.read(subjects, account: context.account)
    let mark = try await subjects.ledger.read { db in try QualityMarks.find(id, in: db) }
    guard let mark,
      reading.points[mark.series.point] != nil
        || Policy.may(context.account, .viewDevice, .facility(nil))
    else { throw PageError.notFound }
    return (mark, reading)
  }

  private func page(
    _ context: SignedInContext, problem: String = "", status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    let (mark, reading) = try await own(context)
    let (settler, others) = try await subjects.ledger.read { db -> (Account?, [QualityMark]) in
      let others = try QualityMarks.others(of: mark, in: db)
      guard case .account(let id)? = mark.settlement?.by else { return (nil, others) }
      return (try Accounts.find(id, in: db), others)
    }
    let texts = pages.texts(context)
    let view = QualityMarkView(
      mark, others: others, reading: reading, settler: settler,
      maySettle: Policy.may(context.account, .settleMark), form: context.visit.form,
      problem: problem.isEmpty ? "" : texts(problem), names: names(texts), time: pages.time,
      now: subjects.now())
    return pages.show(
      "quality/mark", view, title: view.checkName, context: context, status: status)
  }
}
