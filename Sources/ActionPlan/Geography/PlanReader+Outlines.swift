import Foundation

/// Boundary files.
extension PlanReader {
  /// `{file: boundary.geojson, datum: GCJ-02}`, for places and zones also `key`.
  ///
  /// - Parameter property: of each feature, where its id stands; nil where `key` names the property.
  func outline(
    _ value: Value, _ name: String, _ shape: Shape, property: String? = nil
  ) -> OutlineSettings.Source? {
    guard let table = Table(value, name, shape, log: log) else { return nil }
    let datum = table.required(
      "datum", "add datum: WGS-84, or datum: GCJ-02 for a file from a Chinese map service"
    ).flatMap { word($0, "the datum of \(name)", among: Datum.allCases) }
    let key =
      (table.knows("key") ? table["key"] : nil).map { text($0, "the key of \(name)", longest: 64) }
      ?? "code"
    guard
      let fileValue = table.required("file", "name a .geojson file of this folder"),
      let file = text(fileValue, "the file of \(name)", longest: 200)
    else { return nil }
    guard files.contains(where: { $0.path == file && file.hasSuffix(".geojson") }) else {
      let known = files.map(\.path).filter { $0.hasSuffix(".geojson") }
      log.error(
        fileValue.location, "\(name): the plan folder has no boundary file \(fileValue.kind)",
        suggestion(fileValue, among: known, else: "put a .geojson file into the folder and name it")
      )
      return nil
    }
    namedOutlines.insert(file)
    guard let datum, let key else { return nil }
    return .init(file: file, datum: datum, key: property ?? key, location: fileValue.location)
  }

  func outlines(_ settings: OutlineSettings) -> Outlines {
    let district = settings.district.flatMap { source in
      features(source).map { features in Boundary(polygons: features.flatMap(\.boundary.polygons)) }
    }
    var places: [String: Boundary] = [:]
    for (id, boundary) in settings.places.flatMap(features) ?? [] {
      guard let source = settings.places, declares(place: id, source) else { continue }
      if places.updateValue(boundary, forKey: id ?? "") != nil {
        log.error(
          top(source.file), "two features have the \(source.key) \"\(id ?? "")\"",
          "join them into one MultiPolygon")
      }
    }
    return Outlines(district: district, places: places)
  }

  /// `{file: zones.geojson, datum: WGS-84, key: no-burn}`: the features whose property `zone` is the key;
  /// without a key the whole file.
  func zoneOutline(_ value: Value, _ owner: String) -> Boundary? {
    guard let source = outline(value, "the outline of \(owner)", .zoneOutline, property: "zone")
    else { return nil }
    guard let features = features(source) else { return nil }
    var wanted: String?
    if case .table(let entries) = value.content,
      case .text(let key)? = entries.first(where: { $0.key == "key" })?.value.content
    {
      wanted = key
    }
    let chosen = features.filter { wanted == nil || $0.id == wanted }
    guard !chosen.isEmpty else {
      let known = Set(features.compactMap(\.id)).sorted()
      let key = Value(location: value.location, content: .text(wanted ?? ""))
      log.error(
        value.location,
        "the outline of \(owner): no feature of \(source.file) has \"zone\": \(key.kind)",
        suggestion(key, among: known, else: "give the zone's features that property"))
      return nil
    }
    return Boundary(polygons: chosen.flatMap(\.boundary.polygons))
  }

  /// A boundary file that nothing names is most likely meant to be used.
  func warnOfUnusedOutlines() {
    for file in files where file.path.hasSuffix(".geojson") && !namedOutlines.contains(file.path) {
      log.warning(
        top(file.path), "plan.yml does not name this boundary file, so nobody uses it",
        "add boundary: {file: \(file.path), datum: …} to plan.yml, or remove the file")
    }
  }

  private func top(_ file: String) -> Location { Location(file: file, line: 1, column: 1) }

  private func declares(place id: String?, _ source: OutlineSettings.Source) -> Bool {
    guard let id else {
      log.error(
        top(source.file), "a feature has no property \"\(source.key)\"",
        "give each feature its place's id there, or name another key in plan.yml")
      return false
    }
    let known = declared[.place, default: [:]]
    guard known[id] == nil else { return true }
    let value = Value(location: top(source.file), content: .text(id))
    log.error(
      value.location, "a feature is for place \(value.kind), which the plan does not declare",
      suggestion(value, among: known.keys.sorted(), else: "declare it in places.yml"))
    return false
  }

  private func features(
    _ source: OutlineSettings.Source
  ) -> [(id: String?, boundary: Boundary)]? {
    guard let file = files.first(where: { $0.path == source.file }) else { return nil }
    let content: GeoJSON
    do {
      content = try JSONDecoder().decode(GeoJSON.self, from: Data(file.bytes))
    } catch {
      log.error(
        top(file.path), GeoJSON.problem(error),
        "give a GeoJSON Polygon, MultiPolygon, Feature or FeatureCollection")
      return nil
    }
    var remaining = FolderLimits.boundaryPositions
    var features: [(id: String?, boundary: Boundary)] = []
    for feature in content.features {
      var id: String?
      if case .text(let text)? = feature.properties?[source.key] { id = text }
      guard let boundary = boundary(feature.geometry, source, &remaining) else { return nil }
      features.append((id, boundary))
    }
    guard !features.isEmpty else {
      log.error(top(file.path), "the file has no features", "add at least one polygon")
      return nil
    }
    return features
  }

  private func boundary(
    _ geometry: GeoJSON.Geometry, _ source: OutlineSettings.Source, _ remaining: inout Int
  ) -> Boundary? {
    var polygons: [[[Coordinate]]] = []
    for rings in geometry.polygons {
      guard !rings.isEmpty else {
        log.error(top(source.file), "a polygon has no ring", "remove it")
        return nil
      }
      var polygon: [[Coordinate]] = []
      for ring in rings {
        remaining -= ring.count
        guard remaining >= 0 else {
          log.error(
            top(source.file), "the file has more than \(FolderLimits.boundaryPositions) positions",
            "simplify the outline")
          return nil
        }
        guard let corners = corners(ring, source) else { return nil }
        polygon.append(corners)
      }
      polygons.append(polygon)
    }
    return Boundary(polygons: polygons)
  }

  private func corners(_ ring: [[Double]], _ source: OutlineSettings.Source) -> [Coordinate]? {
    guard ring.count >= 4, ring.first == ring.last else {
      log.error(
        top(source.file), "a ring is not closed or has fewer than four positions",
        "repeat its first position at its end")
      return nil
    }
    var corners: [Coordinate] = []
    for position in ring {
      guard position.count >= 2, position[0].isFinite, position[1].isFinite,
        abs(position[0]) <= 180, abs(position[1]) <= 90
      else {
        log.error(
          top(source.file), "a position is not [longitude, latitude] in degrees",
          "longitude comes first; convert projected coordinates")
        return nil
      }
      corners.append(
        source.datum.wgs84(Coordinate(longitude: position[0], latitude: position[1])))
    }
    return corners
  }
}
