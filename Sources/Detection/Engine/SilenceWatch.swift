internal import ActionPlan

/// One rule of silence over one device, by arrival time.
///
/// Silence is counted from the last frame; for a device not heard from since this watch began,
/// from that beginning: a server that was down heard nobody, and that is not the devices' doing.
struct SilenceWatch: Sendable {
  struct Memory: Sendable, Hashable, Codable {
    var episode: Machine.Episode?
  }

  var stages: [Stage]
  /// When the server began to listen for this device.
  let watchedSince: Int
  private(set) var lastArrival: Int?
  private(set) var memory: Memory

  init(stages: [Stage], watchedSince: Int, memory: Memory? = nil) {
    self.stages = stages
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
    let heard = max(lastArrival ?? watchedSince, watchedSince)
    var episode = memory.episode ?? Machine.Episode(start: heard, seen: now)
    var events: [Machine.Event] = []
    while episode.reached < stages.count,
      now - episode.start >= stages[episode.reached].afterSeconds
    {
      events.append(
        .reached(
          stage: episode.reached, start: episode.start, at: now, isLate: false, lane: .live))
      episode.reached += 1
    }
    guard episode.reached > 0 else { return [] }
    episode.seen = now
    memory.episode = episode
    return events
  }
}
