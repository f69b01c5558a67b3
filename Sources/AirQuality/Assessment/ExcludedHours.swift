/// Hours whose particles an audited list excludes from assessment and ranking: sand-dust carried in
/// from outside. 沙尘天气影响扣除
///
/// The list is an input that somebody signed; nothing here decides what was sand. Good days and heavy
/// days keep their sand (national monthly reports of 2021).
///
/// - Source: 环办监测〔2016〕120号.
public struct ExcludedHours: Sendable, Hashable {
  public struct Span: Sendable, Hashable {
    public let firstDay: CalendarDay
    /// 0…23: hour of the first day that is excluded first.
    public let firstHour: Int
    public let lastDay: CalendarDay
    /// 0…23: hour of the last day that is excluded last.
    public let lastHour: Int

    /// - Precondition: hours are 0…23 and the span does not end before it begins.
    public init(firstDay: CalendarDay, firstHour: Int, lastDay: CalendarDay, lastHour: Int) {
      precondition((0...23).contains(firstHour) && (0...23).contains(lastHour))
      precondition((firstDay, firstHour) <= (lastDay, lastHour), "a span begins before it ends")
      self.firstDay = firstDay
      self.firstHour = firstHour
      self.lastDay = lastDay
      self.lastHour = lastHour
    }
  }

  public let spans: [Span]
  public let pollutants: [Pollutant]

  public init(_ spans: [Span], pollutants: [Pollutant] = [.pm10, .pm25]) {
    self.spans = spans
    self.pollutants = pollutants
  }

  /// The series without the excluded hours, and how many values were left out.
  public func applied(
    to values: HourlyValues, of pollutant: Pollutant
  ) -> (values: HourlyValues, leftOut: Int) {
    guard pollutants.contains(pollutant) else { return (values, 0) }
    var rest = values
    var leftOut = 0
    for span in spans {
      let first = (span.firstDay.dayNumber - values.firstDay.dayNumber) * 24 + span.firstHour
      let last = (span.lastDay.dayNumber - values.firstDay.dayNumber) * 24 + span.lastHour
      leftOut += rest.exclude(first...last)
    }
    return (rest, leftOut)
  }
}
