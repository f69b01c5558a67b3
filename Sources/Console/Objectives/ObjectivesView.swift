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
    let toDate: String?
    let unit: String
    let target: String
    /// `good`, `bad`, `warn` or `plain`: the badge.
    let tone: String
    let course: String
    let days: String
    let rest: String?
    let outlook: String?
    let likely: String?
    let fan: ObjectiveFan?
  }

  let places: [PlaceChoice]
  let hasPlaces: Bool
  let on: String
  let problem: String?
  let year: String
  let cards: [Card]

  init(
    _ reading: ObjectiveBoard.Reading, origin: CalendarDay, texts: Texts, problem: String?
  ) {
    places = reading.places.map { place in
      PlaceChoice(
        value: "\(place.id)", name: place.title, isChosen: place.id == reading.chosen?.id)
    }
    hasPlaces = !reading.places.isEmpty
    on = origin.description
    self.problem = problem
    year = "\(origin.year)"
    cards = reading.standings.map { Self.card($0, texts) }
  }

  private static func card(_ standing: ObjectiveStanding, _ texts: Texts) -> Card {
    let objective = standing.objective
    let target = standing.target
    let sign = target.direction == .atMost ? "≤" : "≥"
    return Card(
      id: objective.id, label: texts(objective.label),
      toDate: standing.toDate?.description, unit: target.unit,
      target: "\(sign) \(target.number) \(target.unit)",
      tone: tone(standing.course), course: texts("objectives.course-\(standing.course.rawValue)"),
      days: texts(
        "objectives.days",
        ["valid": "\(standing.validDays)", "left": "\(standing.daysLeft)"]),
      rest: rest(standing, texts),
      outlook: standing.daysLeft == 0
        ? nil
        : standing.projection.map { projection in
          texts(
            "objectives.outlook",
            [
              "low": tenths(projection.quantile(0.1)), "high": tenths(projection.quantile(0.9)),
              "unit": target.unit,
            ])
        },
      likely: standing.daysLeft == 0
        ? nil
        : standing.probability.map {
          texts("objectives.likely", ["percent": percent($0)])
        },
      fan: ObjectiveFan(standing, texts: texts))
  }

  /// A thousand draws make nothing certain.
  private static func percent(_ probability: Double) -> String {
    switch Int((probability * 100).rounded()) {
    case 0: "<1"
    case 100: ">99"
    case let percent: "\(percent)"
    }
  }

  private static func tone(_ course: ObjectiveStanding.Course) -> String {
    switch course {
    case .met, .onCourse: "good"
    case .missed, .outOfReach, .atRisk: "bad"
    case .open: "warn"
    case .unknown: "plain"
    }
  }

  private static func rest(_ standing: ObjectiveStanding, _ texts: Texts) -> String? {
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

  static func tenths(_ number: Double) -> String {
    let tenths = Int((number * 10).rounded())
    return "\(tenths / 10).\(abs(tenths % 10))"
  }
}
