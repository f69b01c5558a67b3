/// The place a position belongs to, and how sure that is.
public struct PlaceMatch: Sendable, Hashable {
  public let place: Place
  /// No boundary said so: the place is the nearest by its stand-in position, and a person confirms it.
  public let isApproximate: Bool

  public init(place: Place, isApproximate: Bool) {
    self.place = place
    self.isApproximate = isApproximate
  }
}

extension Plan {
  /// Beyond this many metres from every place a position belongs to none of them.
  public static let farthestPlaceMeters = 30_000.0

  /// The place that holds a WGS-84 position: by its boundary where one is known; else the nearest of the
  /// places without a boundary, marked as approximate.
  ///
  /// - Returns: `nil` outside the district's boundary, or more than 30 km from every place.
  public func place(containing position: Coordinate) -> PlaceMatch? {
    guard position.longitude.isFinite, position.latitude.isFinite else { return nil }
    if let place = places.first(where: { $0.boundary?.contains(position) == true }) {
      return PlaceMatch(place: place, isApproximate: false)
    }
    if let boundary, !boundary.contains(position) { return nil }
    let near = places.filter { $0.boundary == nil }
      .map { (place: $0, meters: $0.position.meters(to: position)) }
      .min { $0.meters < $1.meters }
    guard let near, near.meters <= Self.farthestPlaceMeters else { return nil }
    return PlaceMatch(place: near.place, isApproximate: true)
  }
}
