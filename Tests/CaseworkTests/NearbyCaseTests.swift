import ActionPlan
import GRDB
import Ledger
import Testing

@testable import Casework

struct NearbyCaseTests {
  private static let here = Coordinate(longitude: 120.91, latitude: 30)

  private func report(
    _ district: District, at position: Coordinate, number: Int, on now: Int = District.start
  ) async throws -> CaseFile {
    try await ReportTests().submit(
      district, position: position, request: "nearby-request-\(number)-0000", at: now
    ).file
  }

  private func near(
    _ district: District, _ position: Coordinate = here, at: Int = District.start,
    but own: Int64? = nil, for account: Account = .desk
  ) async throws -> [NearbyCase] {
    try await district.ledger.read { db in
      try NearbyCases.find(near: position, at: at, but: own, for: account, in: db)
    }
  }

  @Test func `what happened within a kilometre and three days is found, the nearest first`()
    async throws
  {
    let district = try District()
    let far = try await report(
      district, at: Coordinate(longitude: 120.9195, latitude: 30), number: 1)
    let close = try await report(
      district, at: Coordinate(longitude: 120.91, latitude: 30.001), number: 2)
    // 1.06 km to the east, and the same spot four days before.
    _ = try await report(district, at: Coordinate(longitude: 120.921, latitude: 30), number: 3)
    _ = try await report(
      district, at: Self.here, number: 4, on: District.start - 4 * 86_400)
    #expect(try await near(district).map(\.file.id) == [close.id, far.id])
    #expect(try await near(district).map(\.metres) == [111, 915])
    #expect(try await near(district, but: close.id).map(\.file.id) == [far.id])
    #expect(try await near(district, for: .town) == [])
  }

  @Test func `a million miles away, at the poles and at the edge of days nothing fails`()
    async throws
  {
    let district = try District()
    _ = try await report(district, at: Self.here, number: 1)
    for position in [(180.0, 90.0), (-180, -90), (0, 0), (120.91, 90)] {
      #expect(
        try await near(
          district, Coordinate(longitude: position.0, latitude: position.1)) == [])
    }
    #expect(try await near(district, at: District.start + NearbyCases.seconds).count == 1)
    #expect(try await near(district, at: District.start + NearbyCases.seconds + 1) == [])
    #expect(try await near(district, at: 0) == [])
  }

  @Test func `cases of before the index are found as well, and one that moves is found there`()
    async throws
  {
    let district = try District()
    let file = try await report(district, at: Self.here, number: 1)
    try await district.ledger.write { db in
      try db.execute(
        sql: "UPDATE case_file SET longitude = 121.5 WHERE id = ?", arguments: [file.id])
    }
    #expect(try await near(district) == [])
    #expect(
      try await near(district, Coordinate(longitude: 121.5, latitude: 30)).map(\.file.id)
        == [file.id])
  }
}
