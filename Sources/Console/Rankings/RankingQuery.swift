import ActionPlan
import AirQuality
import Hummingbird
import HummingbirdCore
import Steering

/// Which ranking a page is asked for: `?ranking=districts&month=2021-05&span=month&by=composite`.
struct RankingQuery: Sendable {
  let ranking: AirRanking
  let month: AssessmentPeriod
  let span: RankingSpan
  let by: PlaceFigures.Kind

  /// - Parameters:
  ///   - rankings: those that may be asked for, the first unless another is named.
  ///   - month: unless another is named.
  /// - Throws: `PageError` that names the parameter and the remedy.
  init(
    _ query: FlatDictionary<Substring, Substring>, rankings: [AirRanking],
    month latest: AssessmentPeriod, texts: Texts
  ) throws {
    func fault(_ field: String, _ remedy: String) -> PageError {
      .badQuery(field, texts(remedy))
    }
    func given(_ name: Substring) -> String? {
      query[name].flatMap { $0.isEmpty ? nil : String($0) }
    }
    guard let first = rankings.first else { throw PageError.notFound }
    let wanted = given("ranking")
    guard let ranking = wanted == nil ? first : rankings.first(where: { $0.id == wanted }) else {
      throw PageError.notFound
    }
    self.ranking = ranking
    let text = given("month")
    guard let month = text.map({ AssessmentPeriod($0) }) ?? latest, month.kind == .month else {
      throw fault("month", "rankings.noMonth")
    }
    self.month = month
    guard let span = given("span").map({ RankingSpan(rawValue: $0) }) ?? .month else {
      throw fault("span", "rankings.noSpan")
    }
    self.span = span
    guard let by = given("by").map({ PlaceFigures.Kind($0) }) ?? .composite else {
      throw fault("by", "rankings.noFigure")
    }
    self.by = by
  }

  /// The month before the local day's.
  static func lastMonth(before day: CalendarDay) -> AssessmentPeriod {
    day.month == 1 ? .month(12, of: day.year - 1) : .month(day.month - 1, of: day.year)
  }

  func href(
    path: String, ranking: String? = nil, month: AssessmentPeriod? = nil, span: RankingSpan? = nil,
    by: PlaceFigures.Kind? = nil
  ) -> String {
    "\(path)?ranking=\(ranking ?? self.ranking.id)&month=\(month ?? self.month)"
      + "&span=\((span ?? self.span).rawValue)&by=\((by ?? self.by).id)"
  }
}
