public import ActionPlan

/// Below what can be, for so long.
public struct NegativeCheck: Sendable {
  let rule: QualityRule.Negative

  public init(_ rule: QualityRule.Negative) { self.rule = rule }

  public func suspicions(in track: Track) -> [Suspicion] {
    let least = max(rule.forSeconds / Track.hourSeconds, 1)
    return track.runs { hour, _ in hour.mean < rule.below }.compactMap { run in
      guard run.count >= least else { return nil }
      let lowest = track.hours[run.span].compactMap { $0.isMissing ? nil : $0.least }.min()
      return track.suspicion(
        .negative, run.span,
        [
          .init("hours", run.count), .init("lowest", lowest ?? rule.below),
          .init("bound", rule.below),
        ])
    }
  }
}

/// At the end of the measuring range or above, by value or by flag.
public struct OverRangeCheck: Sendable {
  let rule: QualityRule.OverRange

  public init(_ rule: QualityRule.OverRange) { self.rule = rule }

  public func suspicions(in track: Track) -> [Suspicion] {
    let least = max(rule.forSeconds / Track.hourSeconds, 1)
    return track.runs { hour, index in
      hour.most >= rule.at || track.flaggedOver.contains(index)
    }.compactMap { run in
      guard run.count >= least else { return nil }
      let highest = track.hours[run.span].compactMap { $0.isMissing ? nil : $0.most }.max()
      let flagged = run.span.count { track.flaggedOver.contains($0) }
      return track.suspicion(
        .overRange, run.span,
        [
          .init("hours", run.count), .init("highest", highest ?? rule.at),
          .init("bound", rule.at), .init("flagged", flagged),
        ])
    }
  }
}
