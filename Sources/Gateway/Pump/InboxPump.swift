public import ActionPlan
public import Logging
import NIOConcurrencyHelpers
public import ServiceLifecycle
public import Telemetry

/// Carries frames from the inbox into the store and on to whoever works on committed samples, in
/// inbox order and exactly once.
///
/// The store keeps its cursor in the transaction that stores; each consumer keeps its own the same
/// way. Storing and handing over are two steps side by side. What the store has and the consumers
/// have not, after a kill or because they failed, is translated again for them (the store says of
/// each sample what it was the first time); what the consumers have had is stored and not handed
/// over again.
public final class InboxPump: Service {
  public typealias Consumer = @Sendable (CommittedBatch) async throws -> Void

  /// Frames of one store transaction, at most.
  static let batchFrames = 500
  /// What failed for so long will hardly mend itself; see `isStuck`.
  public static let stuckAfter = Duration.seconds(120)

  private let inbox: Inbox
  private let store: any TelemetryStore
  private let latest: LatestValues
  private let directory: @Sendable () -> DeviceDirectory
  private let translator: MessageTranslator
  private let startAfter: Int64
  private let consumers: [Consumer]
  private let logger: Logger
  private let counters = PumpCounters()
  private let unbound = UnboundKeys()
  private let flagged = FlaggedContents()
  private let perseverance: Perseverance
  private let handover = NIOLockedValueBox(Handover())
  /// Wakes the step that hands over: something is stored.
  private let stored = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  /// Wakes the step that stores: a batch was handed over, or the consumers failed.
  private let room = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

  /// - Parameters:
  ///   - utcOffsetSeconds: the plan's distance from UTC; the units' clocks follow it.
  ///   - sources: what the plan says of other ways in.
  ///   - startAfter: the inbox sequence the consumers have had already.
  ///   - consumers: called one after the other, each with every batch.
  ///   - stuckAfter: how long a step may fail before `isStuck` says so.
  public init(
    inbox: Inbox, store: any TelemetryStore, latest: LatestValues,
    directory: @escaping @Sendable () -> DeviceDirectory, utcOffsetSeconds: Int,
    sources: [DataSource] = [], startAfter: Int64, consumers: [Consumer], logger: Logger,
    stuckAfter: Duration = InboxPump.stuckAfter
  ) {
    self.inbox = inbox
    self.store = store
    self.latest = latest
    self.directory = directory
    self.startAfter = startAfter
    self.consumers = consumers
    self.logger = logger
    translator = MessageTranslator(utcOffsetSeconds: utcOffsetSeconds, sources: sources)
    perseverance = Perseverance(stuckAfter: stuckAfter, logger: logger) {
      [counters, room = room.continuation] in
      counters.failed()
      room.yield()
    }
  }

  /// The last inbox sequence that the store and every consumer have had.
  public var appliedThrough: Int64 { handover.withLockedValue { $0.doneThrough } }

  /// Frames of the inbox that wait for the store, and for the store and every consumer.
  public var waitingFrames: (forStore: Int64, forConsumers: Int64) {
    let newest = inbox.newestSequence
    return handover.withLockedValue {
      (max(newest - $0.storedThrough, 0), max(newest - $0.doneThrough, 0))
    }
  }

  /// One step has failed for so long that somebody should look: nothing behind it is worked on.
  public var isStuck: Bool { perseverance.isStuck }

  /// Keys that devices send and no binding knows, of one device or of all; the 20,000 of late.
  public func unboundKeys(mn: String? = nil) -> [UnboundKey] { unbound.all(mn: mn) }

  /// Contents that could not become samples, the newest first; the 500 of late.
  public func flaggedContents(mn: String? = nil) -> [FlaggedContent] { flagged.recent(mn: mn) }

  /// Works until a graceful stop; then the batches in hand are finished.
  public func run() async throws {
    do {
      let stored = try await persevering("store cursor not read") {
        try await self.store.appliedSequence
      }
      handover.withLockedValue {
        $0 = Handover(storedThrough: stored, handedThrough: self.startAfter)
      }
      try await withThrowingTaskGroup(of: Void.self) { steps in
        steps.addTask { try await self.storeFrames() }
        steps.addTask { try await self.handOverBatches() }
        try await steps.waitForAll()
      }
    } catch is CancellationError {
      logger.debug("inbox pump cancelled", metadata: ["through": "\(appliedThrough)"])
    }
  }

  // MARK: Storing

  private func storeFrames() async throws {
    defer { stored.continuation.finish() }
    let wakes = inbox.newFrames()
    var rooms = room.stream.makeAsyncIterator()
    stored.continuation.yield()
    try await storeAll(&rooms)
    for await _ in wakes.cancelOnGracefulShutdown() { try await storeAll(&rooms) }
  }

  /// Carries on until the inbox is empty. It waits for consumers that are slow, not for those that
  /// fail: the newest values are on the pages all the same.
  private func storeAll(_ rooms: inout AsyncStream<Void>.Iterator) async throws {
    var next = try await translated(after: handover.withLockedValue { $0.storedThrough })
    while let now = next, !isStopping {
      while handover.withLockedValue({ $0.isFull }), !perseverance.isFailing(Self.notTaken),
        await rooms.next() != nil
      {}
      if isStopping { return }
      // What the next frames mean is worked out while these are stored.
      async let following = translated(after: now.last)
      try await store(now)
      next = try await following
    }
  }

