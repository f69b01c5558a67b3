internal import ActionPlan

/// One rule of silence over one device, by arrival time.
///
/// Silence is counted from the last frame; for a device not heard from since this watch began,
/// from that beginning: a server that was down heard nobody, and that is not the devices' doing. A
/// stop that the facility declared explains silence while it lasts.
struct SilenceWatch: Sendable {
  struct Memory: Sendable, Hashable, Codable {
    var episode: Machine.Episode?
  }

  var stages: [Stage]
  /// Declared stops that suspend the rule: ascending, apart from each other.
  var suspensions: [Range<Int>]
  /// When the server began to listen for this device.
  let watchedSince: Int
  private(set) var lastArrival: Int?
  private(set) var memory: Memory

  init(
    stages: [Stage], suspensions: [Range<Int>] = [], watchedSince: Int, memory: Memory? = nil
  ) {
    self.stages = stages
    self.suspensions = suspensions
    self.watchedSince = watchedSince
    self.memory = memory ?? Memory()
  }

  /// A frame came.
  mutating func hear(at time: Int) -> [Machine.Event] {
    lastArrival = max(lastArrival ?? time, time)
    guard let episode = memory.episode, time > episode.start else { return [] }
    memory.episode = nil
    return [.ended(start: episode.start, at: time)]
  }

  /// The clock says so.
  mutating func tick(now: Int) -> [Machine.Event] {
    var events = endAtStop(now: now)
    // An episode of before a restart may have ended unheard: the device gets the time of the first
    // stage to be heard from.
    guard let first = stages.first, now - watchedSince >= first.afterSeconds,
      !suspensions.contains(where: { $0.contains(now) })
    else { return events }
    let resumed = suspensions.last { $0.upperBound <= now }?.upperBound ?? watchedSince
    let heard = max(lastArrival ?? watchedSince, watchedSince, resumed)
    var episode = memory.episode ?? Machine.Episode(start: heard, seen: now)
    while let stage = episode.next(of: stages), now - episode.start >= stages[stage].afterSeconds {
      events.append(
        .reached(stage: stage, start: episode.start, at: now, isLate: false, lane: .live))
      episode.reach(stages[stage])
    }
    guard episode.reached != nil else { return events }
    episode.seen = now
    memory.episode = episode
    return events
  }

  /// A declared stop ends the episode where it begins.
  private mutating func endAtStop(now: Int) -> [Machine.Event] {
    guard let episode = memory.episode,
      let stop = suspensions.first(where: {
        $0.upperBound > episode.start && $0.lowerBound <= now
      })
    else { return [] }
    memory.episode = nil
    return [.ended(start: episode.start, at: max(episode.start, stop.lowerBound))]
  }
}
