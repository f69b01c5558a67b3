/// The times of HJ 212: `yyyyMMddHHmmss`, local, turned into seconds by arithmetic.
public enum TimeLabel {
  /// Years that a time may have. Fixed bounds, so that the same bytes are judged alike on any day.
  public static let years = 1990...2098

  /// Reads a time of 14 digits, or of 17 with milliseconds, which are left out.
  ///
  /// - Returns: seconds from 1970-01-01T00:00:00 of the same local clock; `nil` for other lengths,
  ///   other characters, days and hours that do not exist, and years outside 1990…2098.
  static func seconds(_ bytes: Span<UInt8>, in range: Range<Int>) -> Int? {
    guard range.count == 14 || range.count == 17 else { return nil }
    let first = bytes.word(at: range.lowerBound)
    let last = bytes.word(at: range.lowerBound + 6)
    guard Bytes.digits(first) & Bytes.digits(last) == Bytes.highest else { return nil }
    for index in (range.lowerBound + 14)..<range.upperBound where !Ascii.isDigit(bytes[index]) {
      return nil
    }
    let (date, time) = (Bytes.number(first), Bytes.number(last) % 1_000_000)
    let (year, month, day) = (date / 10_000, date / 100 % 100, date % 100)
    let (hour, minute, second) = (time / 10_000, time / 100 % 100, time % 100)
    guard years.contains(year), (1...12).contains(month), day >= 1,
      day <= daysOfMonth(month, year: year), hour < 24, minute < 60, second < 60
    else { return nil }
    return daysSince1970(year: year, month: month, day: day) * 86_400 + hour * 3600 + minute * 60
      + second
  }

  /// Reads a local time of 14 digits (or 17, milliseconds left out) as UTC epoch seconds; `nil`
  /// where it is none of 1990…2098.
  public static func epoch(_ text: String, utcOffsetSeconds: Int) -> Int? {
    let bytes = Array(text.utf8)
    return seconds(bytes.span, in: 0..<bytes.count).map { $0 - utcOffsetSeconds }
  }

  /// Writes a time as 14 digits.
  ///
  /// - Parameters:
  ///   - epoch: UTC epoch seconds.
  ///   - utcOffsetSeconds: the local clock's distance from UTC, 28 800 in China.
  public static func text(epoch: Int, utcOffsetSeconds: Int) -> String {
    let local = epoch + utcOffsetSeconds
    let (days, rest) = floorDivided(local, by: 86_400)
    let date = civil(daysSince1970: days)
    return digits(date.year, 4) + digits(date.month, 2) + digits(date.day, 2)
      + digits(rest / 3600, 2) + digits(rest / 60 % 60, 2) + digits(rest % 60, 2)
  }

  /// Writes local seconds as `yyyy-MM-ddTHH:mm:ss`.
  static func isoText(local: Int) -> String {
    let digits = Array(text(epoch: local, utcOffsetSeconds: 0))
    func part(_ range: Range<Int>) -> String { String(digits[range]) }
    return part(0..<4) + "-" + part(4..<6) + "-" + part(6..<8) + "T" + part(8..<10) + ":"
      + part(10..<12) + ":" + part(12..<14)
  }

  /// Writes a QN, 17 digits.
  ///
  /// - Parameter epochMilliseconds: UTC epoch milliseconds.
  public static func requestNumber(epochMilliseconds: Int, utcOffsetSeconds: Int) -> String {
    let (seconds, milliseconds) = floorDivided(epochMilliseconds, by: 1000)
    return text(epoch: seconds, utcOffsetSeconds: utcOffsetSeconds) + digits(milliseconds, 3)
  }

  /// Days from 1970-01-01 of a date of the Gregorian calendar.
  static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  static func civil(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }

  private static func daysOfMonth(_ month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func floorDivided(_ value: Int, by divisor: Int) -> (Int, Int) {
    let quotient = value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor)
    return (quotient, value - quotient * divisor)
  }

  private static func digits(_ value: Int, _ width: Int) -> String {
    let text = String(value)
    return text.count >= width ? text : String(repeating: "0", count: width - text.count) + text
  }
}
