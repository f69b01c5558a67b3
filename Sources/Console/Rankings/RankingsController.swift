import ActionPlan
import AirQuality
import Hummingbird
import HummingbirdCore
import Ledger
import Steering

/// Who ranks where: for staff, with everything that a month's closing needs.
struct RankingsController {
  let board: RankingBoard
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("rankings", use: show)
    routes.post("months/:month/steps", use: step)
  }

  static let path = "/rankings"

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    try await page(request.uri.queryParameters, context: context, problem: nil, note: "")
  }

  /// Closes a month, signs it or opens it again; afterwards, or refused, the ranking again.
  @Sendable func step(request: Request, context: SignedInContext) async throws -> Response {
    let form = context.visit.form
    guard
      let month = context.parameters.get("month").flatMap({ AssessmentPeriod($0) }),
      month.kind == .month,
      let step = form.text("step").flatMap({ MonthStage.Step(rawValue: $0) })
    else { throw PageError(.badRequest, "badForm") }
    let action: Action = step == .closed ? .closeMonth : .signMonth
    guard Policy.may(context.account, action) else { throw PageError.forbidden }
    do {
      try await take(step, month, form, context)
    } catch let refusal as MonthRefusal {
      let query = URI("\(Self.path)?\(form.text("back") ?? "")").queryParameters
      return try await page(
        query, context: context,
        problem: pages.texts(context)("months.refusal-\(refusal.code)"),
        note: form.text("note") ?? "")
    }
    return .redirect(to: "\(Self.path)?\(form.text("back") ?? "month=\(month)")", type: .normal)
  }

  private func take(
    _ step: MonthStage.Step, _ month: AssessmentPeriod, _ form: SubmittedForm,
    _ context: SignedInContext
  ) async throws {
    let (plan, now) = (subjects.plan, subjects.now())
    let today = CalendarDay(ofEpoch: now, utcOffsetSeconds: plan.utcOffsetSeconds)
    let hand = MonthBook.Hand(
      account: context.account.id, person: context.account.displayName, at: now)
    let note = form.text("note") ?? ""
    let seen = form.text("seen") ?? ""
    try await subjects.ledger.write { db in
      switch step {
      case .closed:
        let air = try DistrictAir(plan: plan, in: db)
        try MonthBook.close(
          month, figures: try air.figures(toClose: month, in: db), seen: seen, today: today,
          by: hand, note: note, plan: plan.digest, in: db)
      case .signed:
        try MonthBook.sign(
          month, seen: Int64(seen) ?? 0, by: hand, note: note, plan: plan.digest, in: db)
      case .reopened:
        try MonthBook.reopen(month, by: hand, why: note, plan: plan.digest, in: db)
      }
    }
  }

  private func page(
    _ parameters: FlatDictionary<Substring, Substring>, context: SignedInContext,
    problem: String?, note: String
  ) async throws -> Response {
    guard Policy.may(context.account, .viewDesk) else { throw PageError.forbidden }
    let (texts, plan, now) = (pages.texts(context), subjects.plan, subjects.now())
    let today = CalendarDay(ofEpoch: now, utcOffsetSeconds: plan.utcOffsetSeconds)
    let latest = RankingQuery.lastMonth(before: today)
    let query = try RankingQuery(
      parameters, rankings: plan.rankings, month: latest, texts: texts)
    let reading = try await board.read(
      query.ranking, month: query.month, span: query.span, by: query.by)
    let back = String(query.href(path: "").dropFirst())
    let mayClose = MonthStageView.mayClose(reading, account: context.account, today: today)
    let seen = mayClose ? try await board.figuresSeen(of: query.month) : ""
    let stage = MonthStageView(
      reading, seen: seen, account: context.account, today: today, back: back, problem: problem,
      note: note,
      time: pages.time, now: now, texts: texts)
    // The month that runs may be looked at too.
    let running = AssessmentPeriod.month(today.month, of: today.year)
    return pages.show(
      "rankings/list",
      RankingView(
        reading, query: query, rankings: plan.rankings, path: Self.path,
        opensFigures: true, stage: stage, latest: running, texts: texts),
      title: texts("rankings.title"), context: context,
      status: problem == nil ? .ok : .conflict)
  }
}
