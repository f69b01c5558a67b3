import ActionPlan
import AirQuality

/// An instant as local time.
struct TimeWriting {
  private let day: CalendarDay
  private let clock: Int
  private let offset: Int

  init(_ seconds: Int, utcOffsetSeconds: Int) {
    day = CalendarDay(ofEpoch: seconds, utcOffsetSeconds: utcOffsetSeconds)
    clock = seconds + utcOffsetSeconds - day.dayNumber * 86_400
    offset = utcOffsetSeconds
  }

  var rfc3339: String {
    let minutes = abs(offset) / 60
    return "\(day)T\(two(clock / 3_600)):\(two(clock / 60 % 60)):\(two(clock % 60))"
      + "\(offset < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
  }

  /// `yyyyMMddHHmmss`
  var digits: String {
    two(day.year / 100) + two(day.year % 100) + two(day.month) + two(day.day)
      + two(clock / 3_600) + two(clock / 60 % 60) + two(clock % 60)
  }

  func text(by pattern: TimePattern) -> String {
    pattern.parts.map { part in
      switch part {
      case .year: two(day.year / 100) + two(day.year % 100)
      case .month: two(day.month)
      case .day: two(day.day)
      case .hour: two(clock / 3_600)
      case .minute: two(clock / 60 % 60)
      case .second: two(clock % 60)
      case .sign(let sign): String(sign)
      }
    }.joined()
  }

  private func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
}
