import ActionPlan

/// `GET /api/map`. Positions are `[latitude, longitude]`, WGS-84.
struct MapAnswer: Encodable, Sendable {
  struct Territory: Encodable, Sendable {
    let at: [Double]
    let name: String
    let boundary: [[[[Double]]]]?
  }

  struct Station: Encodable, Sendable {
    let at: [Double]
    let id: String
    let name: String
    let aqi: String?
    let level: String?
    let category: String?
    let note: String?
    let isOld: Bool
  }

  struct Case: Encodable, Sendable {
    let at: [Double]
    let href: String
    let name: String
    let severity: String
    let state: String
    let isLate: Bool
  }

  struct Tiles: Encodable, Sendable {
    let url: String
    let attribution: String
    let greatestZoom: Int
  }

  let center: [Double]
  let zoom: Int
  let boundary: [[[[Double]]]]?
  let places: [Territory]
  let stations: [Station]
  let cases: [Case]
  let tiles: Tiles?

  static func place(_ position: Coordinate) -> [Double] {
    [position.latitude, position.longitude]
  }

  static func rings(_ boundary: Boundary) -> [[[[Double]]]] {
    boundary.polygons.map { polygon in polygon.map { ring in ring.map(place) } }
  }
}
