public import AirQuality

/// Rows of a register that set a rule off when they are written: one by itself, or several within a
/// span of time.
public struct RowTrigger: Sendable, Hashable {
  /// A length of time in whole days or whole months of the calendar.
  public enum Span: Sendable, Hashable {
    case days(Int)
    case months(Int)

    /// The first day that no longer belongs to a span that begins on a day. Six months from the 31st
    /// of August end with the 28th of February: a month without the day ends with its last one.
    public func end(from day: CalendarDay) -> CalendarDay {
      switch self {
      case .days(let count): return day.adding(days: count)
      case .months(let count):
        let months = day.year * 12 + day.month - 1 + count
        let (year, month) = (months / 12, months % 12 + 1)
        let length = CalendarDay.dayCount(ofMonth: month, in: year)
        return day.day > length
          ? CalendarDay(year: year, month: month, day: length).adding(days: 1)
          : CalendarDay(year: year, month: month, day: day.day)
      }
    }
  }

  /// What a row must fulfil. It never asks for today: only a write sets the rule off.
  public let filter: RowFilter
  /// The field of kind date that says when a row happened; nil for when it was written, never where
  /// rows are counted in a span.
  public let dated: String?
  /// How many such rows there must be, from 1.
  public let times: Int
  /// Within how long, counted from the first of them; all of that time belongs to one case. nil where
  /// each row opens a case of its own.
  public let within: Span?
  /// The field whose values are counted apart; nil for all rows together. A row that has none counts
  /// nowhere.
  public let by: String?

  public init(filter: RowFilter, dated: String?, times: Int, within: Span?, by: String?) {
    self.filter = filter
    self.dated = dated
    self.times = times
    self.within = within
    self.by = by
  }
}
