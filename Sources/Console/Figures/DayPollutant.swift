import AirQuality
import Steering

/// One pollutant on the page of a day, ready for its template.
struct DayPollutant: Sendable {
  /// What one source says of the day.
  struct Status: Sendable {
    let name: String
    let isDeciding: Bool
    let value: String
    let basis: String
    /// Against the value that decides; nil of that itself.
    let difference: String?
  }

  struct Hour: Sendable {
    let label: String
    let value: String
    let isLargest: Bool
  }

  let name: String
  let unit: String
  let iaqi: String?
  let iaqiLevel: String?
  let isPrimary: Bool
  /// Why it has no part in the index.
  let leftOut: String?
  let judged: String?
  let arithmetic: String?
  let exact: String?
  let hasStatuses: Bool
  let statuses: [Status]
  let hasHours: Bool
  let hoursTitle: String
  let hours: [Hour]
  let runningTitle: String?
  let running: [Hour]

  init(
    _ part: IndexExplanation.Part, of index: IndexExplanation, reading: FigureReading,
    wording: FigureWording
  ) {
    let (texts, pollutant) = (wording.texts, part.pollutant)
    name = wording.pollutant(pollutant)
    unit = pollutant.unit
    iaqi = part.judgement.map { "\($0.iaqi)" }
    iaqiLevel = part.judgement.map { "\(AirQualityCategory(aqi: $0.iaqi).level)" }
    isPrimary = index.index?.primaryPollutants.contains(pollutant) ?? false
    leftOut = part.leftOut.map(wording.leftOut)
    exact = part.input.value?.description
    judged = part.judgement.map { judgement in
      texts(
        part.isByMaximum1h ? "figures.maximum1hText" : "figures.judgedText",
        [
          "given": "\(judgement.given)",
          "exact": part.input.value?.shown ?? "\(judgement.given)",
          "judged": "\(judgement.judged) \(pollutant.unit)",
          "hours": "\(judgement.item.period.rawValue)",
        ])
    }
    arithmetic = part.judgement.map { IndexArithmetic.text($0, edition: index.edition, texts) }
    statuses = Self.statuses(of: part, on: index.day, reading: reading, wording: wording)
    hasStatuses = !statuses.isEmpty
    let measured = reading.values.lazy.compactMap { values in
      values.hours(of: pollutant, on: index.day).map { (values.status, $0) }
    }
    let made = part.hours.contains { $0 != nil } ? part.hours : nil
    let shown = measured.first { made == nil || $0.1 == made }
    hasHours = shown != nil
    hoursTitle = shown.map { texts("figures.hoursTitle", ["status": wording.status($0.0)]) } ?? ""
    hours = (shown?.1 ?? []).enumerated().map { hour, value in
      Hour(
        label: "\(hour + 1)", value: value.map { ExactFraction($0).shown } ?? "—",
        isLargest: false)
    }
    let largest = part.largestRunningMean
    runningTitle = largest.map {
      texts(
        "figures.runningTitle",
        ["from": "\($0.endsAt - 7)", "until": "\($0.endsAt)", "mean": $0.mean?.shown ?? "—"])
    }
    running =
      largest == nil
      ? []
      : part.runningMeans.map {
        Hour(
          label: "\($0.endsAt)", value: $0.mean?.rounded(to: 1)?.description ?? "—",
          isLargest: $0.endsAt == largest?.endsAt)
      }
  }

  /// What each source says, the most official first: the first that has a value decides.
  private static func statuses(
    of part: IndexExplanation.Part, on day: CalendarDay, reading: FigureReading,
    wording: FigureWording
  ) -> [Status] {
    let pollutant = part.pollutant
    var rows: [(name: String, input: DayInput)] = []
    for values in reading.values {
      if let daily = values.days[pollutant], daily[day] != nil {
        let one = FigureInputs(record: DailyRecord(published: [pollutant: daily]))
        rows.append(
          (
            wording.texts("figures.ofDays", ["status": wording.status(values.status)]),
            one.input(of: pollutant, on: day)
          ))
      }
      if values.hours(of: pollutant, on: day) != nil, let hours = values.hours[pollutant] {
        let own: PollutantValues<HourlyValues> = [pollutant: hours]
        let one = FigureInputs(record: DailyRecord(of: own), hours: [own])
        rows.append(
          (
            wording.texts("figures.ofHours", ["status": wording.status(values.status)]),
            one.input(of: pollutant, on: day)
          ))
      }
    }
    // The district of which no figure was taken in.
    if rows.allSatisfy({ $0.input.value == nil }), part.input.value != nil {
      rows.append((wording.texts("figures.ofStations"), part.input))
    }
    let deciding = rows.firstIndex { $0.input.value != nil }
    return rows.enumerated().map { place, row in
      let decided = deciding.flatMap { rows[$0].input.value }
      let difference =
        place == deciding ? nil : decided.flatMap { row.input.value?.subtracting($0) }
      return Status(
        name: row.name, isDeciding: place == deciding, value: row.input.value?.shown ?? "—",
        basis: text(row.input, wording), difference: difference.map(signed))
    }
  }

  private static func text(_ input: DayInput, _ wording: FigureWording) -> String {
    switch input.content {
    case .counted(_, let basis): wording.basis(basis)
    case .leftOut(let why): wording.why(why)
    }
  }

  private static func signed(_ difference: ExactFraction) -> String {
    guard difference > .zero else { return difference.shown.replacing("-", with: "−") }
    let text = difference.shown
    return text.hasPrefix("≈ ") ? "≈ +" + text.dropFirst(2) : "+" + text
  }
}
