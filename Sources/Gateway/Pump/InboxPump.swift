public import Logging
import NIOConcurrencyHelpers
public import ServiceLifecycle
public import Telemetry

/// Carries frames from the inbox into the store and on to whoever works on committed samples, in
/// inbox order and exactly once.
///
/// The store keeps its cursor in the transaction that stores; each consumer keeps its own the same
/// way. After a kill the pump begins at the older of the two: what the store has is translated
/// again for the consumers (the store says of each sample what it was the first time), what the
/// consumers have had is stored and not handed over again.
public final class InboxPump: Service {
  public typealias Consumer = @Sendable (CommittedBatch) async throws -> Void

  /// Frames of one store transaction, at most.
  static let batchFrames = 500

  private let inbox: Inbox
  private let store: any TelemetryStore
  private let latest: LatestValues
  private let directory: @Sendable () -> DeviceDirectory
  private let translator: FrameTranslator
  private let startAfter: Int64
  private let consumers: [Consumer]
  private let logger: Logger
  private let counters = PumpCounters()
  private let unbound = UnboundKeys()
  private let flagged = FlaggedContents()
  private let doneThrough: NIOLockedValueBox<Int64>

  /// - Parameters:
  ///   - utcOffsetSeconds: the plan's distance from UTC; the units' clocks follow it.
  ///   - startAfter: the inbox sequence the consumers have had already.
  ///   - consumers: called one after the other, each with every batch.
  public init(
    inbox: Inbox, store: any TelemetryStore, latest: LatestValues,
    directory: @escaping @Sendable () -> DeviceDirectory, utcOffsetSeconds: Int,
    startAfter: Int64, consumers: [Consumer], logger: Logger
  ) {
    self.inbox = inbox
    self.store = store
    self.latest = latest
    self.directory = directory
    self.startAfter = startAfter
    self.consumers = consumers
    self.logger = logger
    translator = FrameTranslator(utcOffsetSeconds: utcOffsetSeconds)
    doneThrough = NIOLockedValueBox(0)
  }

  /// The last inbox sequence that the store and every consumer have had.
  public var appliedThrough: Int64 { doneThrough.withLockedValue { $0 } }

  /// Keys that devices send and no binding knows, of one device or of all; the 2,000 of late.
  public func unboundKeys(mn: String? = nil) -> [UnboundKey] { unbound.all(mn: mn) }

  /// Contents that could not become samples, the newest first; the 500 of late.
  public func flaggedContents(mn: String? = nil) -> [FlaggedContent] { flagged.recent(mn: mn) }

  /// How many contents were flagged since the start, by code.
  public func flaggedCounts() -> [String: Int] { flagged.counts }

  /// Works until a graceful stop; then the batch in hand is finished.
  public func run() async throws {
    let wakes = inbox.newFrames()
    do {
      let stored = try await persevering("store cursor not read") {
        try await self.store.appliedSequence
      }
      var position = Position(stored: stored, handed: startAfter)
      doneThrough.withLockedValue { $0 = position.done }
      try await drain(&position)
      for await _ in wakes.cancelOnGracefulShutdown() { try await drain(&position) }
    } catch is CancellationError {
      logger.debug("inbox pump cancelled", metadata: ["through": "\(appliedThrough)"])
    }
  }

  /// How far the frames went.
  struct Position {
    /// Stored through here.
    var stored: Int64
    /// Handed to the consumers, or being handed, through here.
    var handed: Int64
    var done: Int64 { min(stored, handed) }

    /// Up to where frames after `done` are treated alike; nil for no end.
    var turn: Int64? { stored == handed ? nil : max(stored, handed) }
  }

