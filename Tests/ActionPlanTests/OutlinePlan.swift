@testable import ActionPlan

/// The small plan with outlines of the district and of its one place.
enum OutlinePlan {
  private static let ring =
    "[[120.9, 30.0], [121.0, 30.0], [121.0, 30.1], [120.9, 30.1], [120.9, 30.0]]"

  static func reading(
    datum: String, district: String? = nil, code: String = "330604001"
  ) -> PlanReading {
    var texts = SmallPlan.texts
    texts["plan.yml", default: ""] += """

      boundary: {file: district.geojson, datum: \(datum)}
      place-boundaries: {file: towns.geojson, datum: \(datum), key: code}
      """
    texts["district.geojson"] =
      district ?? #"{"type": "Polygon", "coordinates": [\#(ring)]}"#
    texts["towns.geojson"] =
      #"{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"code": "\#(code)"}, "#
      + #""geometry": {"type": "MultiPolygon", "coordinates": [[\#(ring)]]}}]}"#
    return PlanFolder.read(
      files: texts.map { PlanFile(path: $0.key, bytes: Array($0.value.utf8)) })
  }
}
