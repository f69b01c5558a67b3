extension HourlyValues {
  /// Daily means; a day with fewer hours than the minimum has none.
  ///
  /// - Source: GB 3095-2012, 3.9 and Table 4; GB 3095-2026, Table 4.
  public func dailyMeans(minimum: DataMinimum = .gb3095) -> DailyValues {
    let scale = ExactDecimal.powersOfTen[decimals]
    var numerators = [Int128](repeating: DailyValues.missing, count: dayCount)
    var counts = [Int](repeating: 0, count: dayCount)
    for day in 0..<dayCount {
      var (sum, count): (Int64, Int) = (0, 0)
      for hour in day * 24..<day * 24 + 24 where mantissas[hour] != Self.missing {
        sum += Int64(mantissas[hour])
        count += 1
      }
      counts[day] = count
      guard count >= minimum.hoursOfDay, count > 0 else { continue }
      numerators[day] = Int128(sum * (DailyValues.hourDenominator / Int64(count)))
    }
    return DailyValues(
      firstDay: firstDay, denominator: Int128(scale) * Int128(DailyValues.hourDenominator),
      numerators: numerators, counts: counts)
  }
}
