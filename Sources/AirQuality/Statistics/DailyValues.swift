/// Daily values of one pollutant at one place: daily means, or of O3 the daily maximum 8 h mean.
///
/// Values share one denominator, so that the mean of a year is a sum of whole numbers: a mean of any
/// count of hours up to 24 is a whole multiple of 1/5,354,228,880.
public struct DailyValues: Sendable, Hashable {
  /// Least common multiple of 1…24.
  static let hourDenominator: Int64 = 5_354_228_880
  static let missing = Int128.min

  public let firstDay: CalendarDay
  /// What every numerator is over.
  let denominator: Int128
  /// `missing` where the day has no valid value.
  private(set) var numerators: [Int128]
  /// Hours, or running means of O3, or stations that each day's value rests on; also of invalid days.
  public private(set) var counts: [Int]

  init(firstDay: CalendarDay, denominator: Int128, numerators: [Int128], counts: [Int]) {
    self.firstDay = firstDay
    self.denominator = denominator
    self.numerators = numerators
    self.counts = counts
  }

  /// Values that somebody else has computed: published or audited daily figures.
  ///
  /// - Parameter values: one a day; nil where there is no valid one.
  /// - Throws: `ValueFault` with the first value that cannot be kept.
  public init(
    firstDay: CalendarDay, published values: [ExactDecimal?]
  ) throws(ValueFault) {
    let decimals = values.reduce(0) { max($0, $1?.scale ?? 0) }
    guard decimals <= HourlyValues.greatestDecimals else {
      let finest = values.compactMap(\.self).max { $0.scale < $1.scale }
      throw .tooFine(finest ?? .zero, decimals: HourlyValues.greatestDecimals)
    }
    var numerators: [Int128] = []
    numerators.reserveCapacity(values.count)
    for value in values {
      guard let value else {
        numerators.append(Self.missing)
        continue
      }
      guard value >= .zero else { throw .negative(value) }
      guard let mantissa = value.shifted(by: decimals)?.wholeNumber,
        mantissa <= HourlyValues.greatestMantissa
      else { throw .tooLarge(value) }
      numerators.append(Int128(mantissa))
    }
    self.init(
      firstDay: firstDay, denominator: Int128(ExactDecimal.powersOfTen[decimals]),
      numerators: numerators,
      counts: values.map { $0 == nil ? 0 : 1 })
  }

  public var dayCount: Int { numerators.count }
  public var lastDay: CalendarDay { firstDay.adding(days: dayCount - 1) }

  /// The exact value of a day, counted from the first; nil where it has no valid one.
  public subscript(day: Int) -> ExactFraction? {
    guard numerators.indices.contains(day), numerators[day] != Self.missing else { return nil }
    return ExactFraction(numerators[day], over: denominator)
  }

  public subscript(day: CalendarDay) -> ExactFraction? {
    self[day.dayNumber - firstDay.dayNumber]
  }

  /// Indices of a period's days that lie in here.
  func indices(of period: AssessmentPeriod) -> Range<Int> {
    let first = max(0, period.firstDay.dayNumber - firstDay.dayNumber)
    let end = min(dayCount, period.lastDay.dayNumber - firstDay.dayNumber + 1)
    return first < end ? first..<end : 0..<0
  }

  /// Numerators of the valid days of a period, in order.
  func validNumerators(in period: AssessmentPeriod) -> [Int128] {
    indices(of: period).compactMap { numerators[$0] == Self.missing ? nil : numerators[$0] }
  }

  /// Valid days of a period.
  public func validDayCount(in period: AssessmentPeriod) -> Int {
    indices(of: period).count { numerators[$0] != Self.missing }
  }

  /// The same values, each rounded as a daily report prints it.
  ///
  /// - Parameter decimals: 0…6.
  public func rounded(to decimals: Int) -> DailyValues {
    let power = ExactDecimal.powersOfTen[decimals]
    return DailyValues(
      firstDay: firstDay, denominator: Int128(power),
      numerators: numerators.indices.map { day in
        guard let value = self[day]?.rounded(to: decimals) else { return Self.missing }
        return Int128(value.mantissa) * Int128(ExactDecimal.powersOfTen[decimals - value.scale])
      }, counts: counts)
  }
}
