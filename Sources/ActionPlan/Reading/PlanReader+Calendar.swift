import AirQuality

/// When the offices work: `calendar` of `plan.yml`.
extension PlanReader {
  static let weekdays = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]
  /// How many cases a day may be opened for one unit before the rest are grouped.
  static let budgets = 1...10_000
  /// Most days that a holiday may last.
  private static let longestHoliday = 31

  func calendar(_ value: Value, utcOffsetSeconds: Int) -> WorkCalendar? {
    guard let table = Table(value, "the calendar", .calendar, log: log) else { return nil }
    let before = log.errorCount
    let hours = table.required("hours", "add hours: [\"08:30-12:00\", \"14:00-17:30\"]")
      .map(self.hours)
    let rest = table["rest"].map(self.rest) ?? [6, 7]
    var (off, worked): (Set<CalendarDay>, Set<CalendarDay>) = ([], [])
    var years: Set<Int> = []
    for item in table["years"].flatMap({ list($0, "\"years\" of the calendar") }) ?? [] {
      guard let moved = movedDays(item) else { continue }
      if !years.insert(moved.year).inserted {
        log.error(item.location, "the calendar has the year \(moved.year) twice", "keep one")
      }
      off.formUnion(moved.off)
      worked.formUnion(moved.worked.keys)
      // Measured by faulty days of rest, good days would be told to be wrong.
      if log.errorCount == before { checkWorked(moved.worked, rest: rest, off: moved.off) }
    }
    guard log.errorCount == before, let hours, !hours.isEmpty else { return nil }
    return WorkCalendar(
      hours: hours, rest: rest, off: off, worked: worked, utcOffsetSeconds: utcOffsetSeconds)
  }

  private func hours(_ value: Value) -> [WorkCalendar.Hours] {
    var hours: [WorkCalendar.Hours] = []
    let items = list(value, "\"hours\" of the calendar") ?? []
    if case .list = value.content, items.isEmpty {
      log.error(value.location, "the calendar has no hours", "write at least one stretch")
    }
    for item in items {
      guard case .text(let text) = item.content, let stretch = WorkCalendar.Hours(text) else {
        log.error(
          item.location, "\"hours\" of the calendar is \(item.kind), which is no stretch of a day",
          "write it in quotes from begin to end, such as \"08:30-12:00\"")
        continue
      }
      if let last = hours.last, stretch.from < last.until {
        log.error(
          item.location, "the hours of the calendar do not ascend", "put the earliest first")
      }
      hours.append(stretch)
    }
    return hours
  }

  private func rest(_ value: Value) -> Set<Int> {
    var rest: Set<Int> = []
    for item in list(value, "\"rest\" of the calendar") ?? [] {
      guard case .text(let text) = item.content, let at = Self.weekdays.firstIndex(of: text) else {
        log.error(
          item.location, "\"rest\" of the calendar cannot be \(item.kind)",
          suggestion(item, among: Self.weekdays))
        continue
      }
      rest.insert(at + 1)
    }
    if rest.count == 7 {
      log.error(value.location, "the calendar rests on every day of the week", "leave one out")
    }
    return rest
  }

  private func movedDays(
    _ value: Value
  ) -> (year: Int, off: Set<CalendarDay>, worked: [CalendarDay: Location])? {
    guard let table = Table(value, "a year of the calendar", .calendarYear, log: log),
      let year = table.required("year", "add year: 2021")
        .flatMap({ whole($0, "the year of the calendar", in: Self.years) })
    else { return nil }
    let name = "\(year) of the calendar"
    var off: Set<CalendarDay> = []
    for item in table["off"].flatMap({ list($0, "\"off\" of \(name)") }) ?? [] {
      for day in holiday(item, "\"off\" of \(name)") {
        check(day, of: year, item.location, name)
        off.insert(day)
      }
    }
    var worked: [CalendarDay: Location] = [:]
    for item in table["worked"].flatMap({ list($0, "\"worked\" of \(name)") }) ?? [] {
      guard let day = day(item, "\"worked\" of \(name)") else { continue }
      check(day, of: year, item.location, name)
      worked[day] = item.location
    }
    return (year, off, worked)
  }

  /// One day, or each from the first to the last.
  private func holiday(_ value: Value, _ name: String) -> [CalendarDay] {
    guard case .table = value.content else { return day(value, name).map { [$0] } ?? [] }
    guard let table = Table(value, name, .calendarDays, log: log),
      let from = table.required("from", "add from: 2021-10-01").flatMap({ day($0, name) }),
      let until = table.required("until", "add until: 2021-10-07").flatMap({ day($0, name) })
    else { return [] }
    let count = until.dayNumber - from.dayNumber + 1
    guard (1...Self.longestHoliday).contains(count) else {
      log.error(
        table.location(of: "until"), "\(name) lasts \(count) days",
        "write the first and the last day, at most \(Self.longestHoliday) days")
      return []
    }
    return (0..<count).map { from.adding(days: $0) }
  }

  private func check(_ day: CalendarDay, of year: Int, _ location: Location, _ name: String) {
    guard day.year != year else { return }
    log.error(location, "\(name) has the day \(day), which is of another year", "move it there")
  }

  private func checkWorked(
    _ worked: [CalendarDay: Location], rest: Set<Int>, off: Set<CalendarDay>
  ) {
    for (day, location) in worked.sorted(by: { $0.key < $1.key }) {
      if off.contains(day) {
        log.error(location, "\(day) of the calendar is both off and worked", "keep one")
      } else if !rest.contains(day.weekday) {
        log.error(
          location,
          "\(day) of the calendar is \(Self.weekdays[day.weekday - 1]), which is worked anyway",
          "correct the day, or remove it")
      }
    }
  }

  /// A limit by the clock or by the calendar, which must be there then.
  func limit(_ value: Value, _ name: String) -> TimeLimit? {
    guard case .text(let text) = value.content, let parsed = ParsedLimit(text) else {
      log.error(
        value.location, "\(name) is \(value.kind), which is no time limit", ParsedLimit.remedy)
      return nil
    }
    if parsed.limit.isWorking, let head, !head.hasCalendar {
      log.error(
        value.location, "\(name) counts working time, but plan.yml has no calendar",
        "add calendar: {hours: [\"08:30-12:00\", \"14:00-17:30\"]}, or write s, min, h or d")
    }
    return parsed.limit
  }
}

extension WorkCalendar.Hours {
  /// `08:30-12:00`; `24:00` ends a day. `nil` for any other text and an empty stretch.
  init?(_ text: String) {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(Self.minute)
    guard ends.count == 2, let from = ends[0], let until = ends[1], from < until else {
      return nil
    }
    self.init(from: from, until: until)
  }

  private static func minute(_ text: Substring) -> Int? {
    let bytes = Array(text.utf8)
    guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
    let digits = [bytes[0], bytes[1], bytes[3], bytes[4]].map { Int($0) - 48 }
    guard digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
    let (hour, minute) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
    guard minute < 60, hour < 24 || (hour == 24 && minute == 0) else { return nil }
    return hour * 60 + minute
  }
}
