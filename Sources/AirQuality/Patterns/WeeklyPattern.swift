/// The usual course of a week: the mean of each day of the week over a period. 周变化
///
/// - Source: arithmetic means of valid daily values; a description of the place, not an assessed
///   statistic.
public struct WeeklyPattern: Sendable, Hashable {
  /// Monday…Sunday.
  public let days: [PatternMean]

  /// - Parameters:
  ///   - values: daily means; of O3 the daily maximum 8 h means.
  ///   - period: days outside of the series count for nothing.
  public init(of values: DailyValues, in period: AssessmentPeriod) {
    var sums = [Int128?](repeating: 0, count: 7)
    var counts = [Int](repeating: 0, count: 7)
    for day in values.indices(of: period) where values.numerators[day] != DailyValues.missing {
      let weekday = values.firstDay.adding(days: day).weekday - 1
      counts[weekday] += 1
      sums[weekday] = sums[weekday].flatMap { sum in
        let (next, overflow) = sum.addingReportingOverflow(values.numerators[day])
        return overflow ? nil : next
      }
    }
    days = zip(sums, counts).map { sum, count in
      sum.map { PatternMean(sum: $0, count: count, scale: values.denominator) }
        ?? PatternMean(mean: nil, count: count)
    }
  }
}
