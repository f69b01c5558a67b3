import ActionPlan
import DataQuality
import Ledger
import Telemetry

/// The list of marks, ready for its template.
struct QualityListView: Sendable {
  struct Choice: Sendable {
    let value: String
    let name: String
    let isChosen: Bool
  }

  struct Line: Sendable {
    let href: String
    let checkName: String
    let isEvasion: Bool
    let seriesName: String
    let pointName: String
    let deviceName: String
    let deviceHref: String
    let hasDevice: Bool
    let began: Moment
    let ended: Moment
    let grounds: String
    let stateName: String
    let isOpen: Bool
  }

  let states: [Choice]
  let checks: [Choice]
  let devices: [Choice]
  let lines: [Line]
  let hasLines: Bool
  let count: String
  let previousHref: String
  let nextHref: String
  let hasPrevious: Bool
  let hasNext: Bool

  init(
    _ marks: [QualityMarkLine], count: Int, query: QualityQuery, reading: QualityReading,
    names: PlanNames, time: LocalTime, now: Int
  ) {
    let texts = names.texts
    let wording = MarkWording(names: names) { id in
      reading.points[id].map { texts($0.label) } ?? id
    }
    states = QualityQuery.State.allCases.map {
      Choice(
        value: $0.rawValue, name: texts("quality.state-\($0.rawValue)"),
        isChosen: $0 == query.state)
    }
    checks = QualityCheck.allCases.map {
      Choice(
        value: $0.rawValue, name: texts("quality.check-\($0.rawValue)"),
        isChosen: $0 == query.check)
    }
    devices = reading.devices.values.sorted { $0.mn < $1.mn }.map {
      Choice(value: $0.mn, name: "\(texts($0.label)) \($0.mn)", isChosen: $0.mn == query.mn)
    }
    lines = marks.map { line in
      let mark = line.mark
      let device = reading.feeding[mark.series].flatMap { reading.devices[$0] }
      return Line(
        href: "/quality/\(mark.id)", checkName: wording.check(mark),
        isEvasion: mark.isOfEvasion,
        seriesName: line.seriesName(names)
          ?? "\(names.quantity(mark.series.quantity)) · \(texts.statistic(of: mark.series))",
        pointName: reading.points[mark.series.point].map { texts($0.label) } ?? mark.series.point,
        deviceName: device.map { texts($0.label) } ?? "",
        deviceHref: device.map { "/devices/\(LocalPath.encode($0.mn))" } ?? "",
        hasDevice: device != nil, began: Moment(mark.from, now: now, time: time, texts: texts),
        ended: Moment(mark.until, now: now, time: time, texts: texts),
        grounds: wording.grounds(mark),
        stateName: mark.settlement.map { texts("quality.cause-\($0.cause.rawValue)") }
          ?? texts("quality.state-open"),
        isOpen: mark.isOpen)
    }
    hasLines = !lines.isEmpty
    self.count = "\(count)"
    hasPrevious = query.page > 1
    hasNext = query.page * QualityQuery.pageSize < count
    previousHref = query.href(page: query.page - 1)
    nextHref = query.href(page: query.page + 1)
  }
}

extension QualityMarkLine {
  /// How several series are called; nil for a single one.
  func seriesName(_ names: PlanNames) -> String? {
    guard count > 1 else { return nil }
    return names.texts(
      "quality.severalSeries",
      ["first": names.quantity(mark.series.quantity), "n": "\(count)"])
  }
}

extension QualityMark {
  /// What somebody does on purpose rather than what breaks.
  var isOfEvasion: Bool {
    switch QualityCheck(rawValue: check) {
    case .held, .frozen, .capped, .copied, .flagMisuse: true
    default: false
    }
  }
}
