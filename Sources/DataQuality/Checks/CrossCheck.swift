public import ActionPlan

/// What two quantities at one point cannot both be.
public struct CrossCheck: Sendable {
  let rule: QualityRule.Cross

  public init(_ rule: QualityRule.Cross) { self.rule = rule }

  /// - Parameter others: the point's other series of the same hours, by quantity.
  public func suspicions(in track: Track, others: [String: Track]) -> [Suspicion] {
    switch rule {
    case .notAbove(let other, let share, let margin, let seconds):
      guard let other = others[other], isAligned(other, track) else { return [] }
      return runs(in: track, seconds) { hour, index in
        let bound = other.hours[index].mean
        return hour.mean > bound * (1 + share) + margin
      }.map { run in
        suspicion(track, run, "other", mean(other, run))
      }
    case .notAboveValue(let bound, let seconds):
      return runs(in: track, seconds) { hour, _ in hour.mean > bound }
        .map { run in suspicion(track, run, "bound", bound) }
    case .converted(let other, let oxygen, let reference, let share, let seconds):
      guard let other = others[other], let oxygen = others[oxygen], isAligned(other, track),
        isAligned(oxygen, track)
      else { return [] }
      let expected = track.hours.indices.map { index in
        Self.converted(
          other.hours[index].mean, oxygen: oxygen.hours[index].mean, reference: reference)
      }
      return runs(in: track, seconds) { hour, index in
        guard let expected = expected[index] else { return false }
        return (hour.mean - expected).magnitude > share
          * max(expected.magnitude, hour.mean.magnitude)
      }.map { run in
        let usable = run.span.compactMap { expected[$0] }
        return suspicion(track, run, "expected", usable.reduce(0, +) / Double(max(usable.count, 1)))
      }
    }
  }

  /// Concentration at the reference oxygen content: measured × (21 − reference) / (21 − measured
  /// oxygen), both in %; nil where the oxygen is so near to air that it says nothing.
  static func converted(_ measured: Double, oxygen: Double, reference: Double) -> Double? {
    guard measured.isFinite, oxygen.isFinite, oxygen < 19 else { return nil }
    return measured * (21 - reference) / (21 - oxygen)
  }

  private func isAligned(_ other: Track, _ track: Track) -> Bool {
    other.start == track.start && other.hours.count == track.hours.count
  }

  private func runs(
    in track: Track, _ seconds: Int, where holds: (Track.Hour, Int) -> Bool
  ) -> [Track.Run] {
    let least = max(seconds / Track.hourSeconds, 1)
    return track.runs(where: holds).filter { $0.count >= least }
  }

  private func mean(_ track: Track, _ run: Track.Run) -> Double {
    let values = track.hours[run.span].filter { !$0.isMissing }.map(\.mean)
    return values.reduce(0, +) / Double(max(values.count, 1))
  }

  private func suspicion(
    _ track: Track, _ run: Track.Run, _ code: String, _ value: Double
  ) -> Suspicion {
    track.suspicion(
      .cross, run.span,
      [.init("hours", run.count), .init("value", mean(track, run)), .init(code, value)])
  }
}
