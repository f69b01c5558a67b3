import AirQuality

/// Days and times as people write them into cells of text.
enum DateSpelling {
  /// `2021-03-01`, `2021/3/1`, `2021.3.1`, `20210301`, `2021年3月1日`, `二〇二一年三月一日`, also with
  /// full-width digits, a day of the week or midnight behind it. The year always has four digits.
  static func day(_ cell: String) -> CalendarDate? {
    if let date = CalendarDate(cell) { return date }
    var text = plain(cell)
    for mark in ["星期", "周", "礼拜"] {
      guard let place = text.firstRange(of: mark) else { continue }
      text = text[..<place.lowerBound].trimmed
    }
    for midnight in [" 00:00:00", " 0:00:00", " 00:00", " 0:00", "T00:00:00", "T00:00"]
    where text.hasSuffix(midnight) {
      text = text.dropLast(midnight.count).trimmed
    }
    return date(text)
  }

  /// A day and a clock behind it, `8:30`, `8时30分` or `8点`.
  ///
  /// - Returns: epoch seconds.
  static func instant(_ cell: String, utcOffsetSeconds: Int) -> Int? {
    if let instant = CalendarDate.instant(cell, utcOffsetSeconds: utcOffsetSeconds) {
      return instant
    }
    let text = plain(cell)
    let end = text.firstIndex { $0 == "日" || $0 == "号" }.map { text.index(after: $0) }
    guard let cut = end ?? text.firstIndex(of: " "), let day = date(text[..<cut].trimmed) else {
      return nil
    }
    var clock = text[cut...].trimmed
    for (word, sign) in [("时", ":"), ("点", ":"), ("分", ":"), ("秒", "")] {
      clock = clock.replacing(word, with: sign)
    }
    if clock.hasSuffix(":") { clock.removeLast() }
    if !clock.contains(":") { clock += ":00" }
    return CalendarDate.instant("\(day) \(clock)", utcOffsetSeconds: utcOffsetSeconds)
  }

  private static func plain(_ cell: String) -> String {
    SearchText.folded(cell).replacing("\u{A0}", with: " ").trimmed
  }

  private static func date(_ text: String) -> CalendarDate? {
    if let date = CalendarDate(text) { return date }
    if text.utf8.count == 8, text.utf8.allSatisfy(\.isDigit) {
      return CalendarDate("\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))")
    }
    let parts = text.split(
      omittingEmptySubsequences: true, whereSeparator: { "年月日号./-、 ".contains($0) })
    guard parts.count == 3, parts[0].count == 4, let year = year(parts[0]),
      let month = number(parts[1]), let day = number(parts[2])
    else { return nil }
    return CalendarDate("\(year)/\(month)/\(day)")
  }

  private static let digits: [Character: Int] = [
    "〇": 0, "零": 0, "○": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
    "九": 9,
  ]

  private static func year(_ text: Substring) -> String? {
    if text.utf8.allSatisfy(\.isDigit) { return String(text) }
    let digits = text.compactMap { Self.digits[$0] }
    return digits.count == text.count ? digits.map(String.init).joined() : nil
  }

  /// 1 to 99, in digits or as 三, 十, 十二, 二十, 三十一.
  private static func number(_ text: Substring) -> Int? {
    if text.utf8.allSatisfy(\.isDigit) { return text.count <= 2 ? Int(text) : nil }
    let parts = text.split(separator: "十", omittingEmptySubsequences: false)
    func digit(_ part: Substring, none: Int) -> Int? {
      guard let first = part.first else { return none }
      return part.count == 1 ? digits[first] : nil
    }
    switch parts.count {
    case 1: return digit(parts[0], none: 0)
    case 2:
      guard let tens = digit(parts[0], none: 1), let ones = digit(parts[1], none: 0) else {
        return nil
      }
      return tens * 10 + ones
    default: return nil
    }
  }
}
