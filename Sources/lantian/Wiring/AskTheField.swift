import ActionPlan
import Console
import Gateway
import Ledger
import Logging
import Telemetry

/// The parts that ask devices and watch whether they are there.
struct AskTheField: Sendable {
  let service: AskDevices
  let backFill: WatchTheClock
  let presence: WatchTheClock
}

extension RunningDistrict {
  /// Seconds between two looks for what is missing, and between two notes of who was heard.
  private static let backFillSeconds = 30
  private static let presenceSeconds = 60

  func askTheField(gateway: GatewayServer, pump: InboxPump) -> AskTheField {
    let (ledger, directory, hub, now) = (district.ledger, directory, hub, district.now)
    let logger = logger
    let service = AskDevices(
      gateway: gateway, ledger: ledger, utcOffsetSeconds: plan.utcOffsetSeconds, now: now,
      onChange: { await hub.publish(.device) },
      onDevicesChanged: {
        do {
          try await directory.reload(from: ledger)
        } catch {
          logger.error("the device list was not read anew", metadata: ["error": "\(error)"])
        }
      }, logger: logger)
    let backFill = BackFill(
      finder: GapFinder(ledger: ledger, store: store, utcOffsetSeconds: plan.utcOffsetSeconds),
      ledger: ledger, status: { gateway.status($0) },
      isCaughtUp: { pump.waitingFrames.forStore == 0 }, onAsked: { service.wake() },
      logger: logger)
    let presence = PresenceKeeper(ledger: ledger, statuses: { gateway.statuses() })
    return AskTheField(
      service: service,
      backFill: WatchTheClock(
        name: "back-fill", every: .seconds(Self.backFillSeconds), logger: logger,
        work: { try await backFill.turn(now: now()) }, atStop: {}),
      presence: WatchTheClock(
        name: "device presence", every: .seconds(Self.presenceSeconds), logger: logger,
        work: { try await presence.turn(now: now()) },
        atStop: { try await presence.turn(now: now()) }))
  }
}
