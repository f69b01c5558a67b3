import AirQuality

/// What hours are kept of: the six pollutants, and the wind.
enum AirQuantity: Hashable {
  case pollutant(Pollutant)
  /// m/s
  case windSpeed
  /// Degrees that it comes from.
  case windDirection

  /// As the database names it.
  var id: String {
    switch self {
    case .pollutant(let pollutant): pollutant.rawValue
    case .windSpeed: "wind-speed"
    case .windDirection: "wind-direction"
    }
  }
}
