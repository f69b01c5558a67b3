public import ActionPlan
public import Telemetry

/// Values whose times are as far off their arrival for one frame as for the next: a clock that is
/// wrong. Back-fill comes all at once, so that each value is less late than the one before.
public struct ClockCheck: Sendable {
  let rule: QualityRule.Clock
  let windowSeconds: Int

  public init(_ rule: QualityRule.Clock, windowSeconds: Int) {
    self.rule = rule
    self.windowSeconds = windowSeconds
  }

  /// Values needed to tell a steady delay from a late one.
  static let leastValues = 5
  /// How much a steady delay may waver, seconds.
  static let waverSeconds = 120

  /// - Parameter samples: of one series, oldest first.
  public func suspicions(in samples: [StoredSample]) -> [Suspicion] {
    var found: [Suspicion] = []
    var run: [StoredSample] = []
    func close() {
      if let suspicion = suspicion(of: run) { found.append(suspicion) }
      run = []
    }
    for sample in samples {
      let lag = lag(sample)
      let isOff = lag > rule.offSeconds || lag < -rule.offSeconds
      if !isOff || run.last.map({ (self.lag($0) - lag).magnitude > Self.waverSeconds }) ?? false {
        close()
      }
      if isOff { run.append(sample) }
    }
    close()
    return found
  }

  /// Seconds from the end of a value's window until it came; negative where it came from the future.
  private func lag(_ sample: StoredSample) -> Int {
    sample.receivedAt - (sample.start + windowSeconds)
  }

  private func suspicion(of run: [StoredSample]) -> Suspicion? {
    guard let first = run.first, let last = run.last else { return nil }
    let lags = run.map(lag).sorted()
    let middle = lags[lags.count / 2]
    // One from the future is enough; nothing can be late before its time.
    guard middle < 0 || run.count >= Self.leastValues else { return nil }
    // Values that came in the same moment are back-fill, however alike their delay.
    guard middle < 0 || last.receivedAt - first.receivedAt >= (last.start - first.start) / 2
    else { return nil }
    return Suspicion(
      check: .clock, from: first.start, until: last.start + max(windowSeconds, 1),
      grounds: [
        .init("seconds", middle), .init("count", run.count), .init("bound", rule.offSeconds),
      ])
  }
}
