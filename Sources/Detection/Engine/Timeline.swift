/// One condition of one subject along sample time.
///
/// Samples may come out of order within a short while: those of the last `reorderSeconds` are kept
/// and folded anew when one is put between them.
struct Timeline: Sendable, Hashable, Codable {
  /// How far behind the newest sample one may come and still be put in its place.
  static let reorderSeconds = 60

  /// Everything but `recent`.
  private var settled = RunFold()
  /// Ascending by time; the last `reorderSeconds`.
  private var recent: [Observation] = []
  /// Everything.
  private(set) var current = RunFold()

  /// The time of the newest observation.
  var position: Int? { recent.last?.at }

  func accepts(_ observation: Observation) -> Bool {
    position.map { observation.at >= $0 - Self.reorderSeconds } ?? true
  }

  /// - Precondition: `accepts(observation)`.
  mutating func take(_ observation: Observation, by test: LimitTest, gapSeconds: Int) {
    if let position, observation.at <= position {
      putBetween(observation, by: test, gapSeconds: gapSeconds)
      return
    }
    current.fold(observation, by: test, gapSeconds: gapSeconds)
    recent.append(observation)
    let kept = recent.firstIndex { $0.at >= observation.at - Self.reorderSeconds } ?? 0
    for old in recent[..<kept] { settled.fold(old, by: test, gapSeconds: gapSeconds) }
    recent.removeFirst(kept)
  }

  private mutating func putBetween(
    _ observation: Observation, by test: LimitTest, gapSeconds: Int
  ) {
    if let same = recent.firstIndex(where: {
      $0.at == observation.at && $0.from == observation.from
    }) {
      guard observation.sequence >= recent[same].sequence else { return }
      recent[same] = observation
    } else {
      let place = recent.firstIndex { $0.at > observation.at } ?? recent.count
      recent.insert(observation, at: place)
    }
    current = settled
    for each in recent { current.fold(each, by: test, gapSeconds: gapSeconds) }
  }

  /// Whether samples say, one way or the other, what was at a time.
  func speaks(of time: Int, holdSeconds: Int) -> Bool {
    guard let position, let began = current.began else { return false }
    return began <= time && time <= position + holdSeconds
  }

  /// What was known of a time: the newest remembered observation up to it.
  func observation(at time: Int) -> Observation? {
    recent.last { $0.at <= time } ?? current.last
  }

  /// The run that covers a time, if the condition is known to hold then. A lasting run covers what
  /// follows its last sample for as long as that is not too old to count.
  func run(covering time: Int, holdSeconds: Int) -> Run? {
    current.runs.last { $0.since <= time }.flatMap { run in
      let isCovered = run.end.map { time < $0 } ?? (time <= run.seen + holdSeconds)
      return isCovered ? run : nil
    }
  }

  /// When the run that covered `time` ended, as far as is known at `now`; nil while it lasts.
  func end(ofRunCovering time: Int, at now: Int, holdSeconds: Int) -> Int? {
    guard let run = current.runs.last(where: { $0.since <= time }) else { return time }
    if let end = run.end { return max(end, time) }
    return now > run.seen + holdSeconds ? run.seen : nil
  }
}
