/// The usual course of a day: the mean of each hour of the day over a period. 日变化
///
/// - Source: arithmetic means of hourly means, as the diurnal variation of annual reports; a
///   description of the place, not an assessed statistic: no minimum of data applies, so that every
///   mean stands with its count.
public struct DiurnalPattern: Sendable, Hashable {
  /// Hour 0 (00:00 to 01:00)…23.
  public let hours: [PatternMean]

  /// - Parameters:
  ///   - values: hourly means; missing hours leave their hour of the day.
  ///   - period: days outside of the series count for nothing.
  public init(of values: HourlyValues, in period: AssessmentPeriod) {
    var sums = [Int128](repeating: 0, count: 24)
    var counts = [Int](repeating: 0, count: 24)
    for hour in values.indices(of: period) where values.mantissas[hour] != HourlyValues.missing {
      sums[hour % 24] += Int128(values.mantissas[hour])
      counts[hour % 24] += 1
    }
    hours = zip(sums, counts).map { PatternMean(sum: $0, count: $1, scale: values.scale) }
  }
}

/// One mean of a pattern, with what it rests on.
public struct PatternMean: Sendable, Hashable {
  /// Not rounded; nil of nothing.
  public let mean: ExactFraction?
  /// Values that went in.
  public let count: Int

  /// - Parameter scale: what the sum's whole numbers are over.
  init(sum: Int128, count: Int, scale: Int128) {
    let (bottom, overflow) = scale.multipliedReportingOverflow(by: Int128(count))
    mean = count == 0 || overflow ? nil : ExactFraction(sum, over: bottom)
    self.count = count
  }

  init(mean: ExactFraction?, count: Int) {
    self.mean = mean
    self.count = count
  }
}

extension HourlyValues {
  var scale: Int128 { Int128(ExactDecimal.powersOfTen[decimals]) }

  /// Hours, counted from the first midnight, of a period's days that lie in here.
  func indices(of period: AssessmentPeriod) -> Range<Int> {
    let first = max(0, period.firstDay.dayNumber - firstDay.dayNumber)
    let end = min(dayCount, period.lastDay.dayNumber - firstDay.dayNumber + 1)
    return first < end ? first * 24..<end * 24 : 0..<0
  }
}
