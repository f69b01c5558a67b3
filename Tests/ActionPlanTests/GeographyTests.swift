import Seeds
import Testing

@testable import ActionPlan

@Suite struct GeographyTests {
  @Test func `the inverse of the GCJ-02 shift is within a metre everywhere in the province`() {
    var random = SeededGenerator(seed: 2021)
    for _ in 0..<2000 {
      let point = Coordinate(
        longitude: .random(in: 118...123, using: &random),
        latitude: .random(in: 27...32, using: &random))
      let shifted = GCJ02.shifted(point)
      #expect(point.meters(to: GCJ02.unshifted(shifted)) < 0.01)
      #expect((200...900).contains(point.meters(to: shifted)))
    }
  }

  /// A pair that open implementations of the shift agree on.
  @Test func `the shift agrees with the published constants`() {
    let shifted = GCJ02.shifted(Coordinate(longitude: 121.4737, latitude: 31.2304))
    #expect(abs(shifted.longitude - 121.478_23) < 0.000_1)
    #expect(abs(shifted.latitude - 31.228_43) < 0.000_1)
  }

  private static let square = Boundary(polygons: [
    [
      ring(from: 0, to: 10), ring(from: 4, to: 6),
    ]
  ])

  private static func ring(from low: Double, to high: Double) -> [Coordinate] {
    [(low, low), (high, low), (high, high), (low, high), (low, low)].map {
      Coordinate(longitude: $0.0, latitude: $0.1)
    }
  }

  @Test(arguments: [
    (1.0, 1.0, true), (5, 5, false), (9.9, 0.1, true), (11, 5, false), (-1, 5, false),
  ])
  func `a boundary holds what is inside it and not in a hole`(x: Double, y: Double, isInside: Bool)
  {
    #expect(Self.square.contains(Coordinate(longitude: x, latitude: y)) == isInside)
  }

  @Test func `without boundaries the nearest place is proposed, marked as approximate`() throws {
    let plan = try #require(ShippedPlan.reading.plan)
    let match = plan.place(containing: Coordinate(longitude: 120.852, latitude: 30.107))
    #expect(match?.place.id == "330604007")
    #expect(match?.isApproximate == true)
    #expect(plan.place(containing: Coordinate(longitude: 116.4, latitude: 39.9)) == nil)
    #expect(plan.place(containing: Coordinate(longitude: .nan, latitude: 30)) == nil)
  }

  @Test func `a place with a boundary is found by it and no longer approximate`() throws {
    let plan = try #require(OutlinePlan.reading(datum: "WGS-84").plan)
    let inside = plan.place(containing: Coordinate(longitude: 120.95, latitude: 30.05))
    #expect(inside?.place.id == "330604001")
    #expect(inside?.isApproximate == false)
    #expect(plan.place(containing: Coordinate(longitude: 121.5, latitude: 30.05)) == nil)
  }

  @Test func `an outline in GCJ-02 is moved to WGS-84`() throws {
    let plan = try #require(OutlinePlan.reading(datum: "GCJ-02").plan)
    let corner = try #require(plan.boundary?.polygons.first?.first?.first)
    let given = Coordinate(longitude: 120.9, latitude: 30.0)
    #expect(GCJ02.shifted(corner).meters(to: given) < 1)
    #expect(corner.meters(to: given) > 200)
  }

  @Test(arguments: [
    ("{", "the file is not JSON"),
    (#"{"type": "Point", "coordinates": [1, 2]}"#, "not Polygon or MultiPolygon"),
    (#"{"type": "Polygon"}"#, "there is no \"coordinates\""),
    (#"{"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [1, 2]]]}"#, "a ring is not closed"),
    (#"{"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [5, 600], [1, 2]]]}"#, "in degrees"),
    (#"{"type": "Polygon", "coordinates": [[[1], [3], [5], [1]]]}"#, "in degrees"),
    (#"{"type": "Polygon", "coordinates": []}"#, "a polygon has no ring"),
    (#"{"type": "FeatureCollection", "features": []}"#, "the file has no features"),
  ])
  func `a bad outline is told`(text: String, problem: String) {
    let reading = OutlinePlan.reading(datum: "WGS-84", district: text)
    #expect(reading.plan == nil)
    #expect(reading.diagnostics.map(\.description).joined().contains(problem))
    #expect(reading.diagnostics.allSatisfy { $0.location.file == "district.geojson" })
  }

  @Test func `a feature for an unknown place is told with the nearest place`() {
    let reading = OutlinePlan.reading(datum: "WGS-84", code: "330604002")
    #expect(
      reading.diagnostics.map(\.description) == [
        "towns.geojson:1:1: error: a feature is for place \"330604002\", which the plan does not declare; did you mean \"330604001\"?"
      ])
  }

  @Test func `an outline that nobody names is a warning`() {
    let reading = SmallPlan.reading("outline.geojson", with: "{}")
    #expect(reading.plan != nil)
    #expect(
      reading.diagnostics.map(\.description) == [
        "outline.geojson:1:1: warning: plan.yml does not name this boundary file, so nobody uses it; add boundary: {file: outline.geojson, datum: …} to plan.yml, or remove the file"
      ])
  }
}
