public import ActionPlan
public import AirQuality

/// The days whose rows an indicator is made of on one day of asking.
struct IndicatorPeriod: Sendable, Hashable {
  let first: CalendarDay
  /// The day of asking, at the latest the year's last.
  let last: CalendarDay
  /// It is compared with the part of the year that the day of asking is in.
  let isYearBefore: Bool

  var dayCount: Int { last.dayNumber - first.dayNumber + 1 }

  /// The part of the plan's year up to a day; nil before it begins.
  ///
  /// - Parameter year: of the plan; the day's own where the plan names none.
  init?(year: Int?, through day: CalendarDay) {
    let year = year ?? day.year
    first = CalendarDay(year: year, month: 1, day: 1)
    last = min(day, CalendarDay(year: year, month: 12, day: 31))
    isYearBefore = false
    guard first <= last else { return nil }
  }

  private init(yearBefore first: CalendarDay, last: CalendarDay) {
    self.first = first
    self.last = last
    isYearBefore = true
  }

  /// The same part of the year before; to February's last day where this one ends on it, so that
  /// monthly figures of the two years stand beside each other.
  var yearBefore: IndicatorPeriod {
    let year = last.year - 1
    let endsFebruary = last.month == 2 && last.adding(days: 1).month == 3
    return IndicatorPeriod(
      yearBefore: CalendarDay(year: first.year - 1, month: 1, day: 1),
      last: CalendarDay(
        year: year, month: last.month,
        day: endsFebruary ? (CalendarDay.isLeap(year) ? 29 : 28) : last.day))
  }

  var yearDayCount: Int { CalendarDay.isLeap(first.year) ? 366 : 365 }
}

extension Indicator.Target {
  /// What should be reached, or may be used, by the end of a day.
  ///
  /// - Parameter firstDay: of the plan's year.
  /// - Returns: exact; nil where the number is not set or no step has passed.
  public func expected(on day: CalendarDay, from firstDay: CalendarDay) -> ExactFraction? {
    guard let number else { return nil }
    let whole = ExactFraction(number)
    guard day < by else { return whole }
    switch pace {
    case .level: return whole
    case .even:
      let elapsed = max(0, day.dayNumber - firstDay.dayNumber + 1)
      let all = by.dayNumber - firstDay.dayNumber + 1
      guard all > 0 else { return whole }
      return whole.multiplied(by: ExactFraction(Int128(elapsed), over: Int128(all)))
    case .steps(let steps):
      return steps.filter { $0.by <= day }.max { $0.by < $1.by }.map { ExactFraction($0.reach) }
    }
  }
}
