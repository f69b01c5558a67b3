/// How much must have been measured for a statistic to be valid. 数据统计的有效性
///
/// Below the minimum a statistic is invalid, not an estimate.
///
/// - Source: GB 3095-2012, Table 4, and GB 3095-2026, Table 4; for O3 also HJ 663, 6.1.2.
public struct DataMinimum: Sendable, Hashable {
  /// Minutes of a gas in an hour.
  public var minutesOfHour: Int
  /// Hourly means of the eight in a running mean of O3.
  public var hoursOf8h: Int
  /// Running means of O3 in a day; fewer count where the largest already exceeds the limit.
  public var running8hOfDay: Int
  /// Hourly means in a day.
  public var hoursOfDay: Int
  /// Daily means in a month other than February.
  public var daysOfMonth: Int
  public var daysOfFebruary: Int
  /// Daily means in a year; the same in a leap year.
  public var daysOfYear: Int

  public init(
    minutesOfHour: Int = 45, hoursOf8h: Int = 6, running8hOfDay: Int = 14, hoursOfDay: Int = 20,
    daysOfMonth: Int = 27, daysOfFebruary: Int = 25, daysOfYear: Int = 324
  ) {
    self.minutesOfHour = minutesOfHour
    self.hoursOf8h = hoursOf8h
    self.running8hOfDay = running8hOfDay
    self.hoursOfDay = hoursOfDay
    self.daysOfMonth = daysOfMonth
    self.daysOfFebruary = daysOfFebruary
    self.daysOfYear = daysOfYear
  }

  /// Whether a part of a year has as large a share of its days as a valid year has: about nine in ten.
  /// No standard's rule for shorter periods, but a measure of whether one can be compared.
  public func isLikeYear(_ validDays: Int, of days: Int) -> Bool {
    validDays * 365 >= daysOfYear * days
  }

  /// Both editions, as far as they are known.
  public static let gb3095 = DataMinimum()

  /// - Parameter month: 1…12.
  public func days(ofMonth month: Int) -> Int { month == 2 ? daysOfFebruary : daysOfMonth }
}
