public import AirQuality

/// When a plan's offices work: hours of a working day, days of weekly rest, and the holidays and
/// working days that a government moves every year. 工作日历
///
/// Pure: a deadline in working time is an instant worked out from a start, and never changes after.
public struct WorkCalendar: Sendable, Hashable {
  /// One stretch of a working day, `[from, until)` in minutes of the local day, 0…1440.
  public struct Hours: Sendable, Hashable {
    public let from: Int
    public let until: Int

    public init(from: Int, until: Int) {
      self.from = from
      self.until = until
    }

    var seconds: Int { (until - from) * 60 }
  }

  /// Ascending, apart from one another, at least one and none empty.
  public let hours: [Hours]
  /// Days of weekly rest, 1 (Monday)…7 (Sunday); never all seven.
  public let rest: Set<Int>
  /// Days on which nobody works whatever day of the week they are.
  public let off: Set<CalendarDay>
  /// Days of weekly rest that are worked.
  public let worked: Set<CalendarDay>
  /// Local time is UTC plus this, all year.
  public let utcOffsetSeconds: Int

  /// - Precondition: at least one stretch of hours, none empty, and a day of the week without rest.
  public init(
    hours: [Hours], rest: Set<Int>, off: Set<CalendarDay> = [], worked: Set<CalendarDay> = [],
    utcOffsetSeconds: Int
  ) {
    precondition(!hours.isEmpty && hours.allSatisfy { $0.from < $0.until }, "no working hours")
    precondition(rest.count < 7, "no working day")
    self.hours = hours
    self.rest = rest
    self.off = off
    self.worked = worked
    self.utcOffsetSeconds = utcOffsetSeconds
  }

  public func isWorkingDay(_ day: CalendarDay) -> Bool {
    !off.contains(day) && (!rest.contains(day.weekday) || worked.contains(day))
  }

  /// Working seconds of a whole working day.
  public var secondsPerDay: Int { hours.reduce(0) { $0 + $1.seconds } }
}

extension WorkCalendar {
  /// The instant at which so much working time has passed.
  ///
  /// - Parameters:
  ///   - seconds: working time, 0 or more; 0 gives the first working moment from `start` on.
  ///   - start: epoch seconds; time outside working hours does not count.
  public func instant(afterWorking seconds: Int, from start: Int) -> Int {
    var left = max(0, seconds)
    var day = CalendarDay(ofEpoch: start, utcOffsetSeconds: utcOffsetSeconds)
    while true {
      for stretch in stretches(of: day) where stretch.upperBound > start {
        let begin = max(start, stretch.lowerBound)
        if left <= stretch.upperBound - begin { return begin + left }
        left -= stretch.upperBound - begin
      }
      day = day.adding(days: 1)
    }
  }

  /// The end of work on the nth working day after the day of `start`, which itself does not count.
  ///
  /// - Parameters:
  ///   - days: working days, 1 or more.
  ///   - start: epoch seconds.
  /// - Source: the day on which a period begins is not counted (Civil Procedure Law of the PRC,
  ///   article on periods; Administrative Penalty Law of 2021, art. 85: days are working days).
  public func instant(afterWorkingDays days: Int, from start: Int) -> Int {
    var day = CalendarDay(ofEpoch: start, utcOffsetSeconds: utcOffsetSeconds)
    var left = max(1, days)
    while left > 0 {
      day = day.adding(days: 1)
      if isWorkingDay(day) { left -= 1 }
    }
    return stretches(of: day).last?.upperBound ?? start
  }

  /// Working seconds between two instants; 0 where the second is not after the first.
  public func workingSeconds(from start: Int, until end: Int) -> Int {
    guard end > start else { return 0 }
    var day = CalendarDay(ofEpoch: start, utcOffsetSeconds: utcOffsetSeconds)
    let last = CalendarDay(ofEpoch: end, utcOffsetSeconds: utcOffsetSeconds)
    var sum = 0
    while day <= last {
      for stretch in stretches(of: day) {
        sum += max(0, min(end, stretch.upperBound) - max(start, stretch.lowerBound))
      }
      day = day.adding(days: 1)
    }
    return sum
  }

  /// The day's working hours as epoch seconds; none on a day off.
  private func stretches(of day: CalendarDay) -> [Range<Int>] {
    guard isWorkingDay(day) else { return [] }
    let midnight = day.dayNumber * 86_400 - utcOffsetSeconds
    return hours.map { midnight + $0.from * 60..<midnight + $0.until * 60 }
  }
}
