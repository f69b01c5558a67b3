public import ActionPlan
public import GRDB
public import Telemetry

/// A rule of silence run over the arrivals that an inbox keeps, as if it had been switched on. Nothing
/// is written.
///
/// Nobody kept when the server listened. A stretch as long as the rule's first stage in which no device
/// at all was heard therefore counts for no silence, as a server that was down hears nobody.
public struct SilenceTrial: Sendable {
  private let stages: [Stage]
  private var devices: [Device] = []
  private let byMN: [String: Int]
  private var heard: Int
  private var episodes: [Key: RuleTrial.Episode] = [:]

  /// Stretches in which nobody was heard, epoch seconds.
  public private(set) var deaf: [Range<Int>] = []

  /// Devices that the rule would watch.
  public var watchedCount: Int { devices.count }

  private struct Device: Sendable {
    let subject: Subject
    var watch: SilenceWatch
    /// Up to when it was judged.
    var at: Int
  }

  private struct Key: Hashable {
    let subject: String
    let start: Int
  }

  /// Reads which devices the rule would watch, as they are now.
  ///
  /// - Parameter from: epoch seconds at which it begins to listen.
  /// - Returns: nil for a rule that does not look for silence.
  public init?(of rule: Rule, in plan: Plan, from: Int, _ db: Database) throws {
    guard rule.trigger == .silent else { return nil }
    let reading = try SubjectReader.read(plan.replacing(rules: [rule]), now: from, in: db)
    stages = rule.stages
    heard = from
    for subject in reading.subjects {
      devices.append(
        Device(
          subject: subject,
          watch: SilenceWatch(
            stages: rule.stages, suspensions: subject.setup.suspensions, watchedSince: from),
          at: from))
    }
    byMN = Dictionary(
      devices.enumerated().compactMap { index, device in
        if case .device(let mn) = device.subject.source { (mn, index) } else { nil }
      }, uniquingKeysWith: { first, _ in first })
  }

  /// Runs over the frames that arrived in a time.
  ///
  /// - Parameter until: epoch seconds; where the inbox ends before, so does what can be said.
  /// - Returns: episodes that reached a stage, the earliest first.
  /// - Throws: what the inbox says.
  public mutating func run(
    over arrivals: ArrivalReader, from: Int, until: Int
  ) async throws -> [RuleTrial.Episode] {
    var sequence: Int64?
    while let next = try await arrivals.next(
      after: sequence, within: from * 1_000..<until * 1_000, limit: 20_000)
    {
      for arrival in next.arrivals {
        hear(arrival.mn, at: arrival.receivedAtMilliseconds / 1_000)
      }
      sequence = next.sequence
    }
    return finish()
  }

  /// A frame of a device, watched or not: whoever is heard, the server listens.
  mutating func hear(_ mn: String, at time: Int) {
    if let patience = stages.first?.afterSeconds, time - heard >= max(1, patience) {
      deaf.append(heard..<time)
      for index in devices.indices { restart(index, at: time) }
    }
    heard = max(heard, time)
    guard let index = byMN[mn] else { return }
    judge(index, until: time)
    note(devices[index].watch.hear(at: time), index)
  }

  /// - Returns: what was found up to the last time that anybody was heard.
  mutating func finish() -> [RuleTrial.Episode] {
    for index in devices.indices { judge(index, until: heard) }
    return episodes.values.sorted { ($0.start, $0.subject) < ($1.start, $1.subject) }
  }

  /// As after a server's start: what was said stays said, and the device has its time to be heard.
  private mutating func restart(_ index: Int, at time: Int) {
    judge(index, until: heard)
    let device = devices[index]
    devices[index].watch = SilenceWatch(
      stages: stages, suspensions: device.subject.setup.suspensions, watchedSince: time,
      memory: device.watch.memory)
    devices[index].at = time
  }

  /// Looks at the clock at each second that may say something.
  private mutating func judge(_ index: Int, until end: Int) {
    let watch = devices[index].watch
    let suspensions = watch.suspensions.flatMap { [$0.lowerBound, $0.upperBound] }
    let starts =
      [watch.lastArrival, watch.memory.episode?.start].compactMap(\.self)
      + [watch.watchedSince] + suspensions
    let moments = Set(
      starts.flatMap { start in stages.map { start + $0.afterSeconds } } + suspensions)
    for moment in moments.sorted() where moment >= devices[index].at && moment <= end {
      note(devices[index].watch.tick(now: moment), index)
    }
    devices[index].at = max(devices[index].at, end)
  }

  private mutating func note(_ events: [Machine.Event], _ index: Int) {
    let subject = devices[index].subject
    for event in events {
      switch event {
      case .reached(let stage, let start, let at, _, _):
        let key = Key(subject: subject.identity.subject, start: start)
        var episode =
          episodes[key]
          ?? RuleTrial.Episode(
            subject: subject.identity.subject, facility: subject.facility, place: subject.place,
            start: start, grounds: [])
        if case .open(let procedure, let severity) = stages[stage].action {
          episode.opening = RuleTrial.Episode.Opening(
            procedure: procedure, severity: severity, at: at)
        }
        episode.grounds = [
          Ground(
            condition: 0, comparison: .silent, series: nil, value: nil, isAboveRange: false,
            limit: nil, upperLimit: nil, since: start, at: at)
        ]
        episodes[key] = episode
      case .ended(let start, let at):
        episodes[Key(subject: subject.identity.subject, start: start)]?.endedAt = at
      case .resumed(let start):
        episodes[Key(subject: subject.identity.subject, start: start)]?.endedAt = nil
      }
    }
  }
}
