import ActionPlan
import AirQuality
import Ledger
import Telemetry

/// One source: how it is, what it feeds, what could not be used.
struct SourceView: Sendable {
  struct SeriesLine: Sendable {
    let point: String
    let isUnknownPoint: Bool
    let quantity: String
    let statistic: String
    let value: String
    let unit: String
    let flag: String
    let time: Moment?
    /// The number of a device that feeds the same series.
    let rival: String
    let hasRival: Bool
  }

  struct FaultLine: Sendable {
    let last: Moment
    let name: String
    let found: String
    let count: String
  }

  let id: String
  let name: String
  let kind: String
  let state: WayState
  let expect: String
  let hasExpect: Bool
  let last: Moment?
  let messages: String
  let repeats: String
  let failures: String
  let failureAt: Moment?
  let failure: String
  /// Where it is sent to; empty for the other kinds.
  let address: String
  let isSent: Bool
  let series: [SeriesLine]
  let faults: [FaultLine]
  let hasFaults: Bool

  init(
    _ source: DataSource, _ glance: SourceGlance, points: [MonitoringPoint],
    bindings: [BindingRecord], faults: [DeviceFault], latest: (SeriesKey) -> LatestValue?,
    names: PlanNames, words: WayWords
  ) {
    let texts = words.texts
    id = source.id
    name = texts(source.label)
    kind = texts("ways.kind-\(source.kind.rawValue)")
    state = words.state(of: source, glance)
    expect = source.expectSeconds.map { texts.duration(seconds: $0) } ?? ""
    hasExpect = source.expectSeconds != nil
    last = words.moment(glance.lastMessageAt)
    messages = "\(glance.messages)"
    repeats = "\(glance.repeats)"
    failures = "\(glance.failures)"
    failureAt = words.moment(glance.lastFailureAt)
    failure = glance.lastFailure ?? ""
    isSent = source.kind == .push
    address = isSent ? "POST /intake/sources/\(source.id)" : ""
    let known = Dictionary(points.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    series = source.pointIDs.flatMap { point in
      source.values.map { value in
        let key = SeriesKey(
          point: point, quantity: value.quantity,
          statistic: Statistic(rawValue: value.statistic) ?? .realTime,
          windowSeconds: value.windowSeconds)
        return Self.line(
          key, known[point], latest(key), Self.rival(of: key, bindings, now: words.now),
          names: names, words: words)
      }
    }
    self.faults = faults.prefix(100).map { fault in
      FaultLine(
        last: Moment(fault.at, now: words.now, time: words.time, texts: texts),
        name: texts.text(ofCode: fault.code, in: "fault"), found: fault.found,
        count: "\(fault.count)")
    }
    hasFaults = !faults.isEmpty
  }

  private static func line(
    _ key: SeriesKey, _ point: MonitoringPoint?, _ latest: LatestValue?, _ rival: String?,
    names: PlanNames, words: WayWords
  ) -> SeriesLine {
    let texts = words.texts
    return SeriesLine(
      point: point.map { texts($0.label) } ?? key.point, isUnknownPoint: point == nil,
      quantity: names.quantity(key.quantity),
      statistic: texts.statistic(of: key), value: latest.map { $0.value.description } ?? "—",
      unit: names.unitOfMeasure(key.quantity), flag: latest.flatMap { texts.flag($0.flag) } ?? "",
      time: words.moment(latest?.start), rival: rival.map { texts("ways.rival", ["mn": $0]) } ?? "",
      hasRival: rival != nil)
  }

  /// Two that feed one series correct each other for ever.
  private static func rival(
    of key: SeriesKey, _ bindings: [BindingRecord], now: Int
  ) -> String? {
    bindings.first { binding in
      binding.point == key.point && binding.quantity == key.quantity
        && binding.statistic == key.statistic.rawValue
        && binding.windowSeconds == key.windowSeconds
        && binding.from <= now && binding.until.map { $0 > now } ?? true
    }?.mn
  }
}
