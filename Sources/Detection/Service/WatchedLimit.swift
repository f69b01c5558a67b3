public import ActionPlan
public import AirQuality
public import GRDB
public import Telemetry

/// A limit that a rule holds one series of a facility to, worked out for it.
public struct WatchedLimit: Sendable, Hashable {
  public enum Bounds: Sendable, Hashable {
    /// What breaks it: values above or below, outside of two, or equal to this.
    case above(ExactDecimal)
    case below(ExactDecimal)
    case outside(ExactDecimal, ExactDecimal)
    case equals(ExactDecimal)
  }

  public let rule: String
  /// `equipment-pairs/12`.
  public let subject: String
  public let series: SeriesKey
  /// In the unit of the series' quantity.
  public let bounds: Bounds
  /// The rule looks at this series alone: a value that breaks the limit is what it looks for.
  public let isAlone: Bool

  /// Whether a value breaks it.
  public func isBroken(by value: ExactDecimal) -> Bool {
    switch bounds {
    case .above(let limit): value > limit
    case .below(let limit): value < limit
    case .outside(let low, let high): value < low || value > high
    case .equals(let state): value == state
    }
  }

  /// Those of a facility under a plan, in the order of its rules.
  ///
  /// - Parameter now: epoch seconds.
  public static func list(
    facility: String, plan: Plan, now: Int, in db: Database
  ) throws -> [WatchedLimit] {
    try SubjectReader.read(plan, only: facility, now: now, in: db).subjects.flatMap { subject in
      guard case .series(let keys) = subject.source else { return [WatchedLimit]() }
      return zip(keys, subject.setup.tests).compactMap { key, test in
        bounds(test.kind).map {
          WatchedLimit(
            rule: subject.identity.rule, subject: subject.identity.subject, series: key,
            bounds: $0, isAlone: keys.count == 1)
        }
      }
    }
  }

  private static func bounds(_ kind: LimitTest.Kind) -> Bounds? {
    switch kind {
    case .above(let limit, _): .above(limit)
    case .below(let limit, _): .below(limit)
    case .outside(let low, let high, _, _): .outside(low, high)
    case .equals(let state): .equals(state)
    case .unchanged: nil
    }
  }
}
