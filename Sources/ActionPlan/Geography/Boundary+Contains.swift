extension Boundary {
  /// Whether a point lies inside one of the polygons and in none of its holes.
  public func contains(_ point: Coordinate) -> Bool {
    polygons.contains { rings in
      guard let outer = rings.first, Self.encloses(outer, point) else { return false }
      return !rings.dropFirst().contains { Self.encloses($0, point) }
    }
  }

  /// Counts the edges that a ray to the east crosses.
  private static func encloses(_ ring: [Coordinate], _ point: Coordinate) -> Bool {
    var isInside = false
    var previous = ring.last ?? point
    for corner in ring {
      if (corner.latitude > point.latitude) != (previous.latitude > point.latitude) {
        let share =
          (point.latitude - corner.latitude) / (previous.latitude - corner.latitude)
        let crossing = corner.longitude + share * (previous.longitude - corner.longitude)
        if point.longitude < crossing { isInside.toggle() }
      }
      previous = corner
    }
    return isInside
  }
}
