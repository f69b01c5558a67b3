import AirQuality

/// Times of tests.
extension PlanReader {
  /// Epoch seconds of a local time.
  ///
  /// - Parameter clock: where the test's clock stands, which does not go back.
  func moment(_ value: Value, _ name: String, after clock: Int?) -> Int? {
    guard case .text(let text) = value.content, let local = Self.minute(text) else {
      log.error(
        value.location, "\(name) is \(value.kind), which is no time",
        "write day and local time in quotes, such as \"2021-12-30 09:00\"")
      return nil
    }
    guard let head else { return nil }
    let epoch = local - head.utcOffsetSeconds
    if let clock, epoch < clock {
      log.error(
        value.location, "\(name) goes back in time", "put steps in the order of their times")
    }
    return epoch
  }

  /// Seconds of `2021-12-30 09:00` since the beginning of 1970 by the same clock.
  private static func minute(_ text: String) -> Int? {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2, let day = CalendarDay(parts[0]), day.description == parts[0],
      years.contains(day.year)
    else { return nil }
    let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false)
    guard clock.count == 2, clock.allSatisfy({ $0.utf8.count == 2 }), let hour = Int(clock[0]),
      let minute = Int(clock[1]), (0...23).contains(hour), (0...59).contains(minute)
    else { return nil }
    return day.dayNumber * 86_400 + hour * 3_600 + minute * 60
  }
}

extension PlanTest.Step {
  /// How many rows or samples it puts in.
  var load: Int {
    switch self {
    case .rows(_, let rows, let times): rows.count * times
    case .samples(_, _, _, let seconds, let everySeconds): seconds / everySeconds
    default: 0
    }
  }
}
