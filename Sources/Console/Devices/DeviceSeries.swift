import ActionPlan
import AirQuality
import Ledger
import Telemetry

/// One series that a device feeds, with its latest value.
struct DeviceSeries: Sendable {
  let key: SeriesKey
  let point: MonitoringPoint?
  /// Key in the device's frames.
  let rawKey: String
  let latest: LatestValue?

  /// As an address names it: `point~quantity~statistic~window`.
  var name: String {
    "\(key.point)~\(key.quantity)~\(key.statistic.rawValue)~\(key.windowSeconds)"
  }

  /// The series of the bindings in force, each once, by point and quantity.
  static func list(
    _ bindings: [BindingRecord], points: [MonitoringPoint], latest: LatestValues, now: Int
  ) -> [DeviceSeries] {
    let known = Dictionary(points.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var seen: Set<SeriesKey> = []
    return bindings.compactMap { binding -> DeviceSeries? in
      guard binding.from <= now, binding.until.map({ $0 > now }) ?? true,
        let statistic = Statistic(rawValue: binding.statistic)
      else { return nil }
      let key = SeriesKey(
        point: binding.point, quantity: binding.quantity, statistic: statistic,
        windowSeconds: binding.windowSeconds)
      guard seen.insert(key).inserted else { return nil }
      return DeviceSeries(
        key: key, point: known[binding.point], rawKey: binding.rawKey, latest: latest.value(key))
    }.sorted { $0.key < $1.key }
  }

  /// The one named, else the one with the freshest value, else the first.
  static func choose(_ name: String?, among series: [DeviceSeries]) -> DeviceSeries? {
    series.first { $0.name == name }
      ?? series.filter { $0.latest != nil }.max {
        ($0.latest?.start ?? 0, $1.key) < ($1.latest?.start ?? 0, $0.key)
      } ?? series.first
  }
}

/// How far back a chart looks.
enum DeviceRange: String, Sendable, CaseIterable {
  case hour, day, week, quarter

  init(_ name: String?, _ key: SeriesKey?) {
    self =
      name.flatMap(DeviceRange.init(rawValue:))
      ?? ((key?.windowSeconds ?? 0) >= 3600 ? .day : .hour)
  }

  var seconds: Int {
    switch self {
    case .hour: 3600
    case .day: 86_400
    case .week: 7 * 86_400
    case .quarter: 90 * 86_400
    }
  }

  var resolution: SeriesQuery.Resolution {
    switch self {
    case .hour, .day: .raw
    case .week: .hour
    case .quarter: .day
    }
  }
}

/// One row of the table beside the chart.
struct DeviceRow: Sendable {
  let start: Int
  let value: String?
  let low: String?
  let high: String?
  let flag: SampleFlag?
  let revisions: Int
  let valid: Int?
  let count: Int?

  /// The newest rows of a range; the chart draws more.
  static let limit = 60

  static func read(
    _ key: SeriesKey?, range: DeviceRange, store: any TelemetryStore, now: Int
  ) async throws -> [DeviceRow] {
    guard let key else { return [] }
    let from = now - range.seconds
    switch range.resolution {
    case .raw:
      let samples = try await store.newest(key, from: from, until: now + 1, limit: limit)
      return samples.reversed().map { sample in
        DeviceRow(
          start: sample.start, value: sample.value.description, low: nil, high: nil,
          flag: sample.flag, revisions: sample.revisionCount, valid: nil, count: nil)
      }
    case .hour:
      return try await store.hours(key, from: from, until: now).suffix(limit).reversed().map(row)
    case .day:
      return try await store.days(key, from: from, until: now).suffix(limit).reversed().map(row)
    }
  }

  private static func row(_ rollup: Rollup) -> DeviceRow {
    DeviceRow(
      start: rollup.start, value: rollup.mean?.description, low: rollup.minimum?.description,
      high: rollup.maximum?.description, flag: nil, revisions: 0, valid: rollup.validCount,
      count: rollup.count)
  }
}
