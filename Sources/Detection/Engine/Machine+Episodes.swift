internal import ActionPlan

extension Machine {
  /// Judges the rule at one sample time and moves the lane's episode accordingly.
  mutating func judge(
    at time: Int, in lane: Lane, isLate: Bool, into events: inout [Event]
  ) {
    // An older sample of a slower condition says nothing new about an episode that began after it.
    guard time >= memory[lane].episode?.start ?? memory[lane].settledUntil ?? .min else { return }
    guard let claim = claim(at: time, in: lane) else {
      end(lane, at: time, into: &events)
      return
    }
    // Back-fill of what live saw itself: sent twice, or around a gap too short to count.
    if lane == .late, self.claim(at: claim.start, in: .live) != nil { return }
    follow(claim, in: lane, at: time, into: &events)
    while claim.isSeen, let episode = memory[lane].episode,
      let stage = episode.next(of: setup.stages),
      claim.seen - episode.start >= setup.stages[stage].afterSeconds
    {
      events.append(
        .reached(stage: stage, start: episode.start, at: claim.seen, isLate: isLate, lane: lane))
      memory[lane].episode?.reach(setup.stages[stage])
    }
  }

  /// From when the rule has held without a break.
  struct Claim {
    let start: Int
    /// Until when every condition has been seen to hold; stages count up to here, for a condition
    /// may turn out to have let go in the very second another was seen to hold.
    let seen: Int
    /// Every condition has been seen to hold at or after the start.
    let isSeen: Bool
  }

  /// The rule's claim at a sample time; nil where it does not hold or is suspended.
  private func claim(at time: Int, in lane: Lane) -> Claim? {
    var runs: [Run] = []
    for condition in setup.tests.indices {
      let timeline = timeline(of: condition, at: time, in: lane)
      guard let run = timeline.run(covering: time, holdSeconds: holdSeconds(condition)) else {
        return nil
      }
      runs.append(run)
    }
    guard let first = runs.first else { return nil }
    // A start that nobody saw exempts from nothing: it may have been running for days.
    let exemption = first.isBeginningSeen ? setup.afterStartSeconds : 0
    var start = runs.reduce(first.since + exemption) { max($0, $1.since) }
    for suspension in setup.suspensions where suspension.lowerBound <= time {
      if suspension.contains(time) { return nil }
      if suspension.upperBound > start { start = suspension.upperBound }
    }
    guard time >= start else { return nil }
    return Claim(
      start: start, seen: runs.reduce(time) { min($0, $1.seen) },
      isSeen: zip(runs, setup.tests).allSatisfy { run, test in
        test.windowSeconds == 0 ? run.seen >= start : run.seen > start
      })
  }

  /// The late lane sees what back-fill says and, where it says nothing, what live saw.
  func timeline(of condition: Int, at time: Int, in lane: Lane) -> Timeline {
    let own = memory[lane].timelines[condition]
    guard lane == .late, !own.speaks(of: time, holdSeconds: holdSeconds(condition)) else {
      return own
    }
    return memory[.live].timelines[condition]
  }

  private mutating func follow(
    _ claim: Claim, in lane: Lane, at time: Int, into events: inout [Event]
  ) {
    if let episode = memory[lane].episode, claim.start > episode.start {
      if episode.reached == nil {
        memory[lane].episode?.start = claim.start
      } else {
        end(lane, at: time, into: &events)
      }
    }
    if memory[lane].episode == nil {
      if let ended = memory[lane].ended, ended.start == claim.start {
        memory[lane].episode = ended
        if ended.reached != nil { events.append(.resumed(start: ended.start)) }
      } else {
        memory[lane].episode = Episode(start: claim.start, seen: time)
      }
      memory[lane].ended = nil
    } else if let episode = memory[lane].episode, episode.reached == nil,
      claim.start < episode.start
    {
      memory[lane].episode?.start = claim.start
    }
    if let seen = memory[lane].episode?.seen {
      memory[lane].episode?.seen = max(seen, time)
    }
  }

  /// Ends the lane's episode, if there is one.
  ///
  /// - Parameter time: the sample time at which the rule no longer held; nil where the episode is
  ///   given up: it ends where it was last seen.
  mutating func end(_ lane: Lane, at time: Int?, into events: inout [Event]) {
    guard let episode = memory[lane].episode else { return }
    let end = time.map { endOf(episode, in: lane, at: $0) } ?? episode.seen
    memory[lane].episode = nil
    memory[lane].ended = episode
    memory[lane].settledUntil = end
    if episode.reached != nil { events.append(.ended(start: episode.start, at: end)) }
  }

  /// When the first of an episode's conditions let go, or a declared stop began.
  private func endOf(_ episode: Episode, in lane: Lane, at time: Int) -> Int {
    var end = time
    for condition in setup.tests.indices {
      let ended = timeline(of: condition, at: time, in: lane).end(
        ofRunCovering: episode.start, at: time, holdSeconds: holdSeconds(condition))
      end = min(end, ended ?? end)
    }
    for suspension in setup.suspensions
    where suspension.lowerBound >= episode.start && suspension.lowerBound < end {
      end = suspension.lowerBound
    }
    return max(end, episode.start)
  }
}
