import ActionPlan
import AirQuality

/// Days and times as official documents write them.
enum OfficialDate {
  /// `2026-01-02` as 2026年1月2日 and 2 January 2026; anything else as it is.
  static func text(_ day: String, _ language: Language) -> String {
    guard let day = CalendarDay(day) else { return day }
    return text(day, language)
  }

  /// 2026年1月2日 and 2 January 2026.
  static func day(_ epoch: Int, _ offset: Int) -> DocumentValue {
    let day = CalendarDay(ofEpoch: epoch, utcOffsetSeconds: offset)
    return DocumentValue(text(day, .zh), en: text(day, .en))
  }

  /// 2026年1月2日8时5分 and 2 January 2026, 08:05.
  static func minute(_ epoch: Int, _ offset: Int) -> DocumentValue {
    let day = day(epoch, offset)
    let second = ((epoch + offset) % 86_400 + 86_400) % 86_400
    let (hour, minute) = (second / 3_600, second / 60 % 60)
    return DocumentValue(
      "\(day.zh)\(hour)时\(minute)分", en: "\(day.text(.en)), \(two(hour)):\(two(minute))")
  }

  /// The local day, `2026-01-02`.
  static func written(_ epoch: Int, _ offset: Int) -> String {
    CalendarDay(ofEpoch: epoch, utcOffsetSeconds: offset).description
  }

  /// 1天2小时 and 1 d 2 h; below an hour in minutes.
  static func length(_ seconds: Int) -> DocumentValue {
    let (days, hours) = (seconds / 86_400, seconds / 3_600 % 24)
    if days > 0 {
      return hours > 0
        ? DocumentValue("\(days)天\(hours)小时", en: "\(days) d \(hours) h")
        : DocumentValue("\(days)天", en: "\(days) d")
    }
    if hours > 0 { return DocumentValue("\(hours)小时", en: "\(hours) h") }
    let minutes = max(1, seconds / 60)
    return DocumentValue("\(minutes)分钟", en: "\(minutes) min")
  }

  private static func text(_ day: CalendarDay, _ language: Language) -> String {
    language == .zh
      ? "\(day.year)年\(day.month)月\(day.day)日" : "\(day.day) \(months[day.month - 1]) \(day.year)"
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
