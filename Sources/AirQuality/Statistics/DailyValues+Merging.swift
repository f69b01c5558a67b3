extension DailyValues {
  /// These values without the days that others have.
  func without(daysOf others: DailyValues) -> DailyValues {
    DailyValues(
      firstDay: firstDay, denominator: denominator,
      numerators: numerators.indices.map { day in
        others[firstDay.adding(days: day)] == nil ? numerators[day] : Self.missing
      }, counts: counts)
  }

  /// These values, and where a day has none here, the other's: the more official before the less.
  ///
  /// - Returns: nil where 128 bits do not hold the common denominator.
  public func completed(by other: DailyValues) -> DailyValues? {
    let first = min(firstDay, other.firstDay)
    let last = max(lastDay, other.lastDay)
    let common = Int128(
      ExactFraction.greatestCommonDivisor(denominator.magnitude, other.denominator.magnitude))
    let (shared, overflow) = denominator.multipliedReportingOverflow(
      by: other.denominator / common)
    guard !overflow else { return nil }
    let dayCount = max(0, last.dayNumber - first.dayNumber + 1)
    var numerators = [Int128](repeating: Self.missing, count: dayCount)
    var counts = [Int](repeating: 0, count: dayCount)
    // The less official first; what is more so covers it.
    for values in [other, self] {
      let factor = shared / values.denominator
      let offset = values.firstDay.dayNumber - first.dayNumber
      for day in 0..<values.dayCount where values.numerators[day] != Self.missing {
        let (scaled, overflow) = values.numerators[day].multipliedReportingOverflow(by: factor)
        guard !overflow else { return nil }
        numerators[day + offset] = scaled
        counts[day + offset] = values.counts[day]
      }
    }
    return DailyValues(
      firstDay: first, denominator: shared, numerators: numerators, counts: counts)
  }
}
