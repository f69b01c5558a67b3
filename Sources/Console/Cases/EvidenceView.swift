import ActionPlan
import Casework
import Foundation
import Ledger

/// The evidence of a finding: a chart around the moment for each series, and the numbers judged.
struct EvidenceView: Sendable {
  /// A chart shows this much before and after, in seconds.
  static let marginSeconds = 1800

  struct Chart: Sendable {
    let title: String
    let source: String
    let unit: String
    let from: String
    let until: String
    /// JSON for `chart.js`.
    let limits: String
    let mark: String
  }

  struct Row: Sendable {
    let what: String
    let condition: String
    let value: String?
    let since: Moment
    let at: Moment
  }

  let charts: [Chart]
  let rows: [Row]

  /// Nil for a case that no measurement led to.
  init?(_ reading: CaseReading, names: PlanNames, time: LocalTime, now: Int) {
    let grounds = reading.detail.grounds
    guard !grounds.isEmpty else { return nil }
    let wording = GroundWording(names: names, points: reading.points)
    rows = grounds.map { ground in
      Row(
        what: wording.series(ground), condition: wording.condition(ground),
        value: wording.value(ground),
        since: Moment(ground.since, now: now, time: time, texts: names.texts),
        at: Moment(ground.at, now: now, time: time, texts: names.texts))
    }
    let last = grounds.map(\.at).max() ?? now
    // The series' endpoint gives raw values for a week at most.
    let from = max(reading.detail.file.occurredAt - Self.marginSeconds, last - 6 * 86_400)
    // Of what is to come, a little: a chart that was just opened is not half empty.
    let until = min(last + Self.marginSeconds, max(now, last) + 300)
    charts = Self.charts(
      grounds, wording: wording, from: from, until: until, mark: last)
  }

  private static func charts(
    _ grounds: [CaseGround], wording: GroundWording, from: Int, until: Int, mark: Int
  ) -> [Chart] {
    var seen: Set<String> = []
    return grounds.compactMap { ground in
      guard let source = source(of: ground), seen.insert(source).inserted else { return nil }
      let limits = grounds.filter { self.source(of: $0) == source }.flatMap { ground in
        [ground.limit, ground.upperLimit].compactMap { $0 }.map { limit in
          ["value": limit, "label": wording.limit(limit, of: ground)]
        }
      }
      return Chart(
        title: wording.series(ground), source: source, unit: wording.unit(ground),
        from: "\(from)", until: "\(until)", limits: json(limits), mark: "\(mark)")
    }
  }

  private static func source(of ground: CaseGround) -> String? {
    guard let point = ground.point, let quantity = ground.quantity,
      let statistic = ground.statistic
    else { return nil }
    return "/api/series?point=\(LocalPath.encode(point))&quantity=\(LocalPath.encode(quantity))"
      + "&statistic=\(LocalPath.encode(statistic))&window=\(ground.windowSeconds)"
  }

  private static func json(_ limits: [[String: String]]) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let data = try? encoder.encode(limits) else { return "[]" }
    return String(decoding: data, as: UTF8.self)
  }
}

/// One condition of a finding in words.
struct GroundWording: Sendable {
  let names: PlanNames
  let points: [String: MonitoringPoint]

  func series(_ ground: CaseGround) -> String {
    let texts = names.texts
    guard let point = ground.point, let quantity = ground.quantity else {
      return texts("ground.device")
    }
    let place = points[point].map { texts($0.label) } ?? point
    return "\(place) · \(names.quantity(quantity))"
  }

  func unit(_ ground: CaseGround) -> String {
    ground.quantity.map { names.unitOfMeasure($0) } ?? ""
  }

  func condition(_ ground: CaseGround) -> String {
    names.texts(
      "ground.\(ground.comparison)",
      [
        "limit": withUnit(ground.limit ?? "", ground),
        "upper": withUnit(ground.upperLimit ?? "", ground),
      ])
  }

  func value(_ ground: CaseGround) -> String? {
    ground.value.map { (ground.isAboveRange ? "≥ " : "") + withUnit($0, ground) }
  }

  func limit(_ limit: String, of ground: CaseGround) -> String {
    names.texts("ground.limit", ["limit": withUnit(limit, ground)])
  }

  private func withUnit(_ number: String, _ ground: CaseGround) -> String {
    let unit = unit(ground)
    return unit.isEmpty || number.isEmpty ? number : "\(number) \(unit)"
  }
}
