import AirQuality
import Ledger
import Steering

/// The page of a day's index, ready for its template.
struct DayFigureView: Sendable {
  struct Correction: Sendable {
    let pollutant: String
    let what: String
    let status: String
    let before: String
    let after: String
    let at: Moment
    let file: String
    let who: String
  }

  let place: String
  let placeHref: String
  let title: String
  let isEmpty: Bool
  let value: String?
  /// 1…6, the colour.
  let level: String?
  let category: String?
  let primary: String
  let hasPrimary: Bool
  /// The edition withholds this index.
  let isWithheld: Bool
  let neighbours: [FigureLink]
  let hasSteps: Bool
  let steps: [FigureStep]
  let pollutants: [DayPollutant]
  let hasCorrections: Bool
  let corrections: [Correction]

  init(
    _ index: IndexExplanation, reading: FigureReading, wording: FigureWording, time: LocalTime,
    now: Int
  ) {
    let found = index.index
    place = reading.place.title
    placeHref = reading.placeHref
    title = wording.title(of: .index(index.day))
    value = found.map { "\($0.aqi)" }
    level = found.map { "\($0.category.level)" }
    category = found.map { wording.category($0.category) }
    primary = wording.pollutants(found?.primaryPollutants ?? [])
    hasPrimary = found?.primaryPollutants.isEmpty == false
    isWithheld = found?.mayBePublished == false
    neighbours = [index.day.adding(days: -1), index.day.adding(days: 1)].map {
      FigureLink(href: reading.href(of: .index($0)), text: $0.description)
    }
    steps = found.map { Self.steps(index, $0, wording) } ?? []
    hasSteps = !steps.isEmpty
    pollutants = index.parts.map { part in
      DayPollutant(part, of: index, reading: reading, wording: wording)
    }
    isEmpty = found == nil && pollutants.allSatisfy { !$0.hasStatuses }
    corrections = reading.revisions.map { revision in
      Correction(
        pollutant: wording.pollutant(revision.pollutant),
        what: revision.hour.map { wording.texts("figures.hour", ["hour": "\($0 + 1)"]) }
          ?? wording.texts("figures.dailyValue"),
        status: wording.status(revision.status),
        before: revision.before.map { ExactFraction($0).shown }
          ?? wording.texts("figures.wasMissing"),
        after: ExactFraction(revision.after).shown,
        at: Moment(revision.at, now: now, time: time, texts: wording.texts),
        file: revision.file.split(separator: "/").last.map(String.init) ?? revision.file,
        who: Self.who(revision.actor, reading, wording.texts))
    }
    hasCorrections = !corrections.isEmpty
  }

  private static func who(_ auditName: String, _ reading: FigureReading, _ texts: Texts) -> String {
    switch Actor(auditName: auditName) {
    case .account(let id): reading.people[id]?.displayName ?? texts("actor.unknown")
    case .system(let name): texts.text(ofCode: name, in: "actor")
    case .reporter: texts("actor.reporter")
    case nil: auditName
    }
  }

  private static func steps(
    _ index: IndexExplanation, _ found: AirQualityIndex, _ wording: FigureWording
  ) -> [FigureStep] {
    let texts = wording.texts
    let indices = found.iaqi.pairs.map { "\(wording.pollutant($0.pollutant)) \($0.value)" }
    return [
      FigureStep(name: texts("figures.stepValues"), text: texts("figures.valuesText")),
      FigureStep(
        name: texts("figures.stepIndividual"),
        text: texts("figures.individualText", ["clause": wording.clause(index.method)])),
      FigureStep(
        name: texts("figures.stepLargest"),
        text: texts(
          "figures.largestText",
          [
            "indices": indices.joined(separator: texts("layout.separator")),
            "aqi": "\(found.aqi)",
          ])),
      FigureStep(
        name: texts("figures.stepRules"),
        text: texts(
          "figures.indexRules",
          ["edition": index.edition.id, "validity": wording.clause(index.validity)])),
    ]
  }
}
