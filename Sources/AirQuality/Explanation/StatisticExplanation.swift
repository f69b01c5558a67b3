/// A mean or a percentile of a pollutant over a period, opened to its days.
public struct StatisticExplanation: Sendable, Hashable {
  public let pollutant: Pollutant
  public let statistic: PeriodAssessment.Statistic
  public let period: AssessmentPeriod
  /// Not rounded; nil without a valid day.
  public let exact: ExactFraction?
  /// Rounded once, ties to even.
  public let stated: ExactDecimal?
  public let decimals: Int
  public let rules: AssessmentRules
  public let standard: AmbientStandard
  /// How it is computed, and how much must have been measured.
  public let method: Clause
  public let validity: Clause
  /// Sum of the days that count, for a mean.
  public let sum: ExactFraction?
  /// Where a percentile lies among the ordered days.
  public let rank: RankPosition?
  /// Against the standard's limit, where there is one for this statistic.
  public let item: PeriodAssessment.Item?
  public let coverage: PeriodCoverage
  /// Every day of the period.
  public let days: [DayInput]

  init(
    _ statistic: PeriodAssessment.Statistic, of pollutant: Pollutant, in period: AssessmentPeriod,
    from inputs: FigureInputs
  ) {
    let rules = AssessmentRules.inForce(on: period.lastDay)
    let given = inputs.record.values[pollutant]
    let values =
      rules.dailyInput == .asPrinted ? given?.rounded(to: pollutant.reportedDecimals) : given
    self.pollutant = pollutant
    self.statistic = statistic
    self.period = period
    self.rules = rules
    standard = .inForce(on: period.lastDay)
    method = .method(of: statistic, rules: rules)
    validity = .validity(on: period.lastDay)
    decimals = rules.statisticDecimals(of: pollutant)
    switch statistic {
    case .mean:
      exact = values?.mean(in: period)
      sum = exact?.multiplied(
        by: ExactFraction(Int128(values?.validDayCount(in: period) ?? 0)))
      rank = nil
    case .percentile(let percent):
      exact = values?.percentile(percent, in: period)
      sum = nil
      rank = values.flatMap { RankPosition(of: percent, among: $0, in: period) }
    }
    stated = exact?.rounded(to: decimals)
    coverage =
      values?.coverage(of: period, minimum: rules.minimum)
      ?? PeriodCoverage(validDays: 0, days: period.dayCount, lacks: [.nothingMeasured])
    item = PeriodAssessment(of: inputs.record.values, in: period).item(pollutant, statistic)
    days = period.days.map { inputs.input(of: pollutant, on: $0) }
  }

  /// Days that do not count, in order.
  public var leftOut: [(day: CalendarDay, why: LeftOut)] {
    days.compactMap { input in
      if case .leftOut(let why) = input.content { (input.day, why) } else { nil }
    }
  }
}

/// Where a percentile lies among n ordered daily values: at k = 1 + (n - 1) p / 100, on the straight
/// line between its two neighbours.
public struct RankPosition: Sendable, Hashable {
  public struct Ordered: Sendable, Hashable {
    /// 1…n from the smallest.
    public let rank: Int
    public let value: ExactFraction
    /// The first day that has this value.
    public let day: CalendarDay
  }

  public let count: Int
  public let percent: Int
  public let position: ExactFraction
  public let lower: Ordered
  /// Nil where the position is a whole rank.
  public let upper: Ordered?

  init?(of percent: Int, among values: DailyValues, in period: AssessmentPeriod) {
    let days = period.days.compactMap { day in values[day].map { (value: $0, day: day) } }
      .sorted { ($0.value, $0.day) < ($1.value, $1.day) }
    guard !days.isEmpty else { return nil }
    func ordered(_ index: Int) -> Ordered {
      let value = days[index].value
      let first = days.first { $0.value == value } ?? days[index]
      return Ordered(rank: index + 1, value: value, day: first.day)
    }
    count = days.count
    self.percent = percent
    let steps = (days.count - 1) * percent
    position = ExactFraction(Int128(100 + steps), over: 100)
    lower = ordered(steps / 100)
    upper = steps.isMultiple(of: 100) ? nil : ordered(steps / 100 + 1)
  }
}
