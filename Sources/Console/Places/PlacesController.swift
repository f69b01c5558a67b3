import ActionPlan
import AirQuality
import Hummingbird
import Ledger
import Steering

/// The air of places: the list, the page of one, and of one number of its patterns.
struct PlacesController {
  let board: PlaceBoard
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("air/places", use: list)
    routes.get("air/places/:id", use: show)
    routes.get("air/places/:id/pattern", use: openPattern)
  }

  static let pageLength = 50
  static let textLimit = 100

  /// `place` leads to that place's page, for the form that chooses among them.
  @Sendable func list(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .viewDesk) else { throw PageError.forbidden }
    let parameters = request.uri.queryParameters
    if let chosen = try PlaceQuery.number("place", in: 1...Int.max, of: parameters) {
      let query = try PlaceQuery(parameters)
      return .redirect(
        to: PlaceQuery.href(Int64(chosen), year: query.year, month: query.month), type: .normal)
    }
    let page = try PlaceQuery.number("page", in: 1...1_000_000, of: parameters) ?? 1
    let text = String(
      (parameters.get("q") ?? "").replacing("+", with: " ")
        .trimmingBlanks().prefix(Self.textLimit))
    let first = (page - 1) * Self.pageLength
    let listing = try await board.list(
      containing: text, at: first..<first + Self.pageLength)
    let texts = pages.texts(context)
    return pages.show(
      "places/list", PlaceListView(listing, text: text, page: page, texts: texts),
      title: texts("places.title"), context: context)
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .viewDesk) else { throw PageError.forbidden }
    let query = try PlaceQuery(request.uri.queryParameters)
    guard let id = context.parameters.get("id").flatMap({ Int64($0) }),
      let reading = try await board.read(id, query)
    else { throw PageError.notFound }
    let texts = pages.texts(context)
    return pages.show(
      "places/show", PlaceView(reading, texts: texts), title: reading.place.title,
      context: context)
  }

  @Sendable func openPattern(
    request: Request, context: SignedInContext
  ) async throws -> Response {
    guard Policy.may(context.account, .viewDesk) else { throw PageError.forbidden }
    let query = try PatternQuery(request.uri.queryParameters)
    let plan = subjects.plan
    let today = CalendarDay(ofEpoch: subjects.now(), utcOffsetSeconds: plan.utcOffsetSeconds)
    guard let id = context.parameters.get("id").flatMap({ Int64($0) }),
      let reading = try await PatternReading.read(
        query, of: id, plan: plan, today: today, in: subjects.ledger)
    else { throw PageError.notFound }
    let view = PatternPartView(reading, wording: FigureWording(texts: pages.texts(context)))
    return pages.show("places/pattern", view, title: view.title, context: context)
  }
}
