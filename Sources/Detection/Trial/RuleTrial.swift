public import ActionPlan
public import GRDB
import Ledger
public import Telemetry

/// A rule run over what is stored, as if it had been switched on: the same engine over the same
/// samples, by their own time. Nothing is written.
public struct RuleTrial: Sendable {
  /// One stretch in which the rule would have held long enough to do something.
  public struct Episode: Sendable, Hashable {
    /// What the newest stage reached would have opened.
    public struct Opening: Sendable, Hashable {
      public let procedure: String
      public let severity: Severity
      /// Epoch seconds by sample time.
      public let at: Int
    }

    /// `equipment-pairs/12`: a register and its row.
    public let subject: String
    public let facility: String?
    public let place: String?
    /// Epoch seconds by sample time.
    public let start: Int
    /// nil where it lasted to the end of the trial.
    public internal(set) var endedAt: Int?
    /// nil where only the facility would have been told.
    public internal(set) var opening: Opening?
    /// Why, one for each condition, when the newest stage was reached.
    public internal(set) var grounds: [Ground]
  }

  private let rule: Rule
  private var engine: Engine
  /// Rows that the rule would watch.
  public let watchedCount: Int
  /// Rows that it cannot watch, each with what was found and what to do.
  public let faults: [String]

  /// How many samples of a series are read at once: a day has fewer.
  private static let sliceSeconds = 86_400

  /// Reads what the rule would watch, as the registers are now.
  ///
  /// - Parameters:
  ///   - plan: the plan that has the rule; what the ledger does not keep of its registers is empty.
  ///   - from: epoch seconds; declared stops count from here.
  public init(of rule: Rule, in plan: Plan, from: Int, _ db: Database) throws {
    let readable = plan.replacing(
      registers: try plan.registers.compactMap { try RegisterStore.kept($0, in: db) },
      rules: [rule])
    let reading = try SubjectReader.read(readable, now: from, in: db)
    self.rule = rule
    engine = Engine(reading.subjects.map { Watch($0, memory: nil, watchedSince: from) })
    watchedCount = reading.subjects.count
    faults = reading.faults.map(\.description)
  }

  /// Runs over the samples with `from <= start < until`, in order of their time.
  ///
  /// - Returns: episodes that reached a stage, the earliest first.
  /// - Throws: what the store says.
  public mutating func run(
    over store: any TelemetryStore, from: Int, until: Int
  ) async throws -> [Episode] {
    let keys = try await keys(in: store)
    var episodes: [Key: Episode] = [:]
    var begin = from
    while begin < until {
      let end = min(begin + Self.sliceSeconds, until)
      var samples: [CommittedSample] = []
      for key in keys {
        samples += try await store.raw(
          key, from: begin, until: end, limit: EmbeddedStore.greatestLimit
        ).map { CommittedSample($0, of: key) }
      }
      samples.sort { ($0.sample.end, $0.sequence) < ($1.sample.end, $1.sequence) }
      for occurrence in engine.take(samples) { note(occurrence, in: &episodes) }
      begin = end
    }
    return episodes.values.sorted { ($0.start, $0.subject) < ($1.start, $1.subject) }
  }

  /// The series that the rule's subjects are judged by.
  private func keys(in store: any TelemetryStore) async throws -> [SeriesKey] {
    var keys: Set<SeriesKey> = []
    var quantities: Set<[String]> = []
    for watch in engine.watches {
      switch watch.subject.source {
      case .series(let series): keys.formUnion(series)
      case .quantity(let point, let quantity): quantities.insert([point, quantity])
      case .device: break
      }
    }
    if !quantities.isEmpty {
      for latest in try await store.latest(nil)
      where quantities.contains([latest.key.point, latest.key.quantity]) {
        keys.insert(latest.key)
      }
    }
    return keys.sorted()
  }

  private struct Key: Hashable {
    let subject: String
    let start: Int
  }

  private func note(_ occurrence: Engine.Occurrence, in episodes: inout [Key: Episode]) {
    let subject = occurrence.subject
    switch occurrence.event {
    case .reached(let stage, let start, let at, _, _):
      let key = Key(subject: subject.identity.subject, start: start)
      var episode =
        episodes[key]
        ?? Episode(
          subject: subject.identity.subject, facility: subject.facility, place: subject.place,
          start: start, grounds: [])
      if case .open(let procedure, let severity) = subject.setup.stages[stage].action {
        episode.opening = Episode.Opening(procedure: procedure, severity: severity, at: at)
      }
      episode.grounds = occurrence.grounds
      episodes[key] = episode
    case .ended(let start, let at):
      episodes[Key(subject: subject.identity.subject, start: start)]?.endedAt = at
    case .resumed(let start):
      episodes[Key(subject: subject.identity.subject, start: start)]?.endedAt = nil
    }
  }
}

extension CommittedSample {
  /// As the store holds it now.
  fileprivate init(_ stored: StoredSample, of key: SeriesKey) {
    self.init(
      sample: Sample(
        series: key, start: stored.start, value: stored.value, asSent: stored.asSent,
        flag: stored.flag),
      sequence: stored.sequence, receivedAt: stored.receivedAt)
  }
}
