import GRDB
import Synchronization

extension Inbox {
  /// Stored frames above a sequence, in order of arrival, at most `limit`. Blocks for the read.
  public func frames(after sequence: Int64, limit: Int) throws(InboxError) -> [InboxFrame] {
    try read { db in try InboxSchema.frames(after: sequence, limit: limit, in: db) }
  }

  /// The frame of a sequence, with its bytes exactly as received; nil where there is none.
  public func frame(_ sequence: Int64) throws(InboxError) -> InboxFrame? {
    try read { db in try InboxSchema.frame(sequence, in: db) }
  }

  /// Sequence of the newest stored frame; 0 for an empty inbox.
  public var lastSequence: Int64 {
    get throws(InboxError) { try read(InboxSchema.lastSequence) }
  }

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

  /// Copies the file as it stands at one instant into a new file, while frames keep coming.
  public func backup(to path: String) throws(InboxError) {
    do {
      try copyDatabase(pool, to: path)
    } catch {
      throw .backupFailed(path: path, why: diskReason(error))
    }
  }

  private func read<Value>(_ body: (Database) throws -> Value) throws(InboxError) -> Value {
    if state.withLock({ $0.isClosed }) { throw .closed }
    do {
      return try pool.read(body)
    } catch {
      throw .cannotRead(why: diskReason(error))
    }
  }
}
