public import ActionPlan
public import Ledger
public import Logging
public import Telemetry

/// Looks at committed values, hour by hour, and keeps what is not believable as marks.
///
/// What came is noted in inbox order; which hours are due, marks and the inbox sequence they follow
/// from are written in one ledger transaction. After a kill the pump hands over what came after
/// that sequence again: it makes the same hours due, and an hour looked at twice gives the same
/// marks.
public actor QualityService {
  /// A series' own limit, such as that of the rules that watch its facility; nil for none.
  public typealias Limits = @Sendable (SeriesKey) async -> Double?

  private let plan: Plan
  private let ledger: LedgerDatabase
  private let reader: SeriesReader
  private let limits: Limits
  private let now: @Sendable () -> Int
  private let logger: Logger

  private var due: DueHours
  private var watched = Watched()
  private var watchedAt: Int?
  private var silencesAt: Int?
  /// Inbox sequence up to which everything is noted.
  public private(set) var cursor: Int64
  private var savedCursor: Int64
  private var savedAt: Int
  private var isExamining = false

  /// Devices and points are read again this often, seconds.
  public static let rereadSeconds = 60
  /// Noted hours are written down this often, seconds.
  public static let checkpointSeconds = 5
  /// Series without a value are looked at this often, seconds.
  public static let silenceSeconds = 600
  /// Series looked at in one turn, so that a stop need not wait for all.
  public static let mostInTurn = 500

  /// - Parameters:
  ///   - ledger: opened with `QualitySchema.migrations`.
  ///   - beginAfter: inbox sequence to begin after where nothing was ever looked at: a district that
  ///     has run for years is not gone through again.
  ///   - now: UTC epoch seconds.
  public init(
    plan: Plan, ledger: LedgerDatabase, store: any TelemetryStore, beginAfter: Int64 = 0,
    limits: @escaping Limits = { _ in nil }, now: @escaping @Sendable () -> Int, logger: Logger
  ) async throws {
    self.plan = plan
    self.ledger = ledger
    reader = SeriesReader(store: store)
    self.limits = limits
    self.now = now
    self.logger = logger
    (due, cursor) = try await ledger.read { db in
      (try DueHours.read(in: db), try DueHours.cursor(in: db) ?? beginAfter)
    }
    savedCursor = cursor
    savedAt = now()
  }

  /// Takes the next committed batch; the pump's consumer. Batches may overlap with what was noted.
  ///
  /// - Throws: what the ledger said; the batch may be handed over again.
  public func process(_ batch: CommittedBatch) async throws {
    guard batch.lastSequence > cursor else { return }
    for committed in batch.samples where committed.sequence > cursor && !committed.isRepeat {
      let sample = committed.sample
      // A time far ahead is a wrong clock's; its hour comes in its own time.
      guard sample.series.windowSeconds <= Track.hourSeconds,
        plan.quality(of: sample.series.quantity) != nil
      else { continue }
      due.note(sample.series, at: sample.start)
    }
    cursor = batch.lastSequence
    if now() - savedAt >= Self.checkpointSeconds { try await checkpoint() }
  }

  /// Looks at the hours that are over, and at series that fell silent. Called every few seconds.
  ///
  /// - Returns: how many marks are new.
  @discardableResult
  public func tick() async throws -> Int {
    guard !isExamining else { return 0 }
    isExamining = true
    defer { isExamining = false }
    try await reread()
    var count = 0
    for (key, span) in due.ready(now: now()).sorted(by: { $0.key < $1.key })
      .prefix(Self.mostInTurn)
    {
      if Task.isCancelled { break }
      count += try await examine(key, span)
    }
    if Task.isCancelled { return count }
    if silencesAt.map({ now() - $0 >= Self.silenceSeconds }) ?? true {
      silencesAt = now()
      count += try await markSilences()
    }
    return count
  }

  /// Writes down everything not yet written; for a graceful stop.
  public func checkpoint() async throws {
    guard cursor > savedCursor || !due.changed.isEmpty else { return }
    let (noted, sequence) = (due, cursor)
    try await ledger.write { db in try noted.save(cursor: sequence, in: db) }
    written(noted, sequence)
  }

  // MARK: Inside

  private func examine(_ key: SeriesKey, _ span: DueHours.Span) async throws -> Int {
    let examination = Examination(
      plan: plan, watched: watched, reader: reader, limit: await limits(key), key: key, span: span)
    let found = watched.entries[key] == nil ? [] : try await examination.suspicions()
    // What came meanwhile for hours already looked at is due again.
    if due.spans[key].map({ $0.first < span.first }) ?? true { return 0 }
    var noted = due
    noted.done(key, through: span.last)
    let (kept, sequence, at, digest) = (noted, cursor, now(), plan.digest)
    let count = try await ledger.write { db in
      try kept.save(cursor: sequence, in: db)
      return try QualityMarks.record(found, of: key, planDigest: digest, at: at, in: db)
    }
    due.done(key, through: span.last)
    written(kept, sequence)
    if count > 0 {
      logger.info(
        "values are not believable", metadata: ["series": "\(key)", "marks": "\(count)"])
    }
    return count
  }

  /// Series that are due and of which nothing comes are a gap that still lasts.
  private func markSilences() async throws -> Int {
    let at = now()
    let keys = watched.entries.keys.filter { plan.quality(of: $0.quantity)?.gap != nil }
    var count = 0
    for latest in try await reader.store.latest(keys)
    where at - latest.start < SeriesReader.shownSeconds {
      guard let entry = watched.entries[latest.key], let interval = entry.intervalSeconds,
        let rule = plan.quality(of: latest.key.quantity)?.gap
      else { continue }
      let found = GapCheck(rule, intervalSeconds: interval).silence(since: latest.start, now: at)
      guard !found.isEmpty else { continue }
      let digest = plan.digest
      count += try await ledger.write { db in
        try QualityMarks.record(found, of: latest.key, planDigest: digest, at: at, in: db)
      }
    }
    return count
  }

  private func reread() async throws {
    let at = now()
    if let watchedAt, watchedAt <= at, at - watchedAt < Self.rereadSeconds { return }
    let plan = plan
    watched = try await ledger.read { db in try Watched.read(plan, now: at, in: db) }
    watchedAt = at
  }

  private func written(_ noted: DueHours, _ sequence: Int64) {
    // What was noted while the ledger wrote is not written down yet.
    if due.spans == noted.spans { due.saved() }
    savedCursor = sequence
    savedAt = now()
  }
}