  /// Frames of one transaction, with what they mean.
  private struct Translated: Sendable {
    let after: Int64
    let last: Int64
    let frames: [InboxFrame]
    let samples: [StampedSample]
  }

  /// Nil where there are none.
  private func translated(after: Int64) async throws -> Translated? {
    let frames = try await frames(after: after)
    guard let last = frames.last?.sequence else { return nil }
    return Translated(after: after, last: last, frames: frames, samples: takingNote(of: frames))
  }

  private func store(_ translated: Translated) async throws {
    let began = ContinuousClock.now
    let committed = try await store(translated.samples, through: translated.last)
    try await persevering("latest values not read") {
      try await self.latest.update(committed, from: self.store)
    }
    counters.stored(committed)
    let batch = Self.batch(translated.frames, committed, translated.last)
    handover.withLockedValue {
      $0.stored(Handover.Stored(batch: batch, after: translated.after, began: began))
    }
    stored.continuation.yield()
  }

  private func frames(after sequence: Int64) async throws -> [InboxFrame] {
    try await persevering("inbox not read") {
      try await self.inbox.frames(after: sequence, limit: Self.batchFrames)
    }
  }

  private func store(
    _ samples: [StampedSample], through last: Int64
  ) async throws -> [CommittedSample] {
    try await persevering("samples not stored") {
      try await self.store.apply(samples, through: last)
    }
  }

  private static func batch(
    _ frames: [InboxFrame], _ committed: [CommittedSample], _ last: Int64
  ) -> CommittedBatch {
    CommittedBatch(
      firstSequence: frames.first?.sequence ?? last, lastSequence: last, samples: committed,
      arrivals: frames.map(FrameArrival.init(_:)))
  }

  /// Translates frames that are new, and remembers what could not become a sample.
  private func takingNote(of frames: [InboxFrame]) -> [StampedSample] {
    let directory = directory()
    var samples: [StampedSample] = []
    for frame in frames {
      let translation = translator.translate(frame, by: directory)
      samples += translation.samples
      note(translation, of: frame)
    }
    return samples
  }

  private func note(_ translation: FrameTranslator.Translation, of frame: InboxFrame) {
    unbound.seen(
      translation.unbound, mn: frame.mn, cn: frame.cn, at: frame.receivedAtMilliseconds / 1000)
    counters.unbound(translation.unbound.count)
    for one in translation.flagged {
      flagged.add(one)
      counters.flagged(one.code)
      logger.debug(
        "content flagged",
        metadata: ["mn": "\(one.mn)", "sequence": "\(one.sequence)", "code": "\(one.code)"])
    }
  }

  // MARK: Handing over

  private static let notTaken: Logger.Message = "committed samples not taken"

  private func handOverBatches() async throws {
    defer { room.continuation.finish() }
    for await _ in stored.stream.cancelOnGracefulShutdown() {
      while !isStopping, let next = handover.withLockedValue({ $0.next() }) {
        switch next {
        case .batch(let stored): try await handOver(stored.batch, began: stored.began)
        case .recall(let after, let through): try await recall(after: after, through: through)
        }
      }
    }
  }

  private func handOver(_ batch: CommittedBatch, began: ContinuousClock.Instant) async throws {
    for consumer in consumers {
      try await persevering(Self.notTaken) { try await consumer(batch) }
    }
    handover.withLockedValue { $0.handed(through: batch.lastSequence) }
    counters.batch(took: ContinuousClock.now - began)
    room.continuation.yield()
  }

  /// Hands over what the store has had before: at most one batch of it.
  private func recall(after: Int64, through: Int64) async throws {
    let began = ContinuousClock.now
    let frames = try await frames(after: after).filter { $0.sequence <= through }
    guard let last = frames.last?.sequence else {
      // The store is ahead of the inbox, which is an older copy.
      handover.withLockedValue {
        $0.recalled(through: through)
        $0.handed(through: through)
      }
      return
    }
    let directory = directory()
    let samples = frames.flatMap { translator.translate($0, by: directory).samples }
    let committed = try await store(samples, through: last)
    handover.withLockedValue { $0.recalled(through: last) }
    try await handOver(Self.batch(frames, committed, last), began: began)
  }

  private var isStopping: Bool { Task.isCancelled || Task.isShuttingDownGracefully }

  private func persevering<T: Sendable>(
    _ complaint: Logger.Message, _ work: @Sendable () async throws -> T
  ) async throws -> T {
    try await perseverance.until(complaint, after: { self.appliedThrough }, work)
  }
}

extension FrameArrival {
  init(_ frame: InboxFrame) {
    self.init(
      sequence: frame.sequence, mn: frame.mn, st: frame.st, cn: frame.cn,
      receivedAtMilliseconds: frame.receivedAtMilliseconds)
  }
}
