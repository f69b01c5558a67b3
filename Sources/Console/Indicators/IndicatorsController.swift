import ActionPlan
import AirQuality
import Hummingbird
import Ledger
import Steering

/// How far the plan's clauses are, in figures that open to their rows.
struct IndicatorsController {
  let board: IndicatorBoard
  let subjects: ConsoleSubjects
  let pages: Pages

  /// Rows on a page.
  static let rowLimit = 25

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("indicators", use: list)
    routes.get("indicators/live", use: live)
    routes.get("indicators/:id", use: show)
  }

  @Sendable func list(request: Request, context: SignedInContext) async throws -> Response {
    pages.show(
      "indicators/list", try await listView(request, context),
      title: pages.texts(context)("indicators.title"), context: context)
  }

  @Sendable func live(request: Request, context: SignedInContext) async throws -> Response {
    pages.fragment("indicators/fragment", try await listView(request, context), context: context)
  }

  private func listView(
    _ request: Request, _ context: SignedInContext
  ) async throws -> IndicatorListView {
    guard Policy.may(context.account, .viewDesk) else { throw PageError.forbidden }
    let query = try IndicatorListQuery(request.uri.queryParameters)
    let today = await board.today
    let day = query.on ?? today
    return IndicatorListView(
      try await board.readings(on: day), query: query, day: day,
      wording: IndicatorWording(plan: subjects.plan, texts: pages.texts(context)))
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .viewDesk) else { throw PageError.forbidden }
    guard let indicator = subjects.plan.indicator(try context.parameters.require("id")) else {
      throw PageError.notFound
    }
    let query = try IndicatorQuery(request.uri.queryParameters)
    let today = await board.today
    let day = query.on ?? today
    let reading = try await board.reading(indicator, on: day, asThen: query.asThen)
    let plan = subjects.plan
    let language = context.visit.language
    let beneath = try await subjects.ledger.read { db in
      try IndicatorBeneath(
        indicator, query: query, plan: plan, on: day, language: language, in: db)
    }
    let view = IndicatorView(
      reading, of: indicator, query: query, beneath: beneath, today: today,
      mayOpenRows: Policy.may(context.account, .viewRegister),
      wording: IndicatorWording(plan: plan, texts: pages.texts(context)))
    return pages.show("indicators/show", view, title: view.label, context: context)
  }
}
