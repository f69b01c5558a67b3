public import ActionPlan

/// The same value for longer than chance and the series' own habit explain.
///
/// Instruments with few digits repeat themselves, at low levels often: how often one value follows
/// itself is taken from the same track's other hours at a like level.
public struct ConstantCheck: Sendable {
  let rule: QualityRule.Constant
  let resolution: Double

  public init(_ rule: QualityRule.Constant, resolution: Double) {
    self.rule = rule
    self.resolution = resolution
  }

  /// - Parameter isRunning: of each hour; nil where nothing tells.
  public func suspicions(
    in track: Track, isRunning: ((Int) -> Bool)? = nil
  ) -> [Suspicion] {
    let least = max(rule.forSeconds / Track.hourSeconds, 2)
    let runs = Self.runs(track)
    let lengths = runs.filter { $0.count > 1 }
    return lengths.compactMap { run in
      let value = track.hours[run.span.lowerBound].mean
      guard run.count >= least, value > rule.above else { return nil }
      guard isRunning.map({ running in run.span.contains(where: running) }) ?? true else {
        return nil
      }
      let usual = usualHours(in: track, besides: run, value)
      guard run.count > usual else { return nil }
      return track.suspicion(
        .constant, run.span,
        [
          .init("value", value), .init("hours", run.count), .init("usual", usual),
        ])
    }
  }

  /// Maximal runs of hours that hold one value.
  static func runs(_ track: Track) -> [Track.Run] {
    var runs: [Track.Run] = []
    var current: (first: Int, last: Int, count: Int, value: Double)?
    func close() {
      guard let run = current else { return }
      runs.append(Track.Run(span: run.first..<(run.last + 1), count: run.count))
      current = nil
    }
    for (index, hour) in track.hours.enumerated() where !hour.isMissing {
      guard hour.least == hour.most else {
        close()
        continue
      }
      if let run = current, run.value == hour.most, index - run.last <= bridgedHours {
        current = (run.first, index, run.count + 1, run.value)
      } else {
        close()
        current = (index, index, 1, hour.most)
      }
    }
    close()
    return runs
  }

  /// Hours between two equal values that need not have any.
  static let bridgedHours = 3

  /// Hours that a run at this level may have by chance.
  private func usualHours(in track: Track, besides run: Track.Run, _ value: Double) -> Int {
    let reach = max(value.magnitude * Self.likeLevel, 2 * resolution)
    var (pairs, equal) = (0, 0)
    var previous = Double.nan
    for (index, hour) in track.hours.enumerated() {
      defer { previous = hour.least == hour.most ? hour.mean : .nan }
      guard !run.span.contains(index), !hour.isMissing, (hour.mean - value).magnitude <= reach
      else { continue }
      pairs += 1
      if hour.least == hour.most, hour.mean == previous { equal += 1 }
    }
    let chance = min((Double(equal) + 1) / (Double(pairs) + 2), Self.mostRepetition)
    // So that chance^(n - 1) × hours falls under the rule's chance.
    var expected = Double(max(track.hours.count, 1))
    var hours = 1
    while expected > rule.chance, hours < track.hours.count {
      expected *= chance
      hours += 1
    }
    return hours
  }

  static let likeLevel = 0.3
  static let mostRepetition = 0.97
}
