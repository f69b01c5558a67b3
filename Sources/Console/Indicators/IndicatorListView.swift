import ActionPlan
import AirQuality
import Steering

/// The list of indicators, ready for its template.
struct IndicatorListView: Sendable {
  struct Option: Sendable {
    let value: String
    let name: String
    let isChosen: Bool
  }

  /// How many show a lamp; leads to those.
  struct Count: Sendable {
    let href: String
    let name: String
    let tone: String
    let count: String
    let isChosen: Bool
  }

  struct Line: Sendable {
    let key: String
    let href: String
    let label: String
    let value: String
    let expected: String
    let target: String
    let tone: String
    let lamp: String
    let reason: String
  }

  struct Group: Sendable {
    let clause: String
    let name: String
    let lead: String
    let lines: [Line]
  }

  let liveHref: String
  let counts: [Count]
  /// The chosen lamp, for the form; empty for all.
  let lamp: String
  let units: [Option]
  let clauses: [Option]
  let on: String
  let groups: [Group]
  let isEmpty: Bool
  /// The plan has no indicator at all.
  let hasNone: Bool

  init(
    _ readings: [IndicatorReading], query: IndicatorListQuery, day: CalendarDay,
    wording: IndicatorWording
  ) {
    let (plan, texts) = (wording.plan, wording.texts)
    func leads(_ indicator: Indicator) -> [String] { plan.clause(indicator.clause)?.lead ?? [] }
    let known = readings.compactMap { reading in
      plan.indicator(reading.indicator).map { (indicator: $0, reading: reading) }
    }
    let among = known.filter { indicator, _ in
      (query.clause == nil || indicator.clause == query.clause)
        && (query.unit.map { leads(indicator).contains($0) } ?? true)
    }
    liveHref = query.href(lamp: query.lamp, path: "/indicators/live")
    let all = Count(
      href: query.href(lamp: nil), name: texts("indicators.all"), tone: "plain",
      count: "\(among.count)", isChosen: query.lamp == nil)
    counts =
      [all]
      + IndicatorLamp.allCases.map { lamp in
        Count(
          href: query.href(lamp: lamp), name: wording.name(lamp), tone: IndicatorWording.tone(lamp),
          count: "\(among.count { $0.reading.lamp == lamp })", isChosen: query.lamp == lamp)
      }
    lamp = query.lamp?.rawValue ?? ""
    let leading = Set(known.flatMap { leads($0.indicator) })
    units = plan.units.filter { leading.contains($0.id) }.map {
      Option(value: $0.id, name: texts($0.label), isChosen: $0.id == query.unit)
    }
    let used = Set(known.map(\.indicator.clause))
    clauses = plan.clauses.filter { used.contains($0.id) }.map {
      Option(value: $0.id, name: "\($0.id) \(texts($0.label))", isChosen: $0.id == query.clause)
    }
    on = day.description
    let shown = among.filter { query.lamp == nil || $0.reading.lamp == query.lamp }
    let byClause = Dictionary(grouping: shown, by: \.indicator.clause)
    let order = plan.clauses.map(\.id) + used.filter { plan.clause($0) == nil }.sorted()
    groups = order.compactMap { clause in
      byClause[clause].map { members in
        Group(
          clause: clause, name: wording.clause(clause), lead: wording.lead(clause),
          lines: members.map {
            Self.line($0.indicator, $0.reading, on: query.on, wording: wording)
          })
      }
    }
    isEmpty = groups.isEmpty
    hasNone = plan.indicators.isEmpty
  }

  private static func line(
    _ indicator: Indicator, _ reading: IndicatorReading, on day: CalendarDay?,
    wording: IndicatorWording
  ) -> Line {
    Line(
      key: "indicator-\(indicator.id)",
      href: "/indicators/\(indicator.id)" + (day.map { "?on=\($0)" } ?? ""),
      label: wording.texts(indicator.label),
      value: IndicatorWording.text(reading.value, indicator, wording.texts),
      expected: IndicatorWording.text(reading.expected, indicator, wording.texts),
      target: wording.target(indicator) ?? "—", tone: IndicatorWording.tone(reading.lamp),
      lamp: wording.name(reading.lamp), reason: wording.reason(reading, indicator))
  }
}
