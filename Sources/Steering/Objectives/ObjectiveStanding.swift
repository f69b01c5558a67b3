public import ActionPlan
public import AirQuality

/// Where one objective that each day adds to stands in its year, and what the rest of the year must
/// bring.
public struct ObjectiveStanding: Sendable, Hashable {
  /// What the rest must bring, by what the objective measures.
  public enum Budget: Sendable, Hashable {
    /// What the days left may average.
    case mean(MeanBudget)
    /// How many days may still be lost.
    case days(DayBudget)
    /// How many days may still be above the limit.
    case percentile(PercentileBudget)
  }

  public enum Course: String, Sendable, Hashable {
    /// The whole year is known and meets the target, or does not.
    case met, missed
    /// Nothing that can still come meets the target.
    case outOfReach = "out-of-reach"
    /// Likely (80 % or more), open, or unlikely (below 20 %).
    case onCourse = "on-course"
    case open
    case atRisk = "at-risk"
    /// Too little is known to say.
    case unknown
  }

  public let objective: Objective
  public let target: Objective.Target
  /// nil for the share of good days.
  public let pollutant: Pollutant?
  public let year: Int
  /// First day that is not known yet.
  public let origin: CalendarDay
  /// As stated; nil without a valid day.
  public let toDate: ExactDecimal?
  public let validDays: Int
  public let daysLeft: Int
  public let budget: Budget?
  /// nil with less than a year of history.
  public let projection: Projection?
  /// Share of the projection's draws that meet the target.
  public let probability: Double?
  public let course: Course
  /// The figure to date at each month's end that is known, and on the last known day.
  public let path: [Mark]

  /// The figure to date on one day.
  public struct Mark: Sendable, Hashable {
    public let day: CalendarDay
    public let figure: ExactDecimal
  }

  /// What the figure is made of.
  fileprivate enum Statistic {
    case mean, percentile90, goodDayShare

    /// nil for what is not steered by the day.
    init?(_ measure: Objective.Measure) {
      switch measure {
      case .annualMean: self = .mean
      case .annualPercentile90: self = .percentile90
      case .goodDayShare: self = .goodDayShare
      case .classTwo, .rank, .changeOnYear: return nil
      }
    }

    var projected: Projection.Statistic {
      switch self {
      case .mean: .mean
      case .percentile90: .percentile(90)
      case .goodDayShare: .shareAtMost(Double(GoodDays.greatestIndex))
      }
    }

    /// Decimals the objective is judged with: as many as its target is written with, of a share at
    /// least one. Which decimals the contract with the upper authority uses is for the plan to say.
    func decimals(of target: Objective.Target) -> Int {
      self == .goodDayShare ? max(1, target.number.scale) : target.number.scale
    }
  }

  /// nil for an objective that is not steered by the day: class II, a rank, a change on year.
  ///
  /// - Parameters:
  ///   - pollutant: of the objective's quantity; nil for the share of good days.
  ///   - daily: the place's record, with the years before.
  ///   - origin: first day that is not known; within the year or right after it.
  ///   - projects: false leaves out where the year may end, the costly part.
  public init?(
    of objective: Objective, pollutant: Pollutant?, daily: DailyRecord, year: Int,
    origin: CalendarDay, projects: Bool = true
  ) {
    guard let target = objective.target, let statistic = Statistic(objective.measure) else {
      return nil
    }
    let period = AssessmentPeriod.year(year)
    let known = KnownDays(
      statistic: statistic, target: target, pollutant: pollutant, daily: daily, period: period,
      origin: origin)
    self.objective = objective
    self.target = target
    self.pollutant = pollutant
    self.year = year
    self.origin = origin
    toDate = known.toDate
    path = known.path
    validDays = known.validDays
    daysLeft = max(0, period.lastDay.dayNumber - origin.dayNumber + 1)
    budget = known.budget(daysLeft: daysLeft)
    projection = projects ? known.projection : nil
    let decimals = statistic.decimals(of: target)
    let probability = projection.map {
      target.direction == .atMost
        ? $0.probability(atMost: target.number, decimals: decimals)
        : $0.probability(atLeast: target.number, decimals: decimals)
    }
    self.probability = probability
    course = Self.course(
      target, toDate: toDate, daysLeft: daysLeft, budget: budget, probability: probability)
  }

  private static func course(
    _ target: Objective.Target, toDate: ExactDecimal?, daysLeft: Int, budget: Budget?,
    probability: Double?
  ) -> Course {
    guard let toDate else { return .unknown }
    if daysLeft == 0 { return target.isMet(by: toDate) ? .met : .missed }
    switch budget {
    case .mean(let mean) where !mean.isWithinReach: return .outOfReach
    case .days(let days) where !days.isWithinReach: return .outOfReach
    default: break
    }
    guard let probability else { return .unknown }
    return probability >= 0.8 ? .onCourse : probability < 0.2 ? .atRisk : .open
  }
}

