import ActionPlan
import AirQuality
import Hummingbird
import Ledger
import Steering

/// Rankings of signed months, for everybody.
struct PublicRankingController {
  let board: RankingBoard
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<ConsoleContext>) {
    routes.get("ranking", use: show)
  }

  static let path = "/ranking"

  @Sendable func show(request: Request, context: ConsoleContext) async throws -> Response {
    let (texts, plan, now) = (pages.texts(context), subjects.plan, subjects.now())
    let rankings = plan.rankings.filter(\.isPublic)
    let months = try await subjects.ledger.read { db in try MonthBook.signedMonths(in: db) }
    let title = texts("rankings.publicTitle")
    guard let latest = months.first, !rankings.isEmpty else {
      return pages.show(
        "rankings/public", PublicRankingView(page: nil, months: []), title: title, context: context)
    }
    let query = try RankingQuery(
      request.uri.queryParameters, rankings: rankings, month: latest, texts: texts)
    guard months.contains(query.month) else { throw PageError.notFound }
    let reading = try await board.read(
      query.ranking, month: query.month, span: query.span, by: query.by)
    // Between the two reads a month may have been opened again.
    guard reading.stage == .signed else { throw PageError.notFound }
    let today = CalendarDay(ofEpoch: now, utcOffsetSeconds: plan.utcOffsetSeconds)
    let stage = MonthStageView(
      reading, seen: "", account: nil, today: today, back: "", problem: nil, note: "",
      time: pages.time,
      now: now, texts: texts)
    let view = PublicRankingView(
      page: RankingView(
        reading, query: query, rankings: rankings, path: Self.path,
        opensFigures: false, stage: stage, latest: query.month, texts: texts),
      months: months.map { month in
        RankingView.Choice(
          value: month.description, name: month.description, isChosen: month == query.month,
          href: query.href(path: Self.path, month: month))
      })
    return pages.show("rankings/public", view, title: title, context: context)
  }
}

/// The public page of rankings.
struct PublicRankingView: Sendable {
  /// nil until a month was signed.
  let page: RankingView?
  let months: [RankingView.Choice]
}
