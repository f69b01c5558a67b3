internal import ActionPlan

/// One rule over one subject: a pure machine from observations to what they set off.
///
/// Two lanes. *Live* follows each condition forward in sample time. *Late* takes back-fill that is
/// older than what live has already seen of the same condition: it may claim episodes of its own,
/// always marked late, and never touches the live ones. Samples that arrive late but in order, as
/// after an outage, simply move live on.
struct Machine: Sendable {
  /// What does not change while the machine runs.
  struct Setup: Sendable, Hashable {
    var tests: [LimitTest]
    let gapSeconds: Int
    let afterStartSeconds: Int
    let stages: [Stage]
    /// Declared stops that suspend the rule: ascending, apart from each other.
    let suspensions: [Range<Int>]
  }

  enum Lane: Int, Sendable, Hashable, Codable, CaseIterable {
    case live, late
  }

  /// A stretch over which the rule held.
  struct Episode: Sendable, Hashable, Codable {
    var start: Int
    /// Last second at which it was seen to hold.
    var seen: Int
    /// What it has set off; nil while that is nothing, so that no finding is of it.
    private(set) var reached: Reached?

    /// Not an index: the plan's stages may be others by the time the next one is due.
    struct Reached: Sendable, Hashable, Codable {
      /// The newest stage's.
      var afterSeconds: Int
      var hasOpened: Bool
    }

    /// Index of the first of a rule's stages that lies ahead.
    func next(of stages: [Stage]) -> Int? {
      let next = stages.lastIndex(where: hasReached).map { $0 + 1 } ?? 0
      return next < stages.count ? next : nil
    }

    private func hasReached(_ stage: Stage) -> Bool {
      guard let reached else { return false }
      return stage.action.opensCase
        ? reached.hasOpened : stage.afterSeconds <= reached.afterSeconds
    }

    mutating func reach(_ stage: Stage) {
      reached = Reached(
        afterSeconds: stage.afterSeconds,
        hasOpened: stage.action.opensCase || reached?.hasOpened ?? false)
    }
  }

  /// Everything the machine remembers; what a checkpoint keeps.
  struct Memory: Sendable, Hashable, Codable {
    struct Track: Sendable, Hashable, Codable {
      /// One for each condition.
      var timelines: [Timeline]
      var episode: Episode?
      /// The episode that ended last; it goes on if back-fill shows that it never broke off.
      var ended: Episode?
      /// Nothing before this is judged again.
      var settledUntil: Int?
    }
    /// Live, then late.
    private(set) var tracks: [Track]

    init(conditions: Int) {
      let track = Track(timelines: Array(repeating: Timeline(), count: conditions))
      tracks = [track, track]
    }

    subscript(lane: Lane) -> Track {
      get { tracks[lane.rawValue] }
      // In place: a copy of the timelines for each sample would cost more than judging it.
      _modify { yield &tracks[lane.rawValue] }
    }
  }

  enum Event: Sendable, Hashable {
    /// An episode lasted long enough for the stage with this index.
    case reached(stage: Int, start: Int, at: Int, isLate: Bool, lane: Lane)
    case ended(start: Int, at: Int)
    /// An episode said to have ended goes on: back-fill closed the gap.
    case resumed(start: Int)
  }

  /// An observation and the condition it speaks about.
  struct Input: Sendable, Hashable {
    let condition: Int
    let observation: Observation
  }

  var setup: Setup
  var memory: Memory

  init(_ setup: Setup, memory: Memory? = nil) {
    self.setup = setup
    self.memory = memory ?? Memory(conditions: setup.tests.count)
  }

  /// Takes observations that one frame brought for one time, then judges the rule at that time.
  mutating func take(_ inputs: [Input], isLate: Bool) -> [Event] {
    var events: [Event] = []
    var moments: [Lane: Set<Int>] = [:]
    for input in inputs where setup.tests[input.condition].isAnswered(by: input.observation) {
      let lane = place(input, into: &events)
      if let position = memory[lane].timelines[input.condition].position {
        moments[lane, default: []].insert(position)
      }
    }
    for lane in Lane.allCases {
      for time in (moments[lane] ?? []).sorted() {
        judge(at: time, in: lane, isLate: isLate || lane == .late, into: &events)
      }
    }
    return events
  }

  /// Puts an observation into the timeline it belongs to.
  private mutating func place(_ input: Input, into events: inout [Event]) -> Lane {
    let condition = input.condition
    let lane: Lane =
      memory[.live].timelines[condition].accepts(input.observation) ? .live : .late
    if lane == .late, !memory[.late].timelines[condition].accepts(input.observation) {
      // Back-fill that begins again further back: a new pass.
      end(.late, at: nil, into: &events)
      memory[.late].timelines[condition] = Timeline()
      memory[.late].settledUntil = nil
    }
    memory[lane].timelines[condition].take(
      input.observation, by: setup.tests[condition], gapSeconds: setup.gapSeconds)
    return lane
  }

  /// How long after its last sample a condition is still taken to hold.
  func holdSeconds(_ condition: Int) -> Int {
    setup.gapSeconds + setup.tests[condition].windowSeconds
  }
}
