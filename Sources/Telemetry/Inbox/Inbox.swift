import CoreMetrics
import Dispatch
import GRDB
import Synchronization

/// Raw frames, on disk before anybody says they were received (`inbox.sqlite`).
///
/// Group commit: frames that arrive while the disk is busy wait together and become the next
/// transaction, so that one `fdatasync` serves all of them and a lone frame waits for nobody.
/// Everything is written on the inbox's own queue, never on an event loop.
///
/// A stored frame survives `kill -9` and power loss: the file is in WAL mode with
/// `synchronous=FULL`, so each commit is synced before it returns. When the disk refuses a batch,
/// each of its frames is refused, none is stored, and the next batch tries again.
public final class Inbox: Sendable {
  public let path: String
  public let limits: InboxLimits

  let pool: DatabasePool
  let state: Mutex<State>
  private let commits: DispatchQueue
  private let meters = InboxMeters()

  struct Pending: Sendable {
    let frame: IncomingFrame
    let completion: @Sendable (Result<Receipt, InboxError>) -> Void
  }

  struct State: Sendable {
    var waiting: [Pending] = []
    var waitingBytes = 0
    /// Frames of the batch being written.
    var writing = 0
    var isDraining = false
    var isClosed = false
    var floor: Int64 = 0
    var newestSequence: Int64 = 0
    /// The newest stored frames, without a gap, for whoever reads on from them.
    var recent: [InboxFrame] = []
    var recentBytes = 0
    /// What was read from the file beyond what was asked for: links are read and checked whole.
    var ahead: [InboxFrame] = []
    /// Called once it is not crowded any more.
    var waitingForRoom: [@Sendable () -> Void] = []
    var counts = InboxCounts()
    var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
    var nextListener = 0

    /// Frames that are remembered: seconds of a province, some 10 MB.
    private static let recentLimit = 16_384
    /// Messages of sources are larger than frames.
    private static let recentBytesLimit = 32 << 20

    mutating func remember(_ fresh: [InboxFrame]) {
      guard let first = fresh.first else { return }
      if recent.last.map({ $0.sequence + 1 != first.sequence }) ?? false {
        forget(recent.count)
      }
      recent += fresh
      recentBytes += fresh.reduce(0) { $0 + $1.bytes.count }
      // By halves, so that not every commit moves all of them.
      if recent.count > 2 * Self.recentLimit {
        forget(recent.count - Self.recentLimit)
      }
      if recentBytes > Self.recentBytesLimit { forget(recent.count) }
    }

    private mutating func forget(_ count: Int) {
      recentBytes -= recent.prefix(count).reduce(0) { $0 + $1.bytes.count }
      recent.removeFirst(count)
    }

    /// Only without a gap, as an older copy that was restored leaves one.
    mutating func lookAhead(_ frames: [InboxFrame]) {
      guard let first = frames.first?.sequence, let last = frames.last?.sequence else { return }
      ahead = last - first + 1 == Int64(frames.count) ? frames : []
    }

    /// Nil where some of them have to be read from the file.
    func remembered(after sequence: Int64, limit: Int) -> [InboxFrame]? {
      if let first = recent.first?.sequence, first <= sequence + 1 {
        let begin = min(Int(sequence + 1 - first), recent.count)
        return Array(recent[begin...].prefix(limit))
      }
      guard let first = ahead.first?.sequence, let last = ahead.last?.sequence,
        first <= sequence + 1, sequence < last
      else { return nil }
      return Array(ahead[Int(sequence + 1 - first)...].prefix(limit))
    }
  }

  /// Opens the file, or makes it where there is none.
  ///
  /// - Throws: `.cannotOpen`, also where the disk would not sync each commit.
  public init(path: String, limits: InboxLimits = InboxLimits()) throws(InboxError) {
    self.path = path
    self.limits = limits
    commits = DispatchQueue(label: "lantian.inbox")
    do {
      pool = try Self.open(path)
      state = Mutex(State(newestSequence: try pool.read(InboxSchema.lastSequence)))
    } catch {
      throw .cannotOpen(path: path, why: diskReason(error))
    }
  }

  /// Stores a frame; returns once it is on disk.
  ///
  /// - Throws: any `InboxError`; the frame is then not stored and must not be acknowledged.
  public func append(_ frame: IncomingFrame) async throws(InboxError) -> Receipt {
    let result = await withCheckedContinuation { continuation in
      append(frame) { continuation.resume(returning: $0) }
    }
    return try result.get()
  }

