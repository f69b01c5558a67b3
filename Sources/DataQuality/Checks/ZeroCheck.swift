public import ActionPlan

/// Nothing but zeros, of an instrument that is seldom at zero.
public struct ZeroCheck: Sendable {
  let rule: QualityRule.Zero

  public init(_ rule: QualityRule.Zero) { self.rule = rule }

  /// - Parameter isRunning: of each hour; nil where nothing tells.
  public func suspicions(in track: Track, isRunning: ((Int) -> Bool)? = nil) -> [Suspicion] {
    let least = max(rule.forSeconds / Track.hourSeconds, 1)
    let isZero = { (hour: Track.Hour) in hour.least == 0 && hour.most == 0 }
    let known = track.hours.count { !$0.isMissing }
    let zeros = track.hours.count { isZero($0) }
    return track.runs { hour, index in isZero(hour) && isRunning?(index) ?? true }
      .compactMap { run in
        guard run.count >= least else { return nil }
        let others = max(known - run.count, 1)
        let share = Double(zeros - run.count) / Double(others)
        guard share < rule.usualShare, known - run.count >= Self.leastHistory else { return nil }
        return track.suspicion(
          .zero, run.span,
          [.init("hours", run.count), .init("share", share * 100)])
      }
  }

  /// Hours of another time that must be known.
  static let leastHistory = 24
}
