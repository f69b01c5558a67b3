import AirQuality
import Steering

/// The air of one place in one year, as its page shows it.
struct PlaceYear: Sendable {
  /// A day of the calendar.
  struct Day: Sendable {
    let day: CalendarDay
    /// nil without any valid pollutant.
    let index: AirQualityIndex?
  }

  /// What of an hour is usual, over the month where one is chosen, else the year.
  struct Patterns: Sendable {
    let diurnal: PollutantValues<DiurnalPattern>
    let weekly: PollutantValues<WeeklyPattern>
    /// nil where the period has no hour of wind.
    let wind: WindRose?
    let pollution: PollutantValues<PollutionRose>
  }

  let year: Int
  let month: Int?
  /// Years that have a day with a value, ascending.
  let years: [Int]
  /// Every day of the year.
  let days: [Day]
  /// nil where the year has no value.
  let whole: PlacePeriod?
  /// nil where no month is chosen, or it has no value.
  let part: PlacePeriod?
  let patterns: Patterns

  /// - Parameter year: nil for the newest that has values.
  init(
    of daily: DailyRecord, hours: PollutantValues<HourlyValues>, wind: HourlyWind?, year: Int?,
    month: Int?, today: CalendarDay
  ) {
    let years = Self.years(of: daily)
    let year = year ?? years.last ?? today.year
    self.year = year
    self.month = month
    self.years = years
    let calendar = AssessmentPeriod.year(year)
    days = calendar.days.map { Day(day: $0, index: daily.index(on: $0)) }
    let whole = Self.known(calendar, of: daily)
    let part = month.flatMap { Self.known(.month($0, of: year), of: daily) }
    self.whole = whole.map { PlacePeriod(of: daily, in: $0) }
    // In January both may be the same days.
    self.part = part == whole ? nil : part.map { PlacePeriod(of: daily, in: $0) }
    patterns = Patterns(
      daily, hours: hours, wind: wind,
      in: Self.patternPeriod(year: year, month: month, of: daily))
  }

  /// What the patterns of a year, or of one of its months, are over: the whole year where the month has
  /// no value, as the rest of the page shows then.
  static func patternPeriod(year: Int, month: Int?, of daily: DailyRecord) -> AssessmentPeriod {
    month.flatMap { known(.month($0, of: year), of: daily) } ?? known(.year(year), of: daily)
      ?? .year(year)
  }

  static func years(of daily: DailyRecord) -> [Int] {
    guard let first = daily.firstDay, let last = daily.lastDay else { return [] }
    return (first.year...last.year).filter { hasValues(.year($0), daily) }
  }

  private static func hasValues(_ period: AssessmentPeriod, _ daily: DailyRecord) -> Bool {
    daily.values.pairs.contains { $0.value.validDayCount(in: period) > 0 }
  }

  /// A calendar period as far as its days are known: up to the place's newest day where that lies
  /// within; nil where none has a value.
  static func known(_ period: AssessmentPeriod, of daily: DailyRecord) -> AssessmentPeriod? {
    guard hasValues(period, daily), let last = lastValidDay(of: daily) else { return nil }
    return last < period.lastDay ? .days(period.firstDay, through: last) : period
  }

  /// The newest day on which any pollutant has a valid value: a day that still runs has hours, and none.
  private static func lastValidDay(of daily: DailyRecord) -> CalendarDay? {
    guard let first = daily.firstDay, let last = daily.lastDay else { return nil }
    return stride(from: last.dayNumber, through: first.dayNumber, by: -1).lazy
      .map { CalendarDay(dayNumber: $0) }
      .first { day in daily.values.pairs.contains { $0.value[day] != nil } }
  }
}

extension PlaceYear.Patterns {
  init(
    _ daily: DailyRecord, hours: PollutantValues<HourlyValues>, wind: HourlyWind?,
    in period: AssessmentPeriod
  ) {
    diurnal = PollutantValues { pollutant in
      hours[pollutant].map { DiurnalPattern(of: $0, in: period) }
        .flatMap { $0.hours.contains { $0.count > 0 } ? $0 : nil }
    }
    weekly = PollutantValues { pollutant in
      daily.values[pollutant].map { WeeklyPattern(of: $0, in: period) }
        .flatMap { $0.days.contains { $0.count > 0 } ? $0 : nil }
    }
    let rose = wind.map { WindRose(of: $0, in: period) }.flatMap { $0.measured > 0 ? $0 : nil }
    self.wind = rose
    pollution = PollutantValues { pollutant in
      guard rose != nil, let wind, let values = hours[pollutant] else { return nil }
      let rose = PollutionRose(of: values, wind: wind, in: period)
      return rose.sectors.contains { $0.count > 0 } ? rose : nil
    }
  }
}
