import Logging
public import ServiceLifecycle
import Synchronization

/// Hands each event to every browser that listens.
///
/// A browser that does not take its events is dropped, not waited for: its page reconnects and
/// fetches everything anew.
public actor LiveHub: Service {
  /// What goes down one stream.
  enum Message: Sendable, Equatable {
    case event(LiveEvent)
    /// Keeps proxies from closing a quiet stream and finds browsers that are gone.
    case heartbeat
  }

  enum Refused: Error, Equatable {
    case accountHasTooMany, houseIsFull
  }

  static let bufferedMessages = 64
  static let heartbeatSeconds = 15

  private struct Listener: Sendable {
    let account: Int64
    let continuation: AsyncStream<Message>.Continuation
  }

  private let streamsPerAccount: Int
  private let streamsOverall: Int
  /// Apart from the actor's state, because a stream's end is told outside of it.
  private let listeners = Mutex<[Int: Listener]>([:])
  private let sent = Atomic<Int>(0)
  private var nextID = 0
  private var held: Set<LiveEvent> = []

  public init(streamsPerAccount: Int = 8, streamsOverall: Int = 400) {
    self.streamsPerAccount = streamsPerAccount
    self.streamsOverall = streamsOverall
  }

  /// Tells every listening page; to be called after the commit that the event speaks of.
  public func publish(_ event: LiveEvent) {
    if event.isHeldBack {
      held.insert(event)
    } else {
      send(.event(event))
    }
  }

  public nonisolated var listenerCount: Int { listeners.withLock { $0.count } }

  /// Opens a stream; it is left with `leave`, or by itself once nobody holds it any more.
  func join(account: Int64) throws(Refused) -> (id: Int, messages: AsyncStream<Message>) {
    let (messages, continuation) = AsyncStream.makeStream(
      of: Message.self, bufferingPolicy: .bufferingNewest(Self.bufferedMessages))
    nextID += 1
    let id = nextID
    try listeners.withLock { listeners throws(Refused) in
      guard listeners.count < streamsOverall else { throw .houseIsFull }
      guard listeners.values.count(where: { $0.account == account }) < streamsPerAccount else {
        throw .accountHasTooMany
      }
      listeners[id] = Listener(account: account, continuation: continuation)
    }
    continuation.onTermination = { [weak self] _ in self?.leave(id) }
    return (id, messages)
  }

  nonisolated func leave(_ id: Int) {
    let listener = listeners.withLock { $0.removeValue(forKey: id) }
    listener?.continuation.finish()
  }

  /// Passes on what was held back, each second, and a heartbeat now and then, until shutdown.
  public func run() async throws {
    var second = 0
    for await _ in Self.seconds().cancelOnGracefulShutdown() {
      second += 1
      beat(isHeartbeat: second % Self.heartbeatSeconds == 0)
    }
    for id in listeners.withLock({ Array($0.keys) }) { leave(id) }
  }

  /// One tick.
  func beat(isHeartbeat: Bool) {
    let events = held
    held = []
    for event in LiveEvent.allCases where events.contains(event) { send(.event(event)) }
    if isHeartbeat { send(.heartbeat) }
  }

  /// How many events were sent so far.
  nonisolated var eventCount: Int { sent.load(ordering: .acquiring) }

  private func send(_ message: Message) {
    if case .event = message { sent.wrappingAdd(1, ordering: .releasing) }
    for (id, listener) in listeners.withLock({ $0 }) {
      if case .dropped = listener.continuation.yield(message) { leave(id) }
    }
  }

  private static func seconds() -> AsyncStream<Void> {
    AsyncStream {
      do {
        try await Task.sleep(for: .seconds(1))
        return ()
      } catch {
        return nil
      }
    }
  }
}
