import ActionPlan
import Ledger
import Telemetry

/// The stations of the district, judged now.
struct AirBoard: Sendable {
  let subjects: ConsoleSubjects

  /// Assessed stations first, then those of towns, then micro-stations; by id within.
  func stations() async throws -> [StationAir] {
    let points = try await subjects.ledger.read { db in
      try Points.list(kind: .airStation, in: db)
    }
    let latest = subjects.latest
    return StationAir.read(
      points.sorted { Self.rank($0) < Self.rank($1) }, plan: subjects.plan, now: subjects.now()
    ) { latest.values(point: $0) }
  }

  private static func rank(_ point: MonitoringPoint) -> (Int, String) {
    let order: [MonitoringPoint.StationRole?] = [.assessed, .town, .micro, nil]
    return (order.firstIndex(of: point.role) ?? order.count, point.id)
  }
}
