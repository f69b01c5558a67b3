import ActionPlan
import Console
import GRDB
import Ledger
import Telemetry

/// Platforms above.
extension FolderCommand {
  static func destinations(
    _ plan: Plan, in district: OpenDistrict
  ) async throws -> [DestinationGlance] {
    if let ways = district.ways { return await ways.destinations() }
    return try await withInbox(of: district) { inbox in
      let kept = try await inbox.destinationStates()
      let newest = try await inbox.lastSequence
      return plan.destinations.map { destination in
        var glance = DestinationGlance(destination: destination.id)
        guard let state = kept.first(where: { $0.destination == destination.id }) else {
          return glance
        }
        glance.isPaused = state.isPaused
        glance.waiting = max(newest - state.through, 0)
        glance.acknowledged = state.acknowledged
        glance.setAside = state.setAside
        glance.lastAcknowledgedAt = state.lastAcknowledgedAt
        glance.lastFailureAt = state.lastFailureAt
        glance.lastFailure = state.lastFailure
        return glance
      }
    }
  }

  static func destinationGrid(
    _ plan: Plan, _ glances: [DestinationGlance], _ district: OpenDistrict
  ) -> Grid {
    let time = LocalTime(utcOffsetSeconds: plan.utcOffsetSeconds)
    var grid = Grid([
      "destination", "state", "waiting", "acknowledged", "set aside", "last", "failed", "failure",
    ])
    grid.rows = glances.map { glance in
      let state =
        glance.isPaused
        ? "paused"
        : !district.isServed
          ? "not served"
          : !glance.isConfigured
            ? "no address" : glance.isConnected ? "connected" : "not connected"
      return [
        .text(glance.destination), .text(state), .text("\(glance.waiting)"),
        .text("\(glance.acknowledged)"), .text("\(glance.setAside)"),
        Grid.Cell(glance.lastAcknowledgedAt.map { time.rfc3339($0) }),
        Grid.Cell(glance.lastFailureAt.map { time.rfc3339($0) }), Grid.Cell(glance.lastFailure),
      ]
    }
    return grid
  }

  static func setPaused(
    _ id: String, _ isPaused: Bool, _ plan: Plan, in district: OpenDistrict
  ) async throws {
    let isKnown =
      if let ways = district.ways {
        try await ways.setPaused(id, isPaused)
      } else {
        try await withInbox(of: district) { try await $0.setPaused(isPaused, destination: id) }
      }
    guard isKnown else { throw unknown(id, plan) }
    let at = district.now()
    _ = try await district.ledger.write { db in
      try AuditLog.append(
        actor: actor, action: isPaused ? "forwarding.paused" : "forwarding.resumed",
        object: "destination/\(id)", detail: [:], at: at, in: db)
    }
  }

  static func unknown(_ id: String, _ plan: Plan) -> CommandRefusal {
    CommandRefusal(
      plan.destination(id) == nil
        ? "the plan has no destination \(id); look it up with: lantian forward list"
        : "nothing was ever forwarded to \(id); give its address in the file of gateway.connections"
    )
  }
}
