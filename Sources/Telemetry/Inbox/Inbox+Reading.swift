import GRDB
import Synchronization

extension Inbox {
  /// Stored frames above a sequence, in order of arrival, at most `limit`; fewer where they are large.
  ///
  /// - Throws: any `InboxError`; `CancellationError` where the task was cancelled.
  public func frames(after sequence: Int64, limit: Int) async throws -> [InboxFrame] {
    let remembered = state.withLock { state in
      state.isClosed ? nil : state.remembered(after: sequence, limit: max(limit, 0))
    }
    if let remembered { return remembered }
    let read = try await read { db in
      try InboxSchema.frames(after: sequence, limit: limit, in: db)
    }
    let wanted = min(max(limit, 0), read.count)
    state.withLock { $0.lookAhead(Array(read[wanted...])) }
    return Array(read[..<wanted])
  }

  /// The frame of a sequence, with its bytes exactly as received; nil where there is none.
  public func frame(_ sequence: Int64) async throws -> InboxFrame? {
    try await read { db in try InboxSchema.frame(sequence, in: db) }
  }

  /// Sequence of the newest stored frame, read from the file; 0 for an empty inbox.
  public var lastSequence: Int64 {
    get async throws { try await read(InboxSchema.lastSequence) }
  }

  /// The same as last known in memory, for meters.
  public var newestSequence: Int64 { state.withLock { $0.newestSequence } }

  /// Gives no sequence up to this one to a new frame.
  ///
  /// Called once at the start with the greatest cursor that was computed from this inbox: where
  /// an older copy of the inbox alone was restored, a new frame must not get a number that the
  /// store takes for done.
  public func startAbove(_ sequence: Int64) {
    state.withLock { $0.floor = max($0.floor, sequence) }
  }

  /// An element after each commit that stored something; several may come as one. Ends when the
  /// inbox closes. Each caller gets its own.
  public func newFrames() -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let id = state.withLock { state -> Int? in
      guard !state.isClosed else { return nil }
      state.nextListener += 1
      state.listeners[state.nextListener] = continuation
      return state.nextListener
    }
    guard let id else {
      continuation.finish()
      return stream
    }
    continuation.onTermination = { [weak self] _ in
      self?.state.withLock { _ = $0.listeners.removeValue(forKey: id) }
    }
    return stream
  }

  public var counts: InboxCounts {
    state.withLock { state in
      var counts = state.counts
      counts.waiting = state.waiting.count + state.writing
      return counts
    }
  }

  /// Whether more than half of what may wait for the disk is waiting.
  ///
  /// - Parameter wake: where it is so, called once as soon as it is not, on the inbox's own queue;
  ///   it must return quickly. Never called where the answer is false.
  public func isCrowded(wake: @escaping @Sendable () -> Void) -> Bool {
    state.withLock { state in
      guard isCrowded(state) else { return false }
      state.waitingForRoom.append(wake)
      return true
    }
  }

  /// - Throws: `InboxError.closed`, `.cannotRead`, and what `body` throws.
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    if state.withLock({ $0.isClosed }) { throw InboxError.closed }
    do {
      return try await pool.read(body)
    } catch let error as DatabaseError {
      throw InboxError.cannotRead(why: diskReason(error))
    }
  }

  /// A transaction of something beside new frames.
  ///
  /// - Throws: `InboxError.notStored`, and what `body` throws.
  func change<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    do {
      return try await pool.write(body)
    } catch let error as DatabaseError {
      throw InboxError.notStored(why: diskReason(error))
    }
  }
}
