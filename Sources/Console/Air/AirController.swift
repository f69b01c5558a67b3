import ActionPlan
import Hummingbird

/// The public page: the air now, and where to report.
struct AirController {
  let board: AirBoard
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<ConsoleContext>) {
    routes.get("/", use: show)
    routes.get("air/live", use: live)
    routes.get("api/air", use: list)
  }

  @Sendable func show(request: Request, context: ConsoleContext) async throws -> Response {
    let title = pages.texts(context)("air.title")
    return pages.show("air/air", try await view(context), title: title, context: context)
  }

  @Sendable func live(request: Request, context: ConsoleContext) async throws -> Response {
    pages.fragment("air/fragment", try await view(context), context: context)
  }

  @Sendable func list(request: Request, context: ConsoleContext) async throws -> Response {
    JSONAnswer.encode(
      AirAnswer(
        plan: subjects.plan.id, isSimulated: pages.isSimulated, now: subjects.now(),
        stations: try await board.stations().map(AirAnswer.Station.init)))
  }

  private func view(_ context: ConsoleContext) async throws -> AirView {
    let texts = pages.texts(context)
    let names = PlanNames(plan: subjects.plan, texts: texts)
    let now = subjects.now()
    let stations = try await board.stations().map {
      StationView($0, names: names, time: pages.time, now: now)
    }
    return AirView(
      now: Moment(now, now: now, time: pages.time, texts: texts), stations: stations,
      legend: AirView.legend(texts))
  }
}

struct AirView: Sendable {
  struct LegendItem: Sendable {
    let level: String
    let name: String
    let range: String
  }

  let now: Moment
  let stations: [StationView]
  let legend: [LegendItem]

  /// The categories of the index with their ranges.
  ///
  /// - Source: HJ 633-2012, Table 2; HJ 633-2026, Table 1.
  static func legend(_ texts: Texts) -> [LegendItem] {
    ["0–50", "51–100", "101–150", "151–200", "201–300", "> 300"].enumerated().map { index, range in
      LegendItem(
        level: "\(index + 1)", name: texts("air.category-\(index + 1)"), range: range)
    }
  }
}
