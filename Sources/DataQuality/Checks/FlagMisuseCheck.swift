public import ActionPlan
import AirQuality
public import Telemetry

/// Flags that exempt values from being judged: too many of them, or just over the limit.
public struct FlagMisuseCheck: Sendable {
  let rule: QualityRule.FlagMisuse
  let limit: Double?
  let windowSeconds: Int

  public init(_ rule: QualityRule.FlagMisuse, limit: Double?, windowSeconds: Int) {
    self.rule = rule
    self.limit = limit
    self.windowSeconds = windowSeconds
  }

  /// Flags that say that a value is not to be judged, though the plant may well run.
  static let exempting: Set<String> = ["M", "C", "D", "B", "S"]
  /// The share of flagged values under the limit is this much smaller than that over it, at least.
  static let contrast = 4.0
  static let leastValues = 100

  /// - Parameter samples: of one series over about a month, oldest first.
  public func suspicions(in samples: [StoredSample]) -> [Suspicion] {
    let judged = samples.filter { $0.flag != .stopped }
    guard judged.count >= Self.leastValues else { return [] }
    return [exceedances(judged), share(judged)].compactMap(\.self)
  }

  /// Whether the values over the limit are the ones that are exempt.
  private func exceedances(_ samples: [StoredSample]) -> Suspicion? {
    guard let limit else { return nil }
    let over = samples.filter { $0.value.approximate > limit }
    let exempt = over.filter { Self.exempting.contains($0.flag.rawValue) }
    let under = samples.count - over.count
    let exemptUnder = samples.count {
      $0.value.approximate <= limit && Self.exempting.contains($0.flag.rawValue)
    }
    guard over.count >= rule.least, under > 0, let first = exempt.first, let last = exempt.last
    else { return nil }
    let matched = Double(exempt.count) / Double(over.count)
    let usual = Double(exemptUnder) / Double(under)
    guard matched >= rule.matched, matched >= Self.contrast * usual else { return nil }
    return suspicion(
      first, last,
      [
        .init("over", over.count), .init("exempt", exempt.count), .init("limit", limit),
        .init("usual", usual * 100),
      ])
  }

  private func share(_ samples: [StoredSample]) -> Suspicion? {
    let exempt = samples.filter { Self.exempting.contains($0.flag.rawValue) }
    let share = Double(exempt.count) / Double(samples.count)
    guard share > rule.share, let first = exempt.first, let last = exempt.last else { return nil }
    return suspicion(
      first, last,
      [
        .init("exempt", exempt.count), .init("values", samples.count), .init("share", share * 100),
        .init("bound", rule.share * 100),
      ])
  }

  private func suspicion(
    _ first: StoredSample, _ last: StoredSample, _ grounds: [Suspicion.Ground]
  ) -> Suspicion {
    Suspicion(
      check: .flagMisuse, from: first.start, until: last.start + max(windowSeconds, 1),
      grounds: grounds)
  }
}
