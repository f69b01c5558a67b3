import ActionPlan
import AirQuality
import DataQuality
import Detection
import Ledger
import ServiceLifecycle
import Telemetry

extension RunningDistrict {
  /// - Parameter beginAfter: inbox sequence after which a district begins that never looked.
  func qualityService(beginAfter: Int64) async throws -> QualityService {
    let limits = LimitsForQuality(plan: plan, ledger: district.ledger, now: district.now)
    return try await QualityService(
      plan: plan, ledger: district.ledger, store: store, beginAfter: beginAfter,
      limits: { key in await limits.limit(of: key) }, now: district.now, logger: logger)
  }

  /// Looks at hours that are over; what was noted is written once more at a graceful stop.
  func qualityClock(_ quality: QualityService) -> WatchTheClock {
    WatchTheClock(
      name: "data quality", every: .seconds(Self.qualitySeconds), logger: logger,
      work: { _ = try await quality.tick() }, atStop: { try await quality.checkpoint() })
  }
}

/// What the plan's rules hold a facility's points to, in data quality's words.
private actor LimitsForQuality {
  private struct Known {
    let at: Int
    /// Least upper limit by point and quantity.
    let limits: [String: Double]
  }

  private let plan: Plan
  private let ledger: LedgerDatabase
  private let now: @Sendable () -> Int
  private var known: [String: Known] = [:]

  /// Limits are read again after this, seconds.
  private static let keptSeconds = 600

  init(plan: Plan, ledger: LedgerDatabase, now: @escaping @Sendable () -> Int) {
    self.plan = plan
    self.ledger = ledger
    self.now = now
  }

  /// nil where no rule compares the point's quantity alone with an upper limit, or where that could
  /// not be read: the plan's own limit of the quantity stands then.
  func limit(of key: SeriesKey) async -> Double? {
    do {
      guard let facility = try await facility(of: key.point) else { return nil }
      return try await limits(of: facility)["\(key.point) \(key.quantity)"]
    } catch {
      return nil
    }
  }

  private func facility(of point: String) async throws -> String? {
    try await ledger.read { db in try Points.find(point, in: db)?.facility }
  }

  private func limits(of facility: String) async throws -> [String: Double] {
    let (at, plan) = (now(), plan)
    if let known = known[facility], at - known.at < Self.keptSeconds { return known.limits }
    let watched = try await ledger.read { db in
      try WatchedLimit.list(facility: facility, plan: plan, now: at, in: db)
    }
    var limits: [String: Double] = [:]
    for limit in watched where limit.isAlone {
      guard case .above(let bound) = limit.bounds else { continue }
      limits["\(limit.series.point) \(limit.series.quantity)", default: .infinity] = min(
        limits["\(limit.series.point) \(limit.series.quantity)"] ?? .infinity, bound.approximate)
    }
    known[facility] = Known(at: at, limits: limits)
    return limits
  }
}
