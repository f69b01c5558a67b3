public import Logging
public import ServiceLifecycle

/// Lets detection look at the clock every few seconds, and writes a last checkpoint at a graceful
/// stop.
public struct DetectionClock: Service {
  private let detection: DetectionService
  private let every: Duration
  private let logger: Logger

  /// - Parameter every: between two looks; also how late a silence may be noticed.
  public init(_ detection: DetectionService, every: Duration = .seconds(2), logger: Logger) {
    self.detection = detection
    self.every = every
    self.logger = logger
  }

  public func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          try await detection.tick()
          try await Task.sleep(for: every)
        } catch is CancellationError {
          return
        } catch {
          logger.error("detection could not look at the clock", metadata: ["error": "\(error)"])
          try? await Task.sleep(for: every)
        }
      }
    }
    try await detection.checkpoint()
  }
}
