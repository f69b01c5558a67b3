extension HourlyValues {
  /// These values, and where an hour has none here, the other's: the more official before the less.
  ///
  /// - Precondition: both are kept with the same decimals.
  public func completed(by other: HourlyValues) -> HourlyValues {
    precondition(decimals == other.decimals, "values of one scale")
    let first = min(firstDay, other.firstDay)
    let end = max(
      firstDay.dayNumber + dayCount, other.firstDay.dayNumber + other.dayCount)
    var merged = [Int32](repeating: Self.missing, count: (end - first.dayNumber) * 24)
    // The less official first; what is more so covers it.
    for values in [other, self] {
      let offset = (values.firstDay.dayNumber - first.dayNumber) * 24
      for hour in values.mantissas.indices where values.mantissas[hour] != Self.missing {
        merged[hour + offset] = values.mantissas[hour]
      }
    }
    return HourlyValues(firstDay: first, decimals: decimals, mantissas: merged)
  }
}
