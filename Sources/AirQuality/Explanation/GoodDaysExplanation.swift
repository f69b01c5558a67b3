/// The share of good days of a period, opened to the index of each day.
public struct GoodDaysExplanation: Sendable, Hashable {
  public struct Day: Sendable, Hashable {
    public let day: CalendarDay
    /// Nil where the day has none and leaves both numbers.
    public let index: AirQualityIndex?
    public var isGood: Bool? { index.map { $0.aqi <= GoodDays.greatestIndex } }
  }

  public let period: AssessmentPeriod
  public let goodDays: GoodDays
  /// Per cent, not rounded; nil without a valid day.
  public let exact: ExactFraction?
  public let decimals = 1
  public let rules: AssessmentRules
  /// Editions of the index in force on the days, in order of time.
  public let editions: [String]
  /// Every day of the period.
  public let days: [Day]

  init(in period: AssessmentPeriod, from inputs: FigureInputs) {
    self.period = period
    rules = .inForce(on: period.lastDay)
    days = period.days.map { Day(day: $0, index: inputs.record.index(on: $0)) }
    goodDays = GoodDays(days.map { $0.index?.aqi })
    exact =
      goodDays.valid > 0
      ? ExactFraction(Int128(goodDays.good) * 100, over: Int128(goodDays.valid)) : nil
    let first = IndexEdition.inForce(on: period.firstDay).id
    let last = IndexEdition.inForce(on: period.lastDay).id
    editions = first == last ? [first] : [first, last]
  }
}
