import ActionPlan
import Console
import Ledger
import Pushes

extension RunningDistrict {
  /// Seconds between two looks into the outbox.
  private static let pushSeconds = 1

  /// Sends what the outbox holds by the channels of the settings; without any, what earlier settings
  /// left waiting is given up.
  ///
  /// - Throws: `ChannelFile.Faults`, what the ledger said.
  func sendPushes() async throws -> WatchTheClock {
    let channels = try settings.push.channels.map { try ChannelFile(path: $0).read() } ?? []
    let wording = try PushWording(plan: plan, site: settings.push.site, now: district.now)
    let sender = try await PushSender(
      channels: channels, utcOffsetSeconds: plan.utcOffsetSeconds, officers: plan.officers,
      ledger: district.ledger,
      wording: { try wording($0, $1, $2, in: $3) }, now: district.now, logger: logger)
    return WatchTheClock(
      name: "pushes", every: .seconds(Self.pushSeconds), logger: logger,
      work: { try await sender.turn() }, atStop: { try await sender.close() })
  }
}