  /// Stores a frame; never blocks.
  ///
  /// - Parameter completion: called exactly once: on the inbox's own queue after the commit, or
  ///   at once on the caller's thread when the frame is refused. It must return quickly.
  public func append(
    _ frame: IncomingFrame,
    completion: @escaping @Sendable (Result<Receipt, InboxError>) -> Void
  ) {
    let refusal = state.withLock { state -> InboxError? in
      if let refusal = self.refusal(of: frame, state) {
        if case .overloaded = refusal { state.counts.overloaded += 1 }
        return refusal
      }
      state.waiting.append(Pending(frame: frame, completion: completion))
      state.waitingBytes += frame.bytes.count
      if !state.isDraining {
        state.isDraining = true
        commits.async { self.drain() }
      }
      return nil
    }
    if let refusal {
      if case .overloaded = refusal { meters.overloaded.increment() }
      completion(.failure(refusal))
    }
  }

  private func refusal(of frame: IncomingFrame, _ state: borrowing State) -> InboxError? {
    if state.isClosed { return .closed }
    if frame.bytes.isEmpty { return .frameEmpty }
    if frame.bytes.count > limits.frameBytes {
      return .frameTooLong(bytes: frame.bytes.count, limit: limits.frameBytes)
    }
    if frame.digest.count != IncomingFrame.digestLength {
      return .digestLength(frame.digest.count)
    }
    let waiting = state.waiting.count + state.writing
    if waiting >= limits.waitingFrames
      || state.waitingBytes + frame.bytes.count > limits.waitingBytes
    {
      return .overloaded(frames: waiting, bytes: state.waitingBytes)
    }
    return nil
  }

  /// Commits batch after batch until nothing waits.
  private func drain() {
    while let (batch, floor) = nextBatch() {
      finish(batch, commit(batch, floor: floor))
    }
  }

  private func nextBatch() -> (batch: [Pending], floor: Int64)? {
    state.withLock { state in
      guard !state.waiting.isEmpty else {
        state.isDraining = false
        return nil
      }
      let batch: [Pending]
      if state.waiting.count <= limits.batchFrames {
        batch = state.waiting
        state.waiting = []
      } else {
        batch = Array(state.waiting.prefix(limits.batchFrames))
        state.waiting.removeFirst(limits.batchFrames)
      }
      state.writing = batch.count
      return (batch, state.floor)
    }
  }

  private func commit(_ batch: [Pending], floor: Int64) -> Result<[Receipt], InboxError> {
    do {
      return .success(
        try pool.write { db in
          var insertion = try FrameInsertion(db, floor: floor)
          let receipts = try batch.map { try insertion.insert($0.frame) }
          try insertion.finish()
          return receipts
        })
    } catch {
      return .failure(.notStored(why: diskReason(error)))
    }
  }

  private func finish(_ batch: [Pending], _ result: Result<[Receipt], InboxError>) {
    var fresh: [InboxFrame] = []
    if case .success(let receipts) = result {
      for (pending, receipt) in zip(batch, receipts) {
        guard case .stored(let sequence) = receipt else { continue }
        fresh.append(InboxFrame(sequence: sequence, frame: pending.frame))
      }
    }
    let stored = fresh.count
    let (listeners, waitingForRoom) = state.withLock { state in
      state.writing = 0
      state.waitingBytes -= batch.reduce(0) { $0 + $1.frame.bytes.count }
      switch result {
      case .success:
        state.counts.commits += 1
        state.counts.stored += stored
        state.counts.repeated += batch.count - stored
      case .failure:
        state.counts.notStored += batch.count
      }
      state.newestSequence = max(state.newestSequence, fresh.last?.sequence ?? 0)
      state.remember(fresh)
      var waitingForRoom: [@Sendable () -> Void] = []
      if !isCrowded(state) { swap(&waitingForRoom, &state.waitingForRoom) }
      return (stored > 0 ? Array(state.listeners.values) : [], waitingForRoom)
    }
    switch result {
    case .success(let receipts):
      meters.committed(stored: stored, repeated: batch.count - stored)
      for (pending, receipt) in zip(batch, receipts) { pending.completion(.success(receipt)) }
    case .failure(let error):
      meters.notStored.increment(by: batch.count)
      for pending in batch { pending.completion(.failure(error)) }
    }
    for listener in listeners { listener.yield() }
    for wake in waitingForRoom { wake() }
  }

  func isCrowded(_ state: borrowing State) -> Bool {
    (state.waiting.count + state.writing) * 2 > limits.waitingFrames
      || state.waitingBytes * 2 > limits.waitingBytes
  }

  /// Takes no more frames, writes those that wait, and closes the file. Blocks until it is done;
  /// never call it from a completion, which it would wait for.
  public func close() throws(InboxError) {
    let listeners = state.withLock { state in
      state.isClosed = true
      defer { state.listeners = [:] }
      return Array(state.listeners.values)
    }
    commits.sync {}
    for listener in listeners { listener.finish() }
    do {
      try pool.closeSettled()
    } catch {
      throw .notStored(why: diskReason(error))
    }
  }
}
