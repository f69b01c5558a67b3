import AirQuality
import Steering

/// The page of a figure of a period, ready for its template.
struct PeriodFigureView: Sendable {
  /// Days of a period that are listed in one table; longer ones by months.
  static let longestTable = 62

  struct Note: Sendable {
    let text: String
  }

  let place: String
  let placeHref: String
  let title: String
  let value: String?
  let unit: String
  let isEmpty: Bool
  /// The figure as a bulletin states it.
  let bulletin: String?
  /// Why the figure is none, or not to be relied on.
  let notes: [Note]
  let hasNotes: Bool
  let choices: [FigureLink]
  let hasSteps: Bool
  let steps: [FigureStep]
  let hasParts: Bool
  let parts: [FigurePartRow]
  let hasDays: Bool
  let days: [FigureDayRow]
  let hasMonths: Bool
  let months: [FigureMonthRow]
  let valueName: String
  let detailName: String
  let basisName: String

  init(
    _ explanation: Explanation, of figure: Figure, reading: FigureReading, wording: FigureWording,
    time: LocalTime
  ) {
    let texts = wording.texts
    bulletin = reading.bulletin.map { stated in
      texts(
        "figures.bulletin",
        [
          "value": "\(stated.value)",
          "file": stated.file.split(separator: "/").last.map(String.init) ?? stated.file,
          "at": time.minute(stated.at),
        ])
    }
    place = reading.place.title
    placeHref = reading.placeHref
    title = wording.title(of: figure)
    value = explanation.stated?.description
    choices = Self.choices(beside: figure, reading: reading, wording: wording)
    var (rows, parts): ([(CalendarDay, FigureDayRow)], [FigurePartRow]) = ([], [])
    var (valueKey, detailKey, basisKey) = (
      "figures.columnValue", "figures.columnExact", "figures.columnBasis"
    )
    let notes: [Note]
    switch explanation {
    case .statistic(let statistic):
      unit = statistic.pollutant.unit
      let counted = statistic.coverage.validDays
      isEmpty = counted == 0
      notes = counted == 0 ? [] : statistic.coverage.lacks.map { Note(text: wording.lack($0)) }
      steps = Self.steps(statistic, reading, wording)
      rows = statistic.days.map {
        (
          $0.day,
          FigureDayRow($0, pollutant: statistic.pollutant, reading: reading, wording: wording)
        )
      }
    case .composite(let composite):
      unit = ""
      isEmpty = composite.missing.count == Pollutant.allCases.count
      notes =
        (composite.missing.isEmpty
        ? []
        : [
          texts(
            "figures.compositeMissing", ["pollutants": wording.pollutants(composite.missing)])
        ]).map(Note.init)
        + composite.parts.filter { $0.stated != nil }.flatMap { part in
          part.coverage.lacks.map { lack in
            Note(text: "\(wording.pollutant(part.pollutant)): \(wording.lack(lack))")
          }
        }
      steps = Self.steps(composite, wording)
      parts = composite.parts.map {
        FigurePartRow($0, in: composite, reading: reading, wording: wording)
      }
    case .goodDays(let good):
      unit = "%"
      isEmpty = good.goodDays.valid == 0
      notes = []
      steps = Self.steps(good, wording)
      rows = good.days.map {
        ($0.day, FigureDayRow($0, reading: reading, wording: wording))
      }
      (valueKey, detailKey, basisKey) = ("figures.index", "figures.category", "air.primary")
    case .index: preconditionFailure("an index has a page of its own")
    }
    self.notes = notes
    hasNotes = !notes.isEmpty
    hasSteps = !steps.isEmpty
    valueName = texts(valueKey)
    detailName = texts(detailKey)
    basisName = texts(basisKey)
    hasParts = !parts.isEmpty && !isEmpty
    self.parts = parts
    let isLong = rows.count > Self.longestTable
    hasDays = !rows.isEmpty && !isLong && !isEmpty
    days = isLong ? [] : rows.map(\.1)
    hasMonths = isLong && !isEmpty
    months = isLong ? Self.months(rows, of: figure, reading: reading, wording: wording) : []
  }

  /// The figures that bulletins state of the same period.
  private static func choices(
    beside figure: Figure, reading: FigureReading, wording: FigureWording
  ) -> [FigureLink] {
    let period = figure.period
    var choices = Pollutant.allCases.map { pollutant in
      let other = Figure.statistic(pollutant, PeriodAssessment.headline(of: pollutant), period)
      return FigureLink(
        href: reading.href(of: other), text: wording.pollutant(pollutant),
        isCurrent: other == figure)
    }
    for (other, key) in [
      (Figure.composite(period), "figures.composite"), (.goodDays(period), "figures.goodDays"),
    ] {
      choices.append(
        FigureLink(
          href: reading.href(of: other), text: wording.texts(key), isCurrent: other == figure))
    }
    return choices
  }

  private static func months(
    _ rows: [(day: CalendarDay, row: FigureDayRow)], of figure: Figure, reading: FigureReading,
    wording: FigureWording
  ) -> [FigureMonthRow] {
    var months: [FigureMonthRow] = []
    var rest = rows[...]
    while let first = rest.first?.day {
      let month = AssessmentPeriod.month(first.month, of: first.year)
      let days = rest.prefix { month.contains($0.day) }
      rest = rest.dropFirst(days.count)
      let isWhole = days.count == month.dayCount
      let own = figure.of(month)
      let left = days.count { $0.row.leftOut != nil }
      months.append(
        FigureMonthRow(
          name: wording.period(month), href: isWhole ? reading.href(of: own) : nil,
          value: isWhole
            ? Explanation(of: own, from: reading.inputs).stated?.description ?? "—" : "—",
          counted: "\(days.count - left)", leftOutCount: "\(left)",
          counts: wording.texts(
            "figures.monthCounts", ["counted": "\(days.count - left)", "left": "\(left)"]),
          days: days.map(\.row)))
    }
    return months
  }
}