/// The days of an objective's year that are known, in the objective's own terms.
private struct KnownDays {
  let toDate: ExactDecimal?
  let path: [ObjectiveStanding.Mark]
  let validDays: Int
  private let kind: ObjectiveStanding.Statistic
  private let target: Objective.Target
  private let sum: ExactFraction
  private let good: GoodDays
  private let daysAbove: Int
  private let period: AssessmentPeriod
  private let origin: CalendarDay
  /// Daily values from `firstDay` on, in the statistic's own terms.
  private let series: [Double?]
  private let firstDay: CalendarDay?

  init(
    statistic kind: ObjectiveStanding.Statistic, target: Objective.Target, pollutant: Pollutant?,
    daily: DailyRecord, period: AssessmentPeriod, origin: CalendarDay
  ) {
    self.kind = kind
    self.target = target
    self.period = period
    self.origin = origin
    let decimals = kind.decimals(of: target)
    let known: AssessmentPeriod? =
      origin > period.firstDay
      ? .days(period.firstDay, through: min(origin.adding(days: -1), period.lastDay)) : nil
    let values = pollutant.flatMap { daily.values[$0] }
    // Each day is judged once: the year's parts and the projection are cut out of these.
    let indices = kind == .goodDayShare ? daily.indices().map { $0?.aqi } : []
    /// Of the year's days up to one.
    func goodDays(through day: CalendarDay) -> GoodDays {
      let first = daily.firstDay?.dayNumber ?? 0
      let from = max(0, period.firstDay.dayNumber - first)
      let through = min(day.dayNumber - first, indices.count - 1)
      return GoodDays(from <= through ? indices[from...through] : [])
    }
    /// The figure of the year's days up to one.
    func figure(through day: CalendarDay) -> ExactDecimal? {
      let span = AssessmentPeriod.days(period.firstDay, through: day)
      switch kind {
      case .goodDayShare:
        let good = goodDays(through: day)
        guard good.valid > 0 else { return nil }
        return ExactFraction(Int128(good.good) * 100, over: Int128(good.valid))
          .rounded(to: decimals)
      case .mean: return values?.mean(in: span)?.rounded(to: decimals)
      case .percentile90: return values?.percentile(90, in: span)?.rounded(to: decimals)
      }
    }
    path = Self.marks(in: known).compactMap { day in
      figure(through: day).map { ObjectiveStanding.Mark(day: day, figure: $0) }
    }
    toDate = path.last?.figure
    if kind == .goodDayShare {
      good = known.map { goodDays(through: $0.lastDay) } ?? GoodDays(good: 0, valid: 0)
      validDays = good.valid
      (sum, daysAbove) = (.zero, 0)
      firstDay = daily.firstDay
      series = indices.map { $0.map { Double($0) } }
    } else {
      good = GoodDays(good: 0, valid: 0)
      validDays = known.flatMap { values?.validDayCount(in: $0) } ?? 0
      sum =
        known.flatMap { values?.mean(in: $0) }
        .flatMap { [validDays] in $0.multiplied(by: ExactFraction(Int128(validDays))) } ?? .zero
      daysAbove =
        known.flatMap { span in
          values?.daysAbove(target.number, decimals: pollutant?.reportedDecimals ?? 0, in: span)
        } ?? 0
      firstDay = values?.firstDay
      series = values.map { values in (0..<values.dayCount).map { values[$0]?.approximate } } ?? []
    }
  }

  /// Where the year may end; nil with less than a year of history.
  var projection: Projection? {
    firstDay.flatMap { first in
      let before = origin.dayNumber - first.dayNumber
      guard before > 0 else { return nil }
      // Days after the last value are not known either.
      let padded =
        series.prefix(before) + Array(repeating: nil, count: max(0, before - series.count))
      return Projection(
        of: kind.projected, daily: Array(padded), from: first, in: period, at: origin)
    }
  }

  /// Ends of the months that are known, and the last known day.
  private static func marks(in known: AssessmentPeriod?) -> [CalendarDay] {
    guard let known else { return [] }
    let ends = known.days.filter {
      $0.day == CalendarDay.dayCount(ofMonth: $0.month, in: $0.year) && $0 < known.lastDay
    }
    return ends + [known.lastDay]
  }

  func budget(daysLeft: Int) -> ObjectiveStanding.Budget? {
    let decimals = kind.decimals(of: target)
    switch kind {
    case .mean:
      return MeanBudget(
        target: target.number, decimals: decimals, sum: sum, validDays: validDays,
        daysLeft: daysLeft
      ).map { .mean($0) }
    case .percentile90:
      return .percentile(
        PercentileBudget(percent: 90, validDays: validDays + daysLeft, above: daysAbove))
    case .goodDayShare:
      return .days(
        DayBudget(
          target: target.number, decimals: decimals, soFar: good, daysLeft: daysLeft))
    }
  }
}
