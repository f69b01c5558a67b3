public import ActionPlan
public import Telemetry

/// The checks that need single values with their flags and the time they came.
public struct ArrivalExaminer: Sendable {
  let rule: QualityRule
  let limit: Double?
  let windowSeconds: Int

  public init(_ rule: QualityRule, limit: Double? = nil, windowSeconds: Int) {
    self.rule = rule
    self.limit = limit ?? rule.limit
    self.windowSeconds = windowSeconds
  }

  /// Longest window of values that are sent as soon as they are known.
  static let promptSeconds = 600

  /// Clock, gaps and values that came twice.
  ///
  /// - Parameters:
  ///   - samples: of one series, of the last day or so, oldest first.
  ///   - interval: seconds from one value to the next; nil takes what is usual.
  ///   - now: epoch seconds.
  public func suspicions(
    in samples: [StoredSample], interval: Int? = nil, now: Int
  ) -> [Suspicion] {
    var found: [Suspicion] = []
    if let rule = rule.clock, windowSeconds <= Self.promptSeconds {
      found += ClockCheck(rule, windowSeconds: windowSeconds).suspicions(in: samples)
    }
    let due = windowSeconds > 0 ? windowSeconds : interval ?? GapCheck.usualInterval(of: samples)
    if let rule = rule.gap, let due {
      found += GapCheck(rule, intervalSeconds: due).suspicions(in: samples, now: now)
    }
    if rule.duplicate {
      found += DuplicateCheck.suspicions(in: samples, windowSeconds: windowSeconds)
    }
    return found
  }

  /// Flags, over about a month.
  public func flagSuspicions(in samples: [StoredSample]) -> [Suspicion] {
    rule.flagMisuse.map { rule in
      FlagMisuseCheck(rule, limit: limit, windowSeconds: windowSeconds).suspicions(in: samples)
    } ?? []
  }
}
