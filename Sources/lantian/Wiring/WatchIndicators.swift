import Console
import Logging
import ServiceLifecycle
import Steering

/// Reads indicators again when a register they are made of changed, keeps what they tell, and tells
/// the pages.
struct WatchIndicators: Service {
  let keeper: IndicatorKeeper
  let changes: RegisterChanges
  let hub: LiveHub
  /// Epoch seconds.
  let now: @Sendable () -> Int
  let logger: Logger

  func run() async throws {
    for await _ in changes.changes.cancelOnGracefulShutdown() {
      do {
        try await refresh()
      } catch {
        logger.error("indicators were not read anew", metadata: ["error": "\(error)"])
      }
    }
  }

  func refresh() async throws {
    if try await !keeper.refresh(now: now()).isEmpty { await hub.publish(.indicator) }
  }
}

extension RunningDistrict {
  /// Seconds between two looks whether another day, or another hour of samples, is over.
  private static let indicatorClockSeconds = 60

  func indicatorServices() -> (changes: WatchIndicators, clock: WatchTheClock) {
    let watch = WatchIndicators(
      keeper: IndicatorKeeper(plan: plan, ledger: district.ledger, telemetry: store),
      changes: RegisterChanges(of: district.ledger), hub: hub, now: district.now, logger: logger)
    let clock = WatchTheClock(
      name: "indicators", every: .seconds(Self.indicatorClockSeconds), logger: logger
    ) {
      try await watch.refresh()
    }
    return (watch, clock)
  }
}
