import ActionPlan
import Console
import Gateway
import Ledger
import Logging
import ServiceLifecycle
import Telemetry

/// The plan's sources and destinations at work.
struct RunningWays: Sendable {
  let desk: SourceDesk
  /// Sources that have to be reached and are not in the file of connections.
  let unset: Set<String>
  let forwarders: [Forwarder]
  let plan: Plan

  /// How the pages and commands see them.
  var forPages: OtherWays {
    OtherWays(
      sources: { glances() }, take: { try await take($0, $1, $2) },
      messageLimit: SourceDesk.byteLimit, destinations: { await destinations() },
      setPaused: { id, isPaused in
        guard let forwarder = forwarders.first(where: { $0.destination.id == id }) else {
          return false
        }
        try await forwarder.setPaused(isPaused)
        return true
      },
      retry: { id in
        try await forwarders.first { $0.destination.id == id }?.retry()
      })
  }

  private func glances() -> [SourceGlance] {
    desk.statuses().map { status in
      var glance = SourceGlance(source: status.source.id)
      glance.isConfigured = !unset.contains(status.source.id)
      glance.isConnected = status.isConnected
      glance.messages = status.state.messages
      glance.repeats = status.state.repeats
      glance.failures = status.state.failures
      glance.lastMessageAt = status.state.lastMessageAt
      glance.lastSequence = status.state.lastSequence
      glance.lastFailureAt = status.state.lastFailureAt
      glance.lastFailure = status.state.lastFailure
      return glance
    }
  }

  private func take(_ source: String, _ bytes: [UInt8], _ peer: String) async throws -> TakenMessage
  {
    do throws(SourceFault) {
      let receipt = try await desk.take(bytes, of: source, from: peer)
      let look = desk.look(at: bytes, of: source, from: peer)
      return TakenMessage(
        sequence: receipt.sequence, isRepeat: receipt.isRepeat, values: look.values,
        complaints: look.complaints)
    } catch {
      if case .empty = error { throw TakeRefusal.empty }
      throw TakeRefusal.notStored("\(error)")
    }
  }

  private func destinations() async -> [DestinationGlance] {
    var glances: [DestinationGlance] = []
    for destination in plan.destinations {
      var glance = DestinationGlance(destination: destination.id)
      if let forwarder = forwarders.first(where: { $0.destination.id == destination.id }) {
        glance.take(await forwarder.status())
      } else {
        glance.isConfigured = false
      }
      glances.append(glance)
    }
    return glances
  }
}

extension DestinationGlance {
  fileprivate mutating func take(_ status: ForwardStatus) {
    isConnected = status.isConnected
    isPaused = status.isPaused
    waiting = status.waiting
    oldestAt = status.oldestAt
    acknowledged = status.acknowledged
    setAside = status.setAside
    lastAcknowledgedAt = status.lastAcknowledgedAt
    lastFailureAt = status.lastFailureAt
    lastFailure = status.lastFailure
  }
}

extension RunningDistrict {
  /// Seconds between two looks into folders, at the clock of what is fetched, and until how sources are
  /// is on disk.
  private static let dropSeconds = 2
  private static let pullSeconds = 1
  private static let keepSeconds = 5

  /// Everything that brings messages in and sends frames up.
  ///
  /// - Throws: `SettingsErrors`; `CommandRefusal` where made-up data would leave the house.
  func otherWays() async throws -> (ways: RunningWays, services: [any Service]) {
    let connections =
      try settings.gateway.connections.map { try ConnectionsFile(path: $0, plan: plan).read() }
      ?? Connections()
    let desk = try await SourceDesk(
      sources: plan.sources, inbox: inbox, now: district.now, logger: logger)
    var services: [any Service] = [
      WatchTheClock(
        name: "state of sources", every: .seconds(Self.keepSeconds), logger: logger,
        work: { try await desk.keep() }, atStop: { try await desk.keep() })
    ]
    for drop in connections.drops {
      let folder = DropFolder(
        source: drop.source, folder: drop.folder, desk: desk, logger: logger)
      services.append(
        WatchTheClock(
          name: "folder of \(drop.source)", every: .seconds(Self.dropSeconds), logger: logger
        ) { await folder.turn() })
    }
    for pull in connections.pulls {
      let source = PullSource(
        source: pull.source, settings: pull.settings, desk: desk, now: district.now)
      services.append(
        WatchTheClock(
          name: "fetching of \(pull.source)", every: .seconds(Self.pullSeconds), logger: logger,
          work: { await source.turn() }, atStop: { try await source.close() }))
    }
    for broker in connections.brokers {
      services.append(
        MQTTSource(
          source: broker.source, settings: broker.settings, desk: desk, logger: logger))
    }
    let forwarders = try await forwarders(connections)
    services += forwarders
    let reached = Set(
      connections.drops.map(\.source) + connections.pulls.map(\.source)
        + connections.brokers.map(\.source))
    let unset = Set(
      plan.sources.filter { $0.kind != .push && !reached.contains($0.id) }.map(\.id))
    for id in unset.sorted() {
      logger.warning(
        "a source has no address; add it to the file of gateway.connections",
        metadata: ["source": "\(id)"])
    }
    return (
      RunningWays(desk: desk, unset: unset, forwarders: forwarders, plan: plan), services
    )
  }

  private func forwarders(_ connections: Connections) async throws -> [Forwarder] {
    var forwarders: [Forwarder] = []
    for (id, reached) in connections.destinations {
      guard let destination = plan.destination(id) else { continue }
      if district.folder.holdsSimulatedData,
        !["127.0.0.1", "::1", "localhost"].contains(reached.host)
      {
        throw CommandRefusal(
          "the folder holds simulated data, and they are not sent to \(reached.host) as real ones; "
            + "leave destination \(id) out, or try it with a platform on this machine")
      }
      forwarders.append(
        try await Forwarder(
          destination, settings: reached, inbox: inbox, utcOffsetSeconds: plan.utcOffsetSeconds,
          directory: { [directory] in directory.directory }, now: district.now, logger: logger))
    }
    return forwarders
  }
}
