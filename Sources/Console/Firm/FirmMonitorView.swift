import ActionPlan
import AirQuality
import Detection
import Ledger
import Telemetry

/// One of a firm's points with its latest values.
struct FirmMonitorView: Sendable {
  struct Line: Sendable {
    let quantity: String
    let statistic: String
    let value: String
    let measure: String
    let at: Moment
    let limitText: String
    let isOver: Bool
    /// A value that does not count, and why.
    let flag: String
    let isFlagged: Bool
  }

  struct Device: Sendable {
    let name: String
    let stateName: String
    let isGood: Bool
    let isBad: Bool
    let last: [Moment]

    init(_ device: FirmMonitors.Device, texts: Texts, time: LocalTime, now: Int) {
      name = texts(device.record.label)
      stateName = texts("device.state-\(device.state.rawValue)")
      isGood = device.state == .online
      isBad = device.state == .offline || device.state == .silent
      last = device.lastFrameAt.map { [Moment($0, now: now, time: time, texts: texts)] } ?? []
    }
  }

  let name: String
  let kind: String
  let lines: [Line]
  let hasLines: Bool

  init(_ point: FirmMonitors.Point, names: PlanNames, time: LocalTime, now: Int) {
    let texts = names.texts
    name = texts(point.point.label)
    kind = texts("facilities.point-\(point.point.kind.rawValue)")
    lines = point.lines.map { line in
      let flag = texts.flag(line.value.flag)
      return Line(
        quantity: names.quantity(line.value.key.quantity),
        statistic: texts.statistic(of: line.value.key), value: line.value.value.description,
        measure: names.unitOfMeasure(line.value.key.quantity),
        at: Moment(line.value.start, now: now, time: time, texts: texts),
        limitText: Self.limits(line.limits, names: names), isOver: line.isOver,
        flag: flag ?? "", isFlagged: flag != nil)
    }
    hasLines = !lines.isEmpty
  }

  /// What rules look for, each once; empty for none.
  private static func limits(_ limits: [WatchedLimit], names: PlanNames) -> String {
    var seen: Set<String> = []
    return limits.compactMap { limit in
      let rule = names.plan.rule(limit.rule).map { names.texts($0.label) } ?? limit.rule
      let (comparison, low, high) = limit.bounds.parts
      let words = names.texts(
        "ground.\(comparison)", ["limit": "\(low)", "upper": high.map { "\($0)" } ?? ""])
      let text = names.texts("firm.limitOf", ["rule": rule, "limit": words])
      return seen.insert(text).inserted ? text : nil
    }.joined(separator: names.texts("layout.separator"))
  }
}
