public import ActionPlan

/// The instrument's own means against the means of the finer values that it sent as well.
public struct AgreementCheck: Sendable {
  let rule: QualityRule.Agreement
  let resolution: Double

  public init(_ rule: QualityRule.Agreement, resolution: Double) {
    self.rule = rule
    self.resolution = resolution
  }

  /// Finer values of an hour below which it is not compared, as a share of the track's fullest hour.
  static let known = 0.8

  /// - Parameter finer: real-time or shorter values of the same quantity and hours.
  public func suspicions(in track: Track, finer: Track) -> [Suspicion] {
    guard finer.start == track.start, finer.hours.count == track.hours.count,
      let full = finer.hours.map(\.count).max(), full > 1
    else { return [] }
    let least = max(rule.forSeconds / Track.hourSeconds, 1)
    return track.runs { hour, index in
      let other = finer.hours[index]
      guard Double(other.count) >= Self.known * Double(full) else { return false }
      let off = (hour.mean - other.mean).magnitude
      return off > resolution && off > rule.share * max(hour.mean.magnitude, other.mean.magnitude)
    }.compactMap { run in
      guard run.count >= least else { return nil }
      let both = run.span.filter { !track.hours[$0].isMissing && !finer.hours[$0].isMissing }
      let count = Double(max(both.count, 1))
      return track.suspicion(
        .agreement, run.span,
        [
          .init("hours", run.count),
          .init("told", both.reduce(0) { $0 + track.hours[$1].mean } / count),
          .init("own", both.reduce(0) { $0 + finer.hours[$1].mean } / count),
          .init("within", rule.share * 100),
        ])
    }
  }
}
