/// How long something may take: by the clock, or by the plan's working time. 时限
public enum TimeLimit: Sendable, Hashable {
  /// Seconds that pass day and night.
  case clock(Int)
  /// Seconds within working hours.
  case working(Int)
  /// To the end of work on the nth working day after.
  case workingDays(Int)

  public var isWorking: Bool {
    if case .clock = self { false } else { true }
  }

  /// When it has run out.
  ///
  /// - Parameters:
  ///   - start: epoch seconds.
  ///   - calendar: the plan's; without one, working time runs by the clock: a plan that limits by
  ///     working time has a calendar, or it does not check.
  public func due(from start: Int, calendar: WorkCalendar?) -> Int {
    switch self {
    case .clock(let seconds): start + seconds
    case .working(let seconds):
      calendar?.instant(afterWorking: seconds, from: start) ?? start + seconds
    case .workingDays(let days):
      calendar?.instant(afterWorkingDays: days, from: start) ?? start + days * 86_400
    }
  }
}
