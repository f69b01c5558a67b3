import Testing

@testable import ActionPlan

/// Where zones lie, and whom checklists inspect.
@Suite struct ZoneTests {
  private static let outline = """
    {"type": "FeatureCollection", "features": [
      {"type": "Feature", "properties": {"zone": "no-burn"}, "geometry": {"type": "Polygon",
        "coordinates": [[[120.9, 30.0], [121.0, 30.0], [121.0, 30.1], [120.9, 30.1], [120.9, 30.0]]]}},
      {"type": "Feature", "properties": {"zone": "river"}, "geometry": {"type": "Polygon",
        "coordinates": [[[120.0, 30.0], [120.1, 30.0], [120.1, 30.1], [120.0, 30.1], [120.0, 30.0]]]}}]}
    """

  private func reading(_ key: String) -> PlanReading {
    var texts = SmallPlan.texts
    texts["zones.geojson"] = Self.outline
    texts["zones.yml"] = texts["zones.yml", default: ""].replacing(
      "places: [\"330604001\"]", with: "outline: {file: zones.geojson, datum: WGS-84\(key)}")
    return PlanFolder.read(
      files: texts.map { PlanFile(path: $0.key, bytes: Array($0.value.utf8)) })
  }

  @Test func `a zone is the features that carry its key, or the whole file`() throws {
    let keyed = reading(", key: no-burn")
    #expect(keyed.diagnostics.map(\.description) == [])
    let zone = try #require(keyed.plan?.zone("no-burn")?.boundary)
    #expect(zone.contains(Coordinate(longitude: 120.95, latitude: 30.05)))
    #expect(!zone.contains(Coordinate(longitude: 120.05, latitude: 30.05)))
    #expect(reading("").plan?.zone("no-burn")?.boundary?.polygons.count == 2)
  }

  @Test func `a key that no feature carries is told with the nearest one`() {
    #expect(
      reading(", key: no-brun").diagnostics.map(\.description) == [
        "zones.yml:4:12: error: the outline of zone \"no-burn\": no feature of zones.geojson has \"zone\": \"no-brun\"; did you mean \"no-burn\"?"
      ])
  }

  @Test func `a checklist without a register inspects facilities`() throws {
    var texts = SmallPlan.texts
    texts["checklists.yml"] = texts["checklists.yml"]?.replacing("of: shops\n", with: "")
    texts["credits.yml"] = texts["credits.yml"]?.replacing(
      "points: -5", with: "facility: subject, points: -5")
    let reading = PlanFolder.read(
      files: texts.map { PlanFile(path: $0.key, bytes: Array($0.value.utf8)) })
    #expect(reading.diagnostics.map(\.description) == [])
    let register = try #require(reading.plan?.register("spray-six"))
    #expect(register.field("subject")?.kind == .facility)
    #expect(register.field("facility") == nil)
  }
}
