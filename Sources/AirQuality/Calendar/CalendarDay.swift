/// A day of the proleptic Gregorian calendar, as a standard or a report names it.
public struct CalendarDay: Sendable, Hashable, Comparable, CustomStringConvertible {
  public let year: Int
  /// 1…12
  public let month: Int
  /// 1…31
  public let day: Int

  public init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// Reads `2021-06-01`; also `2021/6/1` and `20210601`, as files write it. `nil` for any other text
  /// and for a day that the calendar does not have.
  public init?(_ text: some StringProtocol) {
    var numbers: [Int] = []
    var digits = 0
    var value = 0
    for byte in text.utf8 {
      if (0x30...0x39).contains(byte) {
        guard digits < 8 else { return nil }
        value = value * 10 + Int(byte & 0x0F)
        digits += 1
      } else if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/"), digits > 0 {
        numbers.append(value)
        (digits, value) = (0, 0)
      } else {
        return nil
      }
    }
    if numbers.isEmpty, digits == 8 {
      numbers = [value / 10_000, value / 100 % 100, value % 100]
    } else if digits > 0 {
      numbers.append(value)
    }
    guard numbers.count == 3, (1...9_999).contains(numbers[0]), (1...12).contains(numbers[1]),
      (1...Self.dayCount(ofMonth: numbers[1], in: numbers[0])).contains(numbers[2])
    else { return nil }
    self.init(year: numbers[0], month: numbers[1], day: numbers[2])
  }

  /// The local day of an instant.
  ///
  /// - Parameters:
  ///   - epoch: UTC epoch seconds.
  ///   - utcOffsetSeconds: local time is UTC plus this; a plan's offset is the same all year.
  public init(ofEpoch epoch: Int, utcOffsetSeconds: Int) {
    let local = epoch + utcOffsetSeconds
    self.init(dayNumber: local >= 0 ? local / 86_400 : (local - 86_399) / 86_400)
  }

  /// - Parameter dayNumber: days since 1970-01-01.
  public init(dayNumber: Int) {
    // Eras of 400 years that begin on the first of March, so that the leap day comes last.
    let shifted = dayNumber + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Days since 1970-01-01.
  public var dayNumber: Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  public func adding(days: Int) -> CalendarDay { CalendarDay(dayNumber: dayNumber + days) }

  /// 1 (Monday)…7 (Sunday).
  public var weekday: Int {
    let fromMonday = (dayNumber + 3) % 7
    return (fromMonday < 0 ? fromMonday + 7 : fromMonday) + 1
  }

  public static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// - Precondition: `month` is 1…12.
  public static func dayCount(ofMonth month: Int, in year: Int) -> Int {
    month == 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  public static func < (a: CalendarDay, b: CalendarDay) -> Bool {
    (a.year, a.month, a.day) < (b.year, b.month, b.day)
  }

  /// `2026-03-01`; a year has four digits at least.
  public var description: String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let zeros =
      (0..<1_000).contains(year) ? String(repeating: "0", count: 4 - "\(year)".utf8.count) : ""
    return "\(zeros)\(year)-\(two(month))-\(two(day))"
  }
}
