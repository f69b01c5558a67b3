extension DailyValues {
  /// Mean of the valid daily values of a period.
  ///
  /// - Returns: exact; nil without a valid day.
  /// - Source: GB 3095-2026, 3.13: means of months, quarters and years are means of daily means.
  public func mean(in period: AssessmentPeriod) -> ExactFraction? {
    let values = validNumerators(in: period)
    guard !values.isEmpty, let sum = Self.sum(of: values) else { return nil }
    let (bottom, overflow) = denominator.multipliedReportingOverflow(by: Int128(values.count))
    return overflow ? nil : ExactFraction(sum, over: bottom)
  }

  /// A percentile of the valid daily values of a period, between ranks by a straight line:
  /// k = 1 + (n - 1) p / 100.
  ///
  /// - Parameter percent: 0…100.
  /// - Returns: exact; nil without a valid day.
  /// - Source: HJ 663-2013, annex A.
  public func percentile(_ percent: Int, in period: AssessmentPeriod) -> ExactFraction? {
    precondition((0...100).contains(percent), "a percentile is 0…100")
    let values = validNumerators(in: period).sorted()
    guard !values.isEmpty else { return nil }
    let (rank, rest) = ((values.count - 1) * percent).quotientAndRemainder(dividingBy: 100)
    guard rest > 0 else { return ExactFraction(values[rank], over: denominator) }
    let (lower, overflow1) = values[rank].multipliedReportingOverflow(by: Int128(100 - rest))
    let (upper, overflow2) = values[rank + 1].multipliedReportingOverflow(by: Int128(rest))
    let (sum, overflow3) = lower.addingReportingOverflow(upper)
    let (bottom, overflow4) = denominator.multipliedReportingOverflow(by: 100)
    return overflow1 || overflow2 || overflow3 || overflow4
      ? nil : ExactFraction(sum, over: bottom)
  }

  /// Valid days of a period whose value, as a daily report prints it, is above a limit.
  ///
  /// - Parameter decimals: of the printed daily value.
  public func daysAbove(
    _ limit: ExactDecimal, decimals: Int, in period: AssessmentPeriod
  ) -> Int {
    indices(of: period).count { day in
      self[day]?.rounded(to: decimals).map { $0 > limit } ?? false
    }
  }

  private static func sum(of values: [Int128]) -> Int128? {
    var sum: Int128 = 0
    for value in values {
      let (next, overflow) = sum.addingReportingOverflow(value)
      guard !overflow else { return nil }
      sum = next
    }
    return sum
  }
}

/// Whether a period has enough valid days, and what it lacks.
public struct PeriodCoverage: Sendable, Hashable {
  public enum Lack: Sendable, Hashable {
    case daysOfYear(found: Int, needed: Int)
    /// `month` 1…12 of `year`.
    case daysOfMonth(year: Int, month: Int, found: Int, needed: Int)
    case nothingMeasured
  }

  public let validDays: Int
  public let days: Int
  public let lacks: [Lack]
  public var isValid: Bool { lacks.isEmpty }
}

extension DailyValues {
  /// Judges a period by the least counts of days: 27 in a month (25 in February), and 324 in a whole
  /// year. Months that the period only touches are not judged.
  ///
  /// - Source: GB 3095-2012, Table 4; GB 3095-2026, Table 4.
  public func coverage(
    of period: AssessmentPeriod, minimum: DataMinimum = .gb3095
  ) -> PeriodCoverage {
    var lacks: [PeriodCoverage.Lack] = []
    let valid = validDayCount(in: period)
    if valid == 0 { lacks.append(.nothingMeasured) }
    for (year, month) in period.wholeMonths where valid > 0 {
      let found = validDayCount(in: .month(month, of: year))
      let needed = minimum.days(ofMonth: month)
      if found < needed {
        lacks.append(.daysOfMonth(year: year, month: month, found: found, needed: needed))
      }
    }
    if period.kind == .year, valid > 0, valid < minimum.daysOfYear {
      lacks.append(.daysOfYear(found: valid, needed: minimum.daysOfYear))
    }
    return PeriodCoverage(validDays: valid, days: period.dayCount, lacks: lacks)
  }
}

extension AssessmentPeriod {
  /// Months that lie wholly in the period.
  var wholeMonths: [(year: Int, month: Int)] {
    var months: [(year: Int, month: Int)] = []
    var (year, month) = (firstDay.year, firstDay.month)
    while (year, month) <= (lastDay.year, lastDay.month) {
      let whole = AssessmentPeriod.month(month, of: year)
      if contains(whole.firstDay), contains(whole.lastDay) { months.append((year, month)) }
      (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
    }
    return months
  }
}
