import AirQuality
import Hummingbird
import Ledger

/// Any figure of a place's air, opened to what it is made of.
struct FigureController {
  /// Days of the longest period that a page opens.
  static let longestDays = 1_100

  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("air/places/:id/figure", use: show)
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .viewDesk) else { throw PageError.forbidden }
    guard let place = Int64(try context.parameters.require("id")) else {
      throw PageError.notFound
    }
    let figure = try Self.figure(request.uri.queryParameters)
    guard
      let reading = try await FigureReading.read(
        figure, of: place, plan: subjects.plan, in: subjects.ledger)
    else {
      throw PageError.notFound
    }
    let wording = FigureWording(texts: pages.texts(context))
    let title = wording.title(of: figure)
    switch Explanation(of: figure, from: reading.inputs) {
    case .index(let index):
      let view = DayFigureView(
        index, reading: reading, wording: wording, time: pages.time, now: subjects.now())
      return pages.show("figures/day", view, title: title, context: context)
    case let explanation:
      let view = PeriodFigureView(
        explanation, of: figure, reading: reading, wording: wording, time: pages.time)
      return pages.show("figures/period", view, title: title, context: context)
    }
  }

  /// - Throws: `PageError` that names the parameter and what to write.
  private static func figure(_ parameters: Parameters) throws(PageError) -> Figure {
    let figure: Figure
    do throws(Figure.Fault) {
      figure = try Figure { parameters.get($0.rawValue) }
    } catch {
      throw .badQuery(error.parameter.rawValue, remedy(error.parameter))
    }
    guard figure.period.dayCount <= longestDays else {
      throw .badQuery(Figure.Parameter.period.rawValue, "≤ \(longestDays) d")
    }
    return figure
  }

  private static func remedy(_ parameter: Figure.Parameter) -> String {
    switch parameter {
    case .figure: "aqi, mean, p90, p95, p98, composite, good-days"
    case .pollutant: Pollutant.allCases.map(\.rawValue).joined(separator: ", ")
    case .day: "2021-06-01"
    case .period: "2021, 2021-06, 2021-Q2, 2021-H1, 2021-01-01..2021-06-30"
    }
  }
}
