import ActionPlan
import AirQuality
import Hummingbird
import Ledger
import Telemetry

/// `GET /api/series`: a stretch of one series for charts and programs.
struct SeriesController {
  let subjects: ConsoleSubjects

  /// Longest answer; of a longer stretch the newest are given, and it says so.
  static let sampleLimit = 5000
  /// Longest stretch asked for: raw a week, hours three months, days ten years.
  static let longest: [SeriesQuery.Resolution: Int] = [
    .raw: 7 * 86_400, .hour: 92 * 86_400, .day: 3660 * 86_400,
  ]

  func addRoutes(to routes: some RouterMethods<ConsoleContext>) {
    routes.get("api/series", use: show)
  }

  @Sendable func show(request: Request, context: ConsoleContext) async throws -> Response {
    let query = try SeriesQuery(request.uri.queryParameters, now: subjects.now())
    try await check(query.key.point, account: context.visit.account)
    var answer = SeriesAnswer(query: query, plan: subjects.plan)
    switch query.resolution {
    case .raw:
      let samples = try await subjects.store.newest(
        query.key, from: query.from, until: query.until, limit: Self.sampleLimit + 1)
      answer.isCut = samples.count > Self.sampleLimit
      answer.samples = samples.suffix(Self.sampleLimit).map(SeriesAnswer.Sample.init)
    case .hour:
      answer.rollups = try await subjects.store.hours(
        query.key, from: query.from, until: query.until
      ).map(SeriesAnswer.Period.init)
    case .day:
      answer.rollups = try await subjects.store.days(
        query.key, from: query.from, until: query.until
      ).map(SeriesAnswer.Period.init)
    }
    return JSONAnswer.encode(answer)
  }

  /// The air is everybody's; a firm's figures are for who may see its devices.
  private func check(_ point: String, account: Account?) async throws {
    let found = try await subjects.ledger.read { db in try Points.find(point, in: db) }
    guard let found else { throw account == nil ? PageError.signInFirst : PageError.notFound }
    guard found.kind != .airStation else { return }
    guard let account else { throw PageError.signInFirst }
    guard Policy.may(account, .viewDevice, .facility(found.facility)) else {
      throw PageError.notYours
    }
  }
}