  /// Carries on until the inbox is empty. While the consumers work on one batch the next is stored
  /// already; never more than one.
  private func drain(_ position: inout Position) async throws {
    try await withThrowingTaskGroup(of: Void.self) { handing in
      while !Task.isCancelled, !Task.isShuttingDownGracefully,
        let frames = try await nextFrames(&position), let last = frames.last?.sequence
      {
        let began = ContinuousClock.now
        let committed = try await store(frames, through: last, &position)
        try await handing.waitForAll()
        guard position.handed < last else {
          finished(last, since: began)
          continue
        }
        position.handed = last
        let batch = CommittedBatch(
          firstSequence: frames.first?.sequence ?? last, lastSequence: last, samples: committed,
          arrivals: frames.map(FrameArrival.init(_:)))
        handing.addTask {
          try await self.hand(batch)
          self.finished(last, since: began)
        }
      }
      try await handing.waitForAll()
    }
  }

  private func finished(_ sequence: Int64, since began: ContinuousClock.Instant) {
    doneThrough.withLockedValue { $0 = sequence }
    counters.batch(took: ContinuousClock.now - began)
  }

  /// The next frames that are treated alike; nil where there are none.
  private func nextFrames(_ position: inout Position) async throws -> [InboxFrame]? {
    let done = position.done
    let frames = try await persevering("inbox not read") {
      try self.inbox.frames(after: done, limit: Self.batchFrames)
    }
    guard let turn = position.turn else { return frames.isEmpty ? nil : frames }
    let alike = Array(frames.prefix { $0.sequence <= turn })
    if !alike.isEmpty { return alike }
    // Nothing is left to make up for.
    position = Position(stored: turn, handed: turn)
    return frames.isEmpty ? nil : frames
  }

  private func store(
    _ frames: [InboxFrame], through last: Int64, _ position: inout Position
  ) async throws -> [CommittedSample] {
    let samples = translate(frames)
    let committed = try await persevering("samples not stored") {
      try await self.store.apply(samples, through: last)
    }
    guard position.stored < last else { return committed }
    position.stored = last
    try await persevering("latest values not read") {
      try await self.latest.update(committed, from: self.store)
    }
    counters.stored(committed)
    return committed
  }

  private func translate(_ frames: [InboxFrame]) -> [StampedSample] {
    let directory = directory()
    var samples: [StampedSample] = []
    for frame in frames {
      let translation = translator.translate(frame, by: directory)
      samples += translation.samples
      for (rawKey, value) in translation.unbound {
        unbound.seen(
          mn: frame.mn, rawKey: rawKey, cn: frame.cn, value: value,
          at: frame.receivedAtMilliseconds / 1000)
      }
      counters.unbound(translation.unbound.count)
      for one in translation.flagged {
        flagged.add(one)
        counters.flagged(one.code)
        logger.debug(
          "content flagged",
          metadata: ["mn": "\(one.mn)", "sequence": "\(one.sequence)", "code": "\(one.code)"])
      }
    }
    return samples
  }

  private func hand(_ batch: CommittedBatch) async throws {
    for consumer in consumers {
      try await persevering("committed samples not taken") { try await consumer(batch) }
    }
  }

  /// Tries until it works, with longer and longer pauses: nothing may be passed over, and what is
  /// behind it is safe in the inbox. Ends with `CancellationError` when the service is to stop.
  private func persevering<T: Sendable>(
    _ complaint: Logger.Message, _ work: @Sendable () async throws -> T
  ) async throws -> T {
    var pause = Duration.milliseconds(100)
    while true {
      do {
        return try await work()
      } catch is CancellationError {
        throw CancellationError()
      } catch {
        counters.failed()
        logger.error(
          complaint, metadata: ["error": "\(error)", "after": "\(appliedThrough)"])
      }
      if Task.isShuttingDownGracefully { throw CancellationError() }
      try await cancelWhenGracefulShutdown { [pause] in try await Task.sleep(for: pause) }
      pause = min(pause * 2, .seconds(5))
    }
  }
}

extension FrameArrival {
  init(_ frame: InboxFrame) {
    self.init(
      sequence: frame.sequence, mn: frame.mn, st: frame.st, cn: frame.cn,
      receivedAtMilliseconds: frame.receivedAtMilliseconds)
  }
}
