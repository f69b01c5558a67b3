import ActionPlan
import Foundation
import Ledger
import Testing

@testable import DataQuality

@Suite struct WatchedTests {
  /// Thirty points on a line to the east, each a hundredth of a degree further, and one nowhere.
  private func watched() async throws -> Watched {
    let house = try await QualityHouse()
    let plan = house.plan
    try await house.ledger.write { db in
      for number in 0..<31 {
        let id = String(format: "p%02d", number)
        let position =
          number == 30 ? nil : Coordinate(longitude: 120.5 + Double(number) / 100, latitude: 30)
        try Points.upsert(
          MonitoringPoint(
            id: id, label: Label(zh: id, en: id), kind: .airStation, position: position),
          plan: plan, by: .system("test"), at: 0, in: db)
        try Devices.upsert(
          DeviceRecord(
            mn: "MN\(id)", password: "123456", label: Label(zh: id, en: id), intervalSeconds: 60),
          by: .system("test"), at: 0, in: db)
        try Bindings.bind(
          BindingRecord(
            mn: "MN\(id)", rawKey: "a34002-Avg", cn: "2061", point: id, quantity: "pm10",
            statistic: "avg", windowSeconds: 3_600), plan: plan, by: .system("test"), at: 0, in: db)
      }
    }
    return try await house.ledger.read { db in try Watched.read(plan, now: 0, in: db) }
  }

  @Test(arguments: [
    ("p00", ["p01", "p02", "p03", "p04", "p05", "p06", "p07", "p08"]),
    ("p10", ["p09", "p11", "p08", "p12", "p07", "p13", "p06", "p14"]),
    // Nobody knows where it stands: by name.
    ("p30", ["a", "b", "p00", "p01", "p02", "p03", "p04", "p05"]),
  ])
  func `the nearest eight that measure the same are compared`(_ point: String, _ nearest: [String])
    async throws
  {
    let found = try await watched().neighbours(of: .init(point: point, quantity: "pm10"))
    // Two at the same distance may come either way, since a degree is no round number of metres.
    #expect(Set(found) == Set(nearest))
    #expect(found.count == 8)
  }

  @Test func `nothing is compared where the plan does not ask for it`() async throws {
    #expect(try await watched().neighbours(of: .init(point: "p00", quantity: "humidity")) == [])
  }
}
