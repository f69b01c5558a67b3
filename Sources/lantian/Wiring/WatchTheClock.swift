import Logging
import ServiceLifecycle

/// Does something every so often until the server stops. A failure is logged and tried again at
/// the next turn: a clock that stops is worse than one that complains. A turn that is under way when
/// the server stops is cancelled: what it committed stands, the rest is done after the next start.
struct WatchTheClock: Service {
  let name: String
  let every: Duration
  let logger: Logger
  let work: @Sendable () async throws -> Void
  /// Done once after the last turn.
  var atStop: @Sendable () async throws -> Void = {}

  func run() async throws {
    let turns = AsyncStream<Void> { [every] in
      do {
        try await Task.sleep(for: every)
        return ()
      } catch {
        return nil
      }
    }
    for await _ in turns.cancelOnGracefulShutdown() {
      do {
        try await cancelWhenGracefulShutdown { [work] in try await work() }
      } catch is CancellationError {
        logger.debug("timed work ends with the server", metadata: ["work": "\(name)"])
      } catch {
        logger.error("timed work failed", metadata: ["work": "\(name)", "error": "\(error)"])
      }
    }
    try await atStop()
  }
}
