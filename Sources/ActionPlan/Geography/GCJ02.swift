import Foundation

/// The shifted datum that maps made in China are published in.
///
/// The shift is public only through reverse engineering; these are the constants every open
/// implementation shares. Inside the country it is 300 to 700 m; the inverse here agrees with the
/// forward shift to well under a millimetre.
enum GCJ02 {
  /// Semi-major axis in metres and squared eccentricity of the Krasovsky 1940 ellipsoid.
  private static let axis = 6_378_245.0
  private static let eccentricity = 0.006_693_421_622_965_943

  /// WGS-84 to GCJ-02.
  static func shifted(_ point: Coordinate) -> Coordinate {
    let x = point.longitude - 105
    let y = point.latitude - 35
    let common =
      (20 * sin(6 * x * .pi) + 20 * sin(2 * x * .pi)) * 2 / 3
    var north =
      -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * abs(x).squareRoot() + common
    north += (20 * sin(y * .pi) + 40 * sin(y / 3 * .pi)) * 2 / 3
    north += (160 * sin(y / 12 * .pi) + 320 * sin(y * .pi / 30)) * 2 / 3
    var east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * abs(x).squareRoot() + common
    east += (20 * sin(x * .pi) + 40 * sin(x / 3 * .pi)) * 2 / 3
    east += (150 * sin(x / 12 * .pi) + 300 * sin(x / 30 * .pi)) * 2 / 3
    let radians = point.latitude / 180 * .pi
    let magic = 1 - eccentricity * sin(radians) * sin(radians)
    let root = magic.squareRoot()
    let latitude = north * 180 / (axis * (1 - eccentricity) / (magic * root) * .pi)
    let longitude = east * 180 / (axis / root * cos(radians) * .pi)
    return Coordinate(
      longitude: point.longitude + longitude, latitude: point.latitude + latitude)
  }

  /// GCJ-02 to WGS-84: the point whose shift is this one, by repeated correction.
  static func unshifted(_ point: Coordinate) -> Coordinate {
    var guess = point
    for _ in 0..<12 {
      let image = shifted(guess)
      let (east, north) = (point.longitude - image.longitude, point.latitude - image.latitude)
      guess = Coordinate(
        longitude: guess.longitude + east, latitude: guess.latitude + north)
      if abs(east) < 1e-11, abs(north) < 1e-11 { break }
    }
    return guess
  }
}

/// The datum a boundary file declares.
enum Datum: String, CaseIterable {
  case wgs84 = "WGS-84"
  case gcj02 = "GCJ-02"

  func wgs84(_ point: Coordinate) -> Coordinate {
    self == .wgs84 ? point : GCJ02.unshifted(point)
  }
}
