/// Where a period's figure will end: a distribution, from what is known and from the same season of
/// earlier years.
///
/// Method. The days still to come are drawn, many times over, in blocks of ten days from the same
/// season of the years before (fifteen days either way), all of one draw times one factor around 1:
/// years differ by more than their blocks show, and short rests by more than long ones. Each draw
/// ends in one figure; the share of draws that meet the target is its probability. Nothing of this
/// year's level is carried into the rest: hindcasts are no better with it.
///
/// A projection is statistics, in binary floating point, and never a published figure. The same
/// inputs give the same answer.
public struct Projection: Sendable, Hashable {
  /// What the daily values make of a period.
  public enum Statistic: Sendable, Hashable {
    case mean
    /// 1…99
    case percentile(Int)
    /// Per cent of the valid days with at most this value: good days by a daily AQI of 100.
    case shareAtMost(Double)
  }

  public struct Settings: Sendable, Hashable {
    public var draws = 1_000
    public var blockDays = 10
    /// How far in days of the year a block may lie from the days it stands for.
    public var seasonDays = 15
    /// Standard deviation of a draw's factor for a long rest.
    public var yearSpread = 0.10
    /// What a rest of thirty days adds to that variance; of n days 30/n as much.
    public var monthVariance = 0.08
    public var seed: UInt64 = 633
    public init() {}
  }

  /// The figure to date on one day of the period.
  public struct Point: Sendable, Hashable {
    public let day: CalendarDay
    public let low: Double
    public let middle: Double
    public let high: Double
  }

  /// First day that is not known.
  public let origin: CalendarDay
  /// How the figure to date may run on: at each month's end and the last day, the tenth, fiftieth and
  /// ninetieth of a hundred draws.
  public let fan: [Point]
  /// Final figures of all draws, ascending.
  public let finals: [Double]
  /// Years before the origin that blocks were drawn from.
  public let yearsOfHistory: Int

  /// - Parameters:
  ///   - daily: valid daily values from `firstDay` on, a year or more before `origin`; nil where a day
  ///     has none. Values from `origin` on are not looked at.
  ///   - period: whose figure is projected; `origin` lies within it, or right after it.
  /// - Returns: nil with less than a year of history, without a valid value in reach, or with an
  ///   origin outside the period.
  public init?(
    of statistic: Statistic, daily: [Double?], from firstDay: CalendarDay,
    in period: AssessmentPeriod, at origin: CalendarDay, settings: Settings = Settings()
  ) {
    let start = firstDay.dayNumber
    let (first, end) = (period.firstDay.dayNumber - start, period.lastDay.dayNumber + 1 - start)
    let now = origin.dayNumber - start
    guard first <= now, now <= end, now <= daily.count else { return nil }
    let years = (now - settings.blockDays) / 365
    guard years >= 1 || now == end else { return nil }
    let known = daily[max(0, first)..<now].compactMap(\.self)
    let marks = Self.marks(from: origin, in: period)
    var generator = SplitMix64(state: settings.seed)
    var runs: [[Double]] = []
    for _ in 0..<(now == end ? 1 : settings.draws) {
      let rest = Self.draw(daily, now: now, end: end, years: years, settings, &generator)
      var run: [Double] = []
      for mark in marks {
        let coming = rest.prefix(mark.dayNumber + 1 - origin.dayNumber).compactMap(\.self)
        guard let figure = Self.figure(statistic, known + coming) else { return nil }
        run.append(figure)
      }
      runs.append(run)
    }
    guard !marks.isEmpty else { return nil }
    self.origin = origin
    yearsOfHistory = years
    fan = marks.indices.map { place in
      let figures = runs.map { $0[place] }.sorted()
      return Point(
        day: marks[place], low: Self.quantile(0.1, of: figures),
        middle: Self.quantile(0.5, of: figures), high: Self.quantile(0.9, of: figures))
    }
    finals = runs.compactMap(\.last).sorted()
  }

  /// A quantile of the final figures, 0…1.
  public func quantile(_ share: Double) -> Double { Self.quantile(share, of: finals) }

  /// Share of the draws whose final figure, rounded to decimals, is at most a target.
  public func probability(atMost target: ExactDecimal, decimals: Int) -> Double {
    probability { $0 <= target.approximate + Self.half(decimals) }
  }

  /// Share of the draws whose final figure, rounded to decimals, is at least a target.
  public func probability(atLeast target: ExactDecimal, decimals: Int) -> Double {
    probability { $0 >= target.approximate - Self.half(decimals) }
  }

  private func probability(_ meets: (Double) -> Bool) -> Double {
    Double(finals.count(where: meets)) / Double(finals.count)
  }

  /// Half a unit of the last decimal: what rounding forgives.
  private static func half(_ decimals: Int) -> Double {
    0.5 / Double(ExactDecimal.powersOfTen[decimals])
  }

  /// Ends of the months from the origin on, and the period's last day.
  private static func marks(from origin: CalendarDay, in period: AssessmentPeriod) -> [CalendarDay]
  {
    guard origin <= period.lastDay else { return [period.lastDay] }
    var marks: [CalendarDay] = []
    var (year, month) = (origin.year, origin.month)
    while true {
      let day = CalendarDay(
        year: year, month: month, day: CalendarDay.dayCount(ofMonth: month, in: year))
      guard day < period.lastDay else { break }
      marks.append(day)
      (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
    }
    return marks + [period.lastDay]
  }

  /// One course that the days to come may take.
  private static func draw(
    _ daily: [Double?], now: Int, end: Int, years: Int, _ settings: Settings,
    _ generator: inout SplitMix64
  ) -> [Double?] {
    let left = end - now
    guard left > 0 else { return [] }
    let variance =
      settings.yearSpread * settings.yearSpread + settings.monthVariance * 30 / Double(left)
    let factor = max(0.2, 1 + variance.squareRoot() * generator.nextNormal())
    var course: [Double?] = []
    course.reserveCapacity(left + settings.blockDays)
    while course.count < left {
      let year = Int.random(in: 1...years, using: &generator)
      let shift = Int.random(in: -settings.seasonDays...settings.seasonDays, using: &generator)
      let place = min(
        max(0, now + course.count - 365 * year + shift), now - settings.blockDays)
      for day in place..<place + settings.blockDays {
        course.append(daily[day].map { $0 * factor })
      }
    }
    return Array(course.prefix(left))
  }

  private static func figure(_ statistic: Statistic, _ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    switch statistic {
    case .mean: return values.reduce(0, +) / Double(values.count)
    case .percentile(let percent): return quantile(Double(percent) / 100, of: values.sorted())
    case .shareAtMost(let limit):
      return Double(values.count { $0 <= limit }) * 100 / Double(values.count)
    }
  }

  private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    let place = share * Double(sorted.count - 1)
    let below = min(sorted.count - 1, max(0, Int(place)))
    let above = min(sorted.count - 1, below + 1)
    return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
  }
}

/// Random numbers that are the same for the same state.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Close to the normal distribution: twelve even ones, less their mean.
  mutating func nextNormal() -> Double {
    (0..<12).reduce(-6.0) { sum, _ in sum + Double(next() >> 11) / Double(UInt64(1) << 53) }
  }
}
