import AirQuality

/// A local time as tables write it: `2021-06-07 08:30`, with seconds or without a time, with `/`, `.` or `T`
/// for what stands between.
enum LocalInstant {
  /// - Returns: seconds since 1970 on the clock of the place; nil where it is none.
  static func seconds(of text: String) -> Int? {
    let parts = text.replacing("/", with: "-").replacing(".", with: "-")
      .split(whereSeparator: { $0.isWhitespace || $0 == "T" })
    guard (1...2).contains(parts.count) else { return nil }
    let numbers = parts[0].split(separator: "-", omittingEmptySubsequences: false)
    guard numbers.count == 3, numbers[0].utf8.count == 4,
      let day = CalendarDay("\(numbers[0])-\(two(numbers[1]))-\(two(numbers[2]))"),
      (1990...2100).contains(day.year)
    else { return nil }
    guard parts.count == 2 else { return day.dayNumber * 86_400 }
    let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(clock.count) else { return nil }
    var seconds = 0
    for (part, most) in zip(clock, [23, 59, 59]) {
      guard (1...2).contains(part.utf8.count), part.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let number = Int(part), number <= most
      else { return nil }
      seconds = seconds * 60 + number
    }
    if clock.count == 2 { seconds *= 60 }
    return day.dayNumber * 86_400 + seconds
  }

  private static func two(_ digits: Substring) -> String {
    digits.utf8.count == 1 ? "0\(digits)" : String(digits)
  }
}
