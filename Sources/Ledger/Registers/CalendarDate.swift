import AirQuality

/// A day as a register's cell writes it, and instants in local time of a fixed offset. By arithmetic:
/// no formatter, no time-zone database.
public struct CalendarDate: Sendable, Hashable, CustomStringConvertible {
  private let day: CalendarDay

  /// Reads `2021-03-01`; also `2021/3/1` as spreadsheets write it. `nil` for a day that is none.
  public init?(_ text: some StringProtocol) {
    if Self.isUsual(text) {
      guard let day = CalendarDay(text) else { return nil }
      self.day = day
      return
    }
    // Narrower than a `CalendarDay`, which also reads 20210301 and 2021-3-1.
    let separator: Character = text.contains("/") ? "/" : "-"
    let parts = text.split(separator: separator, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].utf8.count == 4, (1...2).contains(parts[1].utf8.count),
      (1...2).contains(parts[2].utf8.count),
      separator == "/" || (parts[1].utf8.count == 2 && parts[2].utf8.count == 2),
      let day = CalendarDay(text)
    else { return nil }
    self.day = day
  }

  /// `2021-03-01`, whatever the digits.
  private static func isUsual(_ text: some StringProtocol) -> Bool {
    var place = 0
    for byte in text.utf8 {
      let isRight = place == 4 || place == 7 ? byte == UInt8(ascii: "-") : byte.isDigit
      guard isRight, place < 10 else { return false }
      place += 1
    }
    return place == 10
  }

  init(_ day: CalendarDay) { self.day = day }

  /// `2021-03-01`, four digits of the year whichever it is.
  public var description: String { day.description }

  /// Reads `2021-03-01 08:30`, `2021-03-01T08:30:15` or `2021/3/1 8:30` as local time; with `Z` or
  /// `+08:00` at the end as that time.
  ///
  /// - Returns: epoch seconds.
  public static func instant(_ text: String, utcOffsetSeconds: Int) -> Int? {
    var rest = Substring(text.trimmed)
    var offset = utcOffsetSeconds
    if rest.hasSuffix("Z") {
      rest.removeLast()
      offset = 0
    } else if let sign = rest.suffix(6).first, sign == "+" || sign == "-", rest.utf8.count > 11,
      let clock = clock(rest.suffix(5)), rest.suffix(3).first == ":"
    {
      offset = sign == "-" ? -clock : clock
      rest.removeLast(6)
    }
    let parts = rest.split(whereSeparator: { $0 == " " || $0 == "T" })
    guard parts.count == 2, let date = CalendarDate(parts[0]), let seconds = clock(parts[1]) else {
      return nil
    }
    return date.day.dayNumber * 86_400 + seconds - offset
  }

  /// `8:30`, `08:30` or `08:30:15` in seconds.
  private static func clock(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in
      (1...2).contains(part.utf8.count) && part.utf8.allSatisfy(\.isDigit) ? Int(part) : nil
    }
    guard numbers.count == parts.count, (2...3).contains(numbers.count), numbers[0] < 24,
      numbers[1] < 60, numbers.count == 2 || numbers[2] < 60
    else { return nil }
    return numbers[0] * 3_600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
  }
}
