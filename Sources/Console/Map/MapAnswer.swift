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

  /// A row of a register.
  struct Pin: Encodable, Sendable {
    let at: [Double]
    let href: String
    let name: String
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
  let rows: [Pin]
  /// Control zones that are drawn by an outline, where they were asked for.
  let zones: [Territory]

  static func place(_ position: Coordinate) -> [Double] {
    [position.latitude, position.longitude]
  }

  static func rings(_ boundary: Boundary) -> [[[[Double]]]] {
    boundary.polygons.map { polygon in polygon.map { ring in ring.map(place) } }
  }
}

extension MapAnswer {
  /// The plan's ground and what lies on it.
  init(
    plan: Plan, tiles: TileService?, texts: Texts, stations: [Station] = [], cases: [Case] = [],
    rows: [Pin] = [], showsZones: Bool = false
  ) {
    self.init(
      center: Self.place(plan.center), zoom: plan.zoom, boundary: plan.boundary.map(Self.rings),
      places: plan.places.map { place in
        Territory(
          at: Self.place(place.position), name: texts(place.label),
          boundary: place.boundary.map(Self.rings))
      },
      stations: stations, cases: cases,
      tiles: tiles.map {
        Tiles(
          url: "/tiles/{z}/{x}/{y}", attribution: $0.attribution, greatestZoom: $0.greatestZoom)
      }, rows: rows,
      zones: (showsZones ? plan.zones : []).compactMap { zone in
        guard let boundary = zone.boundary, let first = boundary.polygons.first?.first?.first else {
          return nil
        }
        return Territory(
          at: Self.place(first), name: texts(zone.label), boundary: Self.rings(boundary))
      })
  }
}
