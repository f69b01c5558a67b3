public import ActionPlan
import CoreMetrics
public import GRDB
public import Ledger
public import Logging
public import Telemetry

/// Watches committed samples, in inbox order, for what the plan's rules look for.
///
/// Everything it knows is in memory; what a kill must not lose is written to the ledger: cursor,
/// memories, findings, and whatever `onEffect` writes, in one transaction. At once when there is an
/// effect, otherwise every `checkpointSeconds`. After a kill the pump hands over what came after
/// the cursor again, and the same findings come of it.
public actor DetectionService {
  public typealias OnEffect = @Sendable (DetectionEffect, Database) throws -> Void
  public typealias AfterCommit = @Sendable ([DetectionEffect]) async -> Void

  let plan: Plan
  let ledger: LedgerDatabase
  let now: @Sendable () -> Int
  let onEffect: OnEffect
  let afterCommit: AfterCommit
  let logger: Logger
  let checkpointSeconds: Int
  let metrics = DetectionMetrics()

  var engine = Engine()
  var reading = SubjectReader.Reading()
  var readAt: Int
  /// Number of the last audit entry that `reading` knows of.
  var readThrough: Int64 = 0
  /// Inbox sequence up to which everything is applied.
  public internal(set) var cursor: Int64
  var checkpointedCursor: Int64
  var checkpointedAt: Int

  private var isBusy = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// Registers, devices and declarations are read again this often, if nobody said that they changed.
  public static let rereadSeconds = 10

  /// Reads what is to be watched, and what the last checkpoint kept.
  ///
  /// - Parameters:
  ///   - plan: the plan in force; its registers have their tables in the ledger.
  ///   - ledger: opened with `DetectionSchema.migrations`.
  ///   - now: UTC epoch seconds.
  ///   - checkpointSeconds: how much, at most, has to be gone through again after a kill; at least 1.
  ///   - onEffect: runs in the ledger transaction that records the finding; what it writes is there
  ///     if and only if the finding is. If it throws, nothing of the step is kept.
  ///   - afterCommit: the effects of a step, once they are safe.
  /// - Throws: what SQLite said.
  public init(
    plan: Plan, ledger: LedgerDatabase, now: @escaping @Sendable () -> Int,
    checkpointSeconds: Int = 2, logger: Logger, onEffect: @escaping OnEffect,
    afterCommit: @escaping AfterCommit = { _ in }
  ) async throws {
    self.plan = plan
    self.ledger = ledger
    self.now = now
    self.onEffect = onEffect
    self.afterCommit = afterCommit
    self.logger = logger
    self.checkpointSeconds = max(1, checkpointSeconds)
    cursor = 0
    checkpointedCursor = 0
    checkpointedAt = now()
    readAt = now()
    try await restore()
  }

  /// Takes the next committed batch; the pump's consumer. Batches may overlap with what was applied.
  ///
  /// - Throws: what the ledger said or `onEffect` threw; the batch may be handed over again. A batch
  ///   with effects is then not applied at all. One without may be applied in memory and is passed
  ///   over when it comes again; what a checkpoint did not write down stays due for the next.
  public func process(_ batch: CommittedBatch) async throws {
    let effects = try await inTurn { () async throws -> [DetectionEffect] in
      guard batch.lastSequence > cursor else { return [] }
      let done = cursor
      let samples = batch.samples.filter { $0.sequence > done }
      engine.begin()
      let occurrences =
        engine.take(batch.arrivals.filter { $0.sequence > done }) + engine.take(samples)
      let effects = try await commit(occurrences, through: batch.lastSequence)
      metrics.samples.increment(by: samples.count)
      metrics.aheadOfClock.increment(by: engine.aheadOfClock)
      return effects
    }
    if !effects.isEmpty { await afterCommit(effects) }
  }

  /// Judges silence by the clock, looks for changed registers, and writes a checkpoint that is due.
  /// Called every few seconds.
  public func tick() async throws {
    // By itself: what it says is safe, whatever becomes of the rest.
    if now() - readAt >= Self.rereadSeconds { try await reload() }
    let effects = try await inTurn { () async throws -> [DetectionEffect] in
      engine.begin()
      return try await commit(engine.tick(now: now()), through: cursor)
    }
    if !effects.isEmpty { await afterCommit(effects) }
  }

  /// Registers, devices or declarations changed.
  public func reload() async throws {
    let effects = try await inTurn { try await reread() }
    if !effects.isEmpty { await afterCommit(effects) }
  }

  /// Writes down everything not yet written; for a graceful stop.
  public func checkpoint() async throws {
    try await inTurn { try await save() }
  }

  /// One step at a time, in the order of asking: an actor alone would let others in at each `await`.
  func inTurn<T: Sendable>(_ step: () async throws -> T) async rethrows -> T {
    if isBusy {
      await withCheckedContinuation { waiting.append($0) }
    }
    isBusy = true
    defer {
      if waiting.isEmpty { isBusy = false } else { waiting.removeFirst().resume() }
    }
    return try await step()
  }
}
