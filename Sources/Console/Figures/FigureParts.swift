import AirQuality

/// One step on the way to a figure, as a leader can follow it.
struct FigureStep: Sendable {
  let name: String
  let text: String
  /// The exact fraction, for those who check.
  let code: String?
  let isBad: Bool
  let hasLinks: Bool
  let links: [FigureLink]

  init(
    name: String, text: String, code: String? = nil, isBad: Bool = false, links: [FigureLink] = []
  ) {
    self.name = name
    self.text = text
    self.code = code
    self.isBad = isBad
    hasLinks = !links.isEmpty
    self.links = links
  }
}

struct FigureLink: Sendable {
  let href: String
  let text: String
  let isCurrent: Bool

  init(href: String, text: String, isCurrent: Bool = false) {
    self.href = href
    self.text = text
    self.isCurrent = isCurrent
  }

  /// Where a place's figure opens to its inputs.
  static func href(_ figure: Figure, at place: Int64) -> String {
    "/air/places/\(place)/figure?\(figure)"
  }
}

/// One day in a table of inputs.
struct FigureDayRow: Sendable {
  let day: String
  let href: String
  let value: String
  /// Category of an index; nil for a concentration.
  let level: String?
  let detail: String
  let basis: String
  /// Why the day does not count.
  let leftOut: String?

  init(
    _ input: DayInput, pollutant: Pollutant, reading: FigureReading, wording: FigureWording
  ) {
    day = input.day.description
    href = reading.href(of: .index(input.day))
    level = nil
    switch input.content {
    case .counted(let exact, let made):
      value = exact.rounded(to: pollutant.reportedDecimals)?.description ?? "—"
      detail = exact.shown
      basis = wording.basis(made)
      leftOut = nil
    case .leftOut(let why):
      (value, detail, basis) = ("—", "", "")
      leftOut = wording.leftOut(why)
    }
  }

  init(_ day: GoodDaysExplanation.Day, reading: FigureReading, wording: FigureWording) {
    self.day = day.day.description
    href = reading.href(of: .index(day.day))
    level = day.index.map { "\($0.category.level)" }
    value = day.index.map { "\($0.aqi)" } ?? "—"
    detail = day.index.map { wording.category($0.category) } ?? ""
    basis = day.index.map { wording.pollutants($0.primaryPollutants) } ?? ""
    leftOut = day.index == nil ? wording.leftOut(.noIndex) : nil
  }
}

/// One month of a longer period.
struct FigureMonthRow: Sendable {
  let name: String
  /// The month's own figure; nil where the period only touches the month.
  let href: String?
  let value: String
  let counted: String
  let leftOutCount: String
  let counts: String
  let days: [FigureDayRow]
}

/// One pollutant in a composite index.
struct FigurePartRow: Sendable {
  let name: String
  let href: String
  let statistic: String
  let value: String
  let limit: String
  let exact: String
  let single: String
  let isLeading: Bool
  let days: String

  init(
    _ part: CompositeExplanation.Part, in composite: CompositeExplanation, reading: FigureReading,
    wording: FigureWording
  ) {
    name = wording.pollutant(part.pollutant)
    href = reading.href(of: part.figure(in: composite.period))
    statistic = wording.statistic(part.statistic)
    value = part.stated.map { "\($0) \(part.pollutant.unit)" } ?? "—"
    limit = part.limit?.description ?? "—"
    exact = part.quotient?.shown ?? "—"
    single = part.single?.description ?? "—"
    isLeading = composite.index?.leading.contains(part.pollutant) ?? false
    days = "\(part.coverage.validDays) / \(part.coverage.days)"
  }
}
