import ActionPlan
import AirQuality
import Steering

/// The page of objectives, ready for its template.
struct ObjectivesView: Sendable {
  struct PlaceChoice: Sendable {
    let value: String
    let name: String
    let isChosen: Bool
  }

  struct Card: Sendable {
    let id: String
    let label: String
    /// What the figure is called: to date, or rank; nil where the table alone tells.
    let figure: String?
    let toDate: String?
    /// Where the figure opens to its inputs.
    let href: String?
    let unit: String
    let target: String?
    /// `good`, `bad`, `warn` or `plain`: the badge.
    let tone: String
    let course: String
    var days: String?
    var difference: String?
    var rest: String?
    var edge: String?
    var outlook: String?
    var likely: String?
    var fan: ObjectiveFan?
    var table: ObjectiveTable?
  }

  let places: [PlaceChoice]
  let hasPlaces: Bool
  let on: String
  let knownChoices: [PlaceChoice]
  let problem: String?
  /// Nothing had been taken in by that day.
  let nothingThen: String?
  let year: String
  /// Of objectives that each day adds to, and of those that are read off the year's figures.
  let groups: [Group]

  struct Group: Sendable {
    let cards: [Card]
  }

  init(
    _ reading: ObjectiveBoard.Reading, origin: CalendarDay, asThen: Bool, texts: Texts,
    problem: String?
  ) {
    places = reading.places.map { place in
      PlaceChoice(
        value: "\(place.id)", name: place.title, isChosen: place.id == reading.chosen?.id)
    }
    hasPlaces = !reading.places.isEmpty
    on = origin.description
    knownChoices = ["now", "then"].map {
      PlaceChoice(
        value: $0, name: texts("objectives.known-\($0)"), isChosen: asThen == ($0 == "then"))
    }
    self.problem = problem
    let knowsNothing = reading.objectives.allSatisfy {
      switch $0 {
      case .daily(let standing, _): standing.toDate == nil
      case .figures: false
      case .unknown: true
      }
    }
    nothingThen =
      asThen && knowsNothing && !reading.places.isEmpty
      ? texts("objectives.nothingThen", ["day": origin.description]) : nil
    // On 1 January the year that is over has its result.
    year = "\(origin.adding(days: -1).year)"
    let (daily, figures) = reading.objectives.reduce(into: ([Card](), [Card]())) { groups, one in
      let card = Self.card(one, at: reading.chosen, origin: origin, texts)
      if case .daily = one { groups.0.append(card) } else { groups.1.append(card) }
    }
    groups = [daily, figures].filter { !$0.isEmpty }.map(Group.init)
  }

  private static func card(
    _ reading: ObjectiveReading, at place: AirBook.Place?, origin: CalendarDay, _ texts: Texts
  ) -> Card {
    switch reading {
    case .daily(let standing, let byRealTime):
      daily(standing, byRealTime: byRealTime, at: place, texts)
    case .figures(let standing):
      ObjectiveTable.card(standing, at: place, texts)
    case .unknown(let objective):
      Card(
        id: objective.id, label: texts(objective.label), figure: texts("objectives.toDate"),
        toDate: nil, href: nil, unit: "", target: target(objective.target), tone: "plain",
        course: texts("objectives.course-unknown"))
    }
  }

  static func target(_ target: Objective.Target?) -> String? {
    target.map { target in
      ([target.direction == .atMost ? "≤" : "≥", "\(target.number)"]
        + (target.unit.isEmpty ? [] : [target.unit])).joined(separator: " ")
    }
  }

  private static func daily(
    _ standing: ObjectiveStanding, byRealTime: ExactDecimal?, at place: AirBook.Place?,
    _ texts: Texts
  ) -> Card {
    let objective = standing.objective
    let unit = standing.target.unit
    var card = Card(
      id: objective.id, label: texts(objective.label), figure: texts("objectives.toDate"),
      toDate: standing.toDate?.description, href: href(standing, at: place), unit: unit,
      target: target(standing.target), tone: tone(standing.course),
      course: texts("objectives.course-\(standing.course.rawValue)"),
      days: texts(
        "objectives.days", ["valid": "\(standing.validDays)", "left": "\(standing.daysLeft)"]),
      rest: rest(standing, texts), edge: edge(standing, texts),
      fan: ObjectiveFan(standing, texts: texts))
    if let byRealTime, let official = standing.toDate {
      let change = byRealTime.subtracting(official)
      card.difference = texts(
        "objectives.byRealTime",
        [
          "value": "\(byRealTime)", "unit": unit,
          "difference": change.map { RankingView.signed($0) } ?? "",
        ])
    }
    guard standing.daysLeft > 0 else { return card }
    card.outlook = standing.projection.map { projection in
      texts(
        "objectives.outlook",
        [
          "low": Drawing.number(projection.quantile(0.1)),
          "high": Drawing.number(projection.quantile(0.9)),
          "unit": unit,
        ])
    }
    card.likely = standing.probability.map {
      texts("objectives.likely", ["percent": percent($0)])
    }
    return card
  }

  /// The figure to date, opened to its days.
  private static func href(_ standing: ObjectiveStanding, at place: AirBook.Place?) -> String? {
    guard let place, let last = standing.path.last?.day else { return nil }
    let period = AssessmentPeriod.day(last).yearToDate
    switch standing.objective.measure {
    case .annualMean:
      return standing.pollutant.map {
        FigureLink.href(.statistic($0, .mean, period), at: place.id)
      }
    case .annualPercentile90:
      return standing.pollutant.map {
        FigureLink.href(.statistic($0, .percentile(90), period), at: place.id)
      }
    case .goodDayShare: return FigureLink.href(.goodDays(period), at: place.id)
    case .classTwo, .rank, .changeOnYear: return nil
    }
  }

  /// Which way the last digit falls where the figure lies right between two.
  private static func edge(_ standing: ObjectiveStanding, _ texts: Texts) -> String? {
    guard standing.daysLeft > 0, case .mean(let budget) = standing.budget,
      let edge = budget.greatestMean.rounded(to: budget.decimals + 1)
    else { return nil }
    return texts(
      budget.isGreatestAllowed ? "objectives.edgeMeets" : "objectives.edgeMisses",
      ["edge": "\(edge)", "unit": standing.target.unit])
  }

  /// A thousand draws make nothing certain.
  static func percent(_ probability: Double) -> String {
    switch Int((probability * 100).rounded()) {
    case 0: "<1"
    case 100: ">99"
    case let percent: "\(percent)"
    }
  }

  static func tone(_ course: ObjectiveStanding.Course) -> String {
    switch course {
    case .met, .onCourse: "good"
    case .missed, .outOfReach, .atRisk: "bad"
    case .open: "warn"
    case .unknown: "plain"
    }
  }

  static func rest(_ standing: ObjectiveStanding, _ texts: Texts) -> String? {
    guard standing.daysLeft > 0 else { return nil }
    switch standing.budget {
    case .mean(let budget):
      guard let most = budget.greatestRequired(toDecimals: 1) else {
        return texts("objectives.restNothing")
      }
      return texts(
        "objectives.restMean", ["most": "\(most)", "unit": standing.target.unit])
    case .days(let budget):
      return budget.isWithinReach
        ? texts("objectives.restDays", ["days": "\(budget.mayBeLost)"])
        : texts("objectives.restNothing")
    case .percentile(let budget):
      return budget.mayBeAbove >= 0
        ? texts("objectives.restAbove", ["days": "\(budget.mayBeAbove)"])
        : texts("objectives.restAboveNone", ["days": "\(-budget.mayBeAbove)"])
    case nil: return nil
    }
  }
}
