public import ActionPlan
public import Telemetry

/// How much of what was due came, and how much of that is valid. 数据捕集率
public struct CaptureRate: Sendable, Hashable {
  /// Device number.
  public let mn: String
  /// Values that were due in the span, over all of the device's series.
  public let due: Int
  public let received: Int
  public let valid: Int

  /// 0…1; nil where nothing was due.
  public var share: Double? { due > 0 ? min(Double(valid) / Double(due), 1) : nil }

  /// Of each device, by number.
  ///
  /// - Parameters:
  ///   - span: whole local days, epoch seconds, up to now at most.
  ///   - bindings: device numbers by the series they feed.
  ///   - intervals: seconds between two real-time values of a device, where known; series of
  ///     devices without it count for nothing, and neither do those without a quality rule.
  /// - Throws: what the store said.
  public static func of(
    _ span: Range<Int>, bindings: [SeriesKey: String], intervals: [String: Int?], plan: Plan,
    store: any TelemetryStore
  ) async throws -> [CaptureRate] {
    var counts: [String: (due: Int, received: Int, valid: Int)] = [:]
    for (key, mn) in bindings.sorted(by: { $0.key < $1.key }) {
      guard key.statistic == .realTime || key.statistic == .mean,
        plan.quality(of: key.quantity) != nil,
        let interval = key.windowSeconds > 0 ? key.windowSeconds : intervals[mn] ?? nil
      else { continue }
      let days = try await store.days(key, from: span.lowerBound, until: span.upperBound)
      var count = counts[mn] ?? (0, 0, 0)
      count.due += span.count / interval
      count.received += days.reduce(0) { $0 + $1.count }
      count.valid += days.reduce(0) { $0 + $1.validCount }
      counts[mn] = count
    }
    return counts.sorted { $0.key < $1.key }.map { mn, count in
      CaptureRate(mn: mn, due: count.due, received: count.received, valid: count.valid)
    }
  }
}
