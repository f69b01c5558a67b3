/// An unbroken stretch over which one condition held, by sample time.
struct Run: Sendable, Hashable, Codable {
  /// From when it held.
  var since: Int
  /// A sample shortly before said that it did not yet hold: it was seen to begin.
  let isBeginningSeen: Bool
  /// The last second at which a sample said so.
  var seen: Int
  /// When it let go, or was last seen before a gap; nil while it lasts.
  var end: Int?
}

/// The runs of one condition, folded from its samples in order of their time.
struct RunFold: Sendable, Hashable, Codable {
  /// Ascending; only the last may lack an end.
  private(set) var runs: [Run] = []
  private(set) var last: Observation?

  /// Runs that ended longer ago than this before the newest sample are forgotten…
  static let rememberedSeconds = 86_400
  /// …and so is all but this many of them.
  static let rememberedRuns = 32

  private var isHolding: Bool { runs.last.map { $0.end == nil } ?? false }

  /// First second that any sample spoke for.
  private(set) var began: Int?

  /// Takes the next observation.
  mutating func fold(_ observation: Observation, by test: LimitTest, gapSeconds: Int) {
    let isAfterGap = last.map { observation.from - $0.at > gapSeconds } ?? true
    if let last, isHolding, isAfterGap { close(at: last.at) }
    let holds = test.holds(observation, held: isHolding)
    if isHolding, !holds || (test.kind == .unchanged && last?.value != observation.value) {
      close(at: observation.from)
    }
    if holds {
      if isHolding {
        runs[runs.count - 1].seen = observation.at
      } else {
        let since = max(observation.from, runs.last?.end ?? observation.from)
        runs.append(
          Run(since: since, isBeginningSeen: !isAfterGap, seen: observation.at, end: nil))
      }
    }
    last = observation
    if began == nil { began = observation.from }
    forget()
  }

  private mutating func close(at end: Int) {
    let index = runs.count - 1
    runs[index].end = max(end, runs[index].since)
  }

  private mutating func forget() {
    guard let last, let first = runs.first, let end = first.end else { return }
    if end < last.at - Self.rememberedSeconds || runs.count > Self.rememberedRuns {
      runs.removeFirst()
    }
  }
}
