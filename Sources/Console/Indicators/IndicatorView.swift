import ActionPlan
import AirQuality
import Ledger
import Steering

/// One indicator, ready for its template.
struct IndicatorView: Sendable {
  struct Option: Sendable {
    let value: String
    let name: String
    let isChosen: Bool
  }

  struct Line: Sendable {
    let text: String
  }

  struct Part: Sendable {
    let name: String
    let value: String
    let rowCount: String
    let href: String
  }

  struct Day: Sendable {
    let day: String
    let value: String
    let expected: String
    let tone: String
    let lamp: String
  }

  let id: String
  let label: String
  let clause: String
  let clauseName: String
  let lead: String
  let on: String
  let knownChoices: [Option]
  let tone: String
  let lamp: String
  let reason: String
  let value: String
  let expected: String
  let target: String
  let by: String
  let projection: String
  let hasProjection: Bool
  let hasTarget: Bool
  let numerator: String
  let denominator: String
  let hasDenominator: Bool
  let rowCount: String
  let method: [Line]
  let chart: IndicatorChart?
  let partsTitle: String
  let parts: [Part]
  let hasParts: Bool
  let days: [Day]
  let hasDays: Bool
  let rows: IndicatorRowsView?

  /// Days of the history that are listed.
  private static let listedDays = 31

  init(
    _ reading: IndicatorReading, of indicator: Indicator, query: IndicatorQuery,
    beneath: IndicatorBeneath, today: CalendarDay, mayOpenRows: Bool, wording: IndicatorWording
  ) {
    let texts = wording.texts
    id = indicator.id
    label = texts(indicator.label)
    clause = indicator.clause
    clauseName = wording.clause(indicator.clause)
    lead = wording.lead(indicator.clause)
    on = (query.on ?? today).description
    knownChoices = ["now", "then"].map {
      Option(
        value: $0, name: texts("indicators.known-\($0)"), isChosen: query.asThen == ($0 == "then"))
    }
    tone = IndicatorWording.tone(reading.lamp)
    lamp = wording.name(reading.lamp)
    reason = wording.reason(reading, indicator)
    value = IndicatorWording.text(reading.value, indicator, texts)
    expected = IndicatorWording.text(reading.expected, indicator, texts)
    target = wording.target(indicator) ?? "—"
    by = reading.target?.by.description ?? ""
    hasTarget = reading.target != nil
    projection = IndicatorWording.text(reading.projection, indicator, texts)
    hasProjection = reading.projection != nil
    numerator = reading.numerator?.description ?? "—"
    denominator = reading.denominator?.description ?? "—"
    hasDenominator = reading.denominator != nil
    rowCount = "\(reading.rowCount)"
    method = wording.method(indicator).map(Line.init)
    chart = IndicatorChart(
      reading, of: indicator, history: beneath.history, wording: wording)
    partsTitle = indicator.brokenDown(in: wording.plan).map { texts($0.label) } ?? ""
    parts = reading.breakdown.map { part in
      Part(
        name: wording.key(part.key, of: indicator),
        value: IndicatorWording.text(part.value, indicator, texts),
        rowCount: "\(part.rowCount)", href: query.href(indicator.id, key: part.key))
    }
    hasParts = !parts.isEmpty
    days = beneath.history.reversed().prefix(Self.listedDays).map { kept in
      Day(
        day: kept.day.description, value: IndicatorWording.text(kept.value, indicator, texts),
        expected: IndicatorWording.text(kept.expected, indicator, texts),
        tone: IndicatorWording.tone(kept.lamp),
        lamp: wording.name(kept.lamp))
    }
    hasDays = !days.isEmpty
    rows =
      mayOpenRows
      ? beneath.rows.map {
        IndicatorRowsView(
          $0, of: indicator, query: query, names: beneath.names, reading: reading,
          wording: wording)
      } : nil
  }
}
