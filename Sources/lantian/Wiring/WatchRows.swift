import Detection
import Ledger
import Logging
import ServiceLifecycle
import Steering
import Wiring

/// Lets the plan's rules on rows follow what is written into registers, and tells the pages.
struct WatchRows: Service {
  let detection: RowDetection
  let changes: RegisterChanges
  let pages: TellThePages
  /// Epoch seconds.
  let now: @Sendable () -> Int
  let logger: Logger

  /// What was written while nobody watched comes first.
  func run() async throws {
    await catchUp()
    for await _ in changes.changes.cancelOnGracefulShutdown() { await catchUp() }
  }

  private func catchUp() async {
    do {
      let effects = try await detection.catchUp(now: now())
      if !effects.isEmpty { await pages.detected(effects) }
    } catch {
      logger.error(
        "rows were not looked at; they wait for the next write", metadata: ["error": "\(error)"])
    }
  }
}

extension RunningDistrict {
  func watchRows(
    _ openCase: OpenCaseFromFinding, _ pages: TellThePages
  ) async throws -> WatchRows {
    let plan = plan
    let changes = RegisterChanges(of: district.ledger)
    try await district.ledger.write { db in try RowDetection.begin(plan, in: db) }
    return WatchRows(
      detection: RowDetection(
        plan: plan, ledger: district.ledger,
        onEffect: { effect, db in try openCase(effect, in: db) }),
      changes: changes, pages: pages, now: district.now, logger: logger)
  }
}
