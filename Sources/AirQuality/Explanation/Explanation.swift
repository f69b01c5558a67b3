/// A figure opened: how it came about and what went into it, in no language.
///
/// Nothing here decides anything: every value is the library's own, and a test holds each stated value
/// against the function that gives it.
public enum Explanation: Sendable, Hashable {
  case index(IndexExplanation)
  case statistic(StatisticExplanation)
  case composite(CompositeExplanation)
  case goodDays(GoodDaysExplanation)

  public init(of figure: Figure, from inputs: FigureInputs) {
    self =
      switch figure {
      case .index(let day): .index(IndexExplanation(on: day, from: inputs))
      case .statistic(let pollutant, let statistic, let period):
        .statistic(StatisticExplanation(statistic, of: pollutant, in: period, from: inputs))
      case .composite(let period): .composite(CompositeExplanation(in: period, from: inputs))
      case .goodDays(let period): .goodDays(GoodDaysExplanation(in: period, from: inputs))
      }
  }

  /// The figure as it is stated; nil where its inputs do not suffice.
  public var stated: ExactDecimal? {
    switch self {
    case .index(let index): index.index.map { ExactDecimal(Int64($0.aqi)) }
    case .statistic(let statistic): statistic.stated
    case .composite(let composite): composite.index?.total
    case .goodDays(let days): days.goodDays.ratio
    }
  }
}
