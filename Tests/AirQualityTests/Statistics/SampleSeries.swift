import AirQuality

extension HourlyValues {
  /// Values as texts, hour after hour from the midnight of 2021-01-01; an empty text has none.
  static func sample(
    _ texts: [String], decimals: Int = 1,
    from firstDay: CalendarDay = CalendarDay(year: 2021, month: 1, day: 1)
  ) throws -> HourlyValues {
    var values = HourlyValues(
      firstDay: firstDay, dayCount: (texts.count + 23) / 24, decimals: decimals)
    for (hour, text) in texts.enumerated() { try values.set(ExactDecimal(text), at: hour) }
    return values
  }
}

extension DailyValues {
  static func sample(
    _ texts: [String], from firstDay: CalendarDay = CalendarDay(year: 2021, month: 1, day: 1)
  ) throws -> DailyValues {
    try DailyValues(firstDay: firstDay, published: texts.map { ExactDecimal($0) })
  }
}
