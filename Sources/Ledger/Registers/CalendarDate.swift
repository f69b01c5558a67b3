/// A day of the Gregorian calendar, and instants in local time of a fixed offset. By arithmetic: no
/// formatter, no time-zone database.
public struct CalendarDate: Sendable, Hashable, CustomStringConvertible {
  public let year: Int
  public let month: Int
  public let day: Int

  /// Reads `2021-03-01`; also `2021/3/1` as spreadsheets write it. `nil` for a day that is none.
  public init?(_ text: some StringProtocol) {
    let separator: Character = text.contains("/") ? "/" : "-"
    let parts = text.split(separator: separator, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].utf8.count == 4,
      parts.allSatisfy({ (1...4).contains($0.utf8.count) && $0.utf8.allSatisfy(\.isDigit) }),
      parts[1].utf8.count <= 2, parts[2].utf8.count <= 2,
      separator == "/" || (parts[1].utf8.count == 2 && parts[2].utf8.count == 2),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
      year >= 1, (1...12).contains(month), (1...Self.days(inMonth: month, of: year)).contains(day)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  public var description: String {
    "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
  }

  /// Days since 1970-01-01.
  ///
  /// Source: H. Hinnant, "chrono-compatible low-level date algorithms", days_from_civil.
  public var daysSinceEpoch: Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

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
    return date.daysSinceEpoch * 86_400 + seconds - offset
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

  private static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2:
      year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
