import AirQuality

/// A year as a calendar of days in the colours of the index.
struct PlaceCalendar: Sendable {
  struct Month: Sendable {
    let name: String
    let href: String
    let isChosen: Bool
    let weeks: [Week]
  }

  struct Week: Sendable {
    let cells: [Cell]
  }

  struct Cell: Sendable {
    /// nil beside the month.
    let day: String?
    /// nil for a day without an index.
    let index: Index?
    let label: String
    /// After the newest day.
    let isAhead: Bool
  }

  struct Index: Sendable {
    let aqi: String
    let level: String
    let href: String
  }

  struct Category: Sendable {
    let level: String
    let name: String
    let range: String
    let days: String
  }

  struct Weekday: Sendable {
    let short: String
    let name: String
  }

  let weekdays: [Weekday]
  let months: [Month]
  let legend: [Category]
  /// Days without an index up to the newest day.
  let missing: String
  let summary: String

  /// - Parameter known: the year up to its newest day.
  init(_ shown: PlaceYear, place: Int64, known: AssessmentPeriod, texts: Texts) {
    weekdays = (1...7).map { day in
      Weekday(
        short: texts.text(ofCode: "weekday-\(day)", in: "places"),
        name: texts.text(ofCode: "weekdayLong-\(day)", in: "places"))
    }
    months = (1...12).map { month in
      let days = shown.days.filter { $0.day.month == month }
      return Month(
        name: texts.month(month),
        href: PlaceQuery.href(place, year: shown.year, month: month),
        isChosen: month == shown.month,
        weeks: Self.weeks(days.map { Self.cell($0, place, known, texts) }, days[0].day.weekday))
    }
    let counts = shown.days.reduce(into: [Int](repeating: 0, count: 7)) { counts, day in
      counts[day.index?.category.level ?? 0] += known.contains(day.day) ? 1 : 0
    }
    func days(_ count: Int) -> String { texts("places.days", ["days": "\(count)"]) }
    legend = AirView.legend(texts).map { item in
      Category(
        level: item.level, name: item.name, range: item.range,
        days: days(counts[Int(item.level) ?? 0]))
    }
    missing = days(counts[0])
    summary = texts(
      "places.calendarSummary",
      [
        "valid": "\(counts.dropFirst().reduce(0, +))", "good": "\(counts[1] + counts[2])",
        "last": "\(known.lastDay)",
      ])
  }

  /// Rows of seven from Monday on, with blanks beside the month.
  private static func weeks(_ cells: [Cell], _ firstWeekday: Int) -> [Week] {
    let blank = Cell(day: nil, index: nil, label: "", isAhead: false)
    let before = Array(repeating: blank, count: firstWeekday - 1)
    let after = Array(repeating: blank, count: (7 - (before.count + cells.count) % 7) % 7)
    let all = before + cells + after
    return stride(from: 0, to: all.count, by: 7).map { Week(cells: Array(all[$0..<$0 + 7])) }
  }

  private static func cell(
    _ day: PlaceYear.Day, _ place: Int64, _ known: AssessmentPeriod, _ texts: Texts
  ) -> Cell {
    let isAhead = day.day > known.lastDay
    guard let index = day.index else {
      return Cell(
        day: "\(day.day.day)", index: nil,
        label: texts(isAhead ? "places.dayAhead" : "places.dayMissing", ["day": "\(day.day)"]),
        isAhead: isAhead)
    }
    var label = texts(
      "places.dayIndex",
      [
        "day": "\(day.day)", "aqi": "\(index.aqi)",
        "category": texts("air.category-\(index.category.level)"),
      ])
    if let primary = texts.pollutants(index.primaryPollutants) {
      label += texts("places.dayPrimary", ["pollutants": primary])
    }
    if !index.mayBePublished { label += texts("places.dayIncomplete") }
    return Cell(
      day: "\(day.day.day)",
      index: Index(
        aqi: "\(index.aqi)", level: "\(index.category.level)",
        href: FigureLink.href(.index(day.day), at: place)),
      label: label, isAhead: false)
  }
}
