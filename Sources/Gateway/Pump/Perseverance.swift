import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle

/// Tries a step until it works, and knows which steps do not work at present.
final class Perseverance: Sendable {
  /// A step that fails again and again is logged no more often than this.
  private static let complaintInterval = Duration.seconds(60)

  private let stuckAfter: Duration
  private let logger: Logger
  private let onFailure: @Sendable () -> Void
  /// Since when, by what the log says of the step.
  private let failing = NIOLockedValueBox<[String: ContinuousClock.Instant]>([:])

  /// - Parameters:
  ///   - stuckAfter: how long a step may fail before `isStuck` says so.
  ///   - onFailure: called after each failure.
  init(stuckAfter: Duration, logger: Logger, onFailure: @escaping @Sendable () -> Void) {
    self.stuckAfter = stuckAfter
    self.logger = logger
    self.onFailure = onFailure
  }

  var isStuck: Bool {
    let now = ContinuousClock.now
    return failing.withLockedValue { $0.values.contains { now - $0 >= stuckAfter } }
  }

  func isFailing(_ complaint: Logger.Message) -> Bool {
    failing.withLockedValue { $0["\(complaint)"] != nil }
  }

  /// Tries until it works, with longer and longer pauses: nothing may be passed over, and what is
  /// behind it is safe in the inbox. Ends with `CancellationError` when the service is to stop.
  ///
  /// - Parameters:
  ///   - complaint: names the step, in the log too.
  ///   - sequence: the inbox sequence up to which all is done, for the log.
  func until<T: Sendable>(
    _ complaint: Logger.Message, after sequence: @Sendable () -> Int64,
    _ work: @Sendable () async throws -> T
  ) async throws -> T {
    var pause = Duration.milliseconds(100)
    var complainedAt: ContinuousClock.Instant?
    defer { failing.withLockedValue { $0["\(complaint)"] = nil } }
    while true {
      do {
        return try await work()
      } catch is CancellationError {
        throw CancellationError()
      } catch {
        let now = ContinuousClock.now
        failing.withLockedValue { failing in
          if failing["\(complaint)"] == nil { failing["\(complaint)"] = now }
        }
        onFailure()
        if complainedAt.map({ now - $0 >= Self.complaintInterval }) ?? true {
          complainedAt = now
          logger.error(complaint, metadata: ["error": "\(error)", "after": "\(sequence())"])
        }
      }
      if Task.isShuttingDownGracefully { throw CancellationError() }
      try await cancelWhenGracefulShutdown { [pause] in try await Task.sleep(for: pause) }
      pause = min(pause * 2, .seconds(5))
    }
  }
}
