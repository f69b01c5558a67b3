/// The six pollutants of the ambient-air index.
///
/// - Source: GB 3095-2012, 4.2, Table 1; unchanged in GB 3095-2026.
public enum Pollutant: String, Sendable, Hashable, Codable, CaseIterable {
  case pm25, pm10, so2, no2, co, o3

  /// As printed in reports of both languages, e.g. `PM2.5`.
  public var name: String {
    switch self {
    case .pm25: "PM2.5"
    case .pm10: "PM10"
    case .so2: "SO2"
    case .no2: "NO2"
    case .co: "CO"
    case .o3: "O3"
    }
  }

  /// As reports spell it out, e.g. `细颗粒物(PM2.5)`.
  public var chineseName: String {
    switch self {
    case .pm25: "细颗粒物(PM2.5)"
    case .pm10: "颗粒物(PM10)"
    case .so2: "二氧化硫"
    case .no2: "二氧化氮"
    case .co: "一氧化碳"
    case .o3: "臭氧"
    }
  }

  /// As reports in English spell it out, e.g. `fine particulate matter (PM2.5)`.
  public var englishName: String {
    switch self {
    case .pm25: "fine particulate matter (PM2.5)"
    case .pm10: "particulate matter (PM10)"
    case .so2: "sulfur dioxide"
    case .no2: "nitrogen dioxide"
    case .co: "carbon monoxide"
    case .o3: "ozone"
    }
  }

  /// The unit every table, limit and report of the standards uses.
  public var unit: String { self == .co ? "mg/m³" : "µg/m³" }

  /// Decimals a concentration is rounded to before it is judged: whole µg/m³, tenths of a mg/m³ for CO.
  ///
  /// - Source: HJ 633-2026, 4.2.2; HJ 633-2012 is silent.
  public var reportedDecimals: Int { self == .co ? 1 : 0 }
}
