public import ActionPlan
public import AirQuality
public import GRDB
import Ledger

/// What a station's instruments have measured, as hours.
public struct StationHours: Sendable, Hashable {
  /// Id of the monitoring point.
  public let point: String
  public let name: String
  public let hours: PollutantValues<HourlyValues>
  public let wind: HourlyWind?

  public init(
    point: String, name: String, hours: PollutantValues<HourlyValues>, wind: HourlyWind?
  ) {
    self.point = point
    self.name = name
    self.hours = hours
    self.wind = wind
  }
}

extension AirBook {
  /// Takes hours of the district's own instruments in, as real-time values.
  ///
  /// What comes in on one local day without a table in between shares one number, so that an earlier
  /// day's knowledge can be told. It is no decision of a person and has no audit entry; the telemetry
  /// store keeps what each value was made of.
  ///
  /// - Parameters:
  ///   - district: the plan's name of the district's own place, made where there is none.
  ///   - today: the local day of taking.
  ///   - at: epoch seconds.
  public static func takeRealTime(
    _ stations: [StationHours], district: AirPlaceName?, today: CalendarDay, at: Int,
    in db: Database
  ) throws -> AirImportReport {
    let digest = "telemetry/\(today)"
    var taking =
      try AirTaking(goingOnWith: digest, status: .realTime, in: db)
      ?? AirTaking(
        file: "telemetry", digest: digest, status: .realTime, by: .system("telemetry"), at: at,
        in: db)
    // The mean of the stations stands for the district until a figure of its own comes.
    if let district {
      let places = try places(in: db)
      if !places.contains(where: { district.isName(of: $0.name, city: $0.city) }) {
        _ = try taking.place(city: district.city ?? "", name: district.name, in: db)
      }
    }
    for station in stations {
      let place = try taking.place(ofPoint: station.point, name: station.name, in: db)
      for (pollutant, hours) in station.hours.pairs {
        try taking.take(hours, of: .pollutant(pollutant), at: place, in: db)
      }
      try taking.take(station.wind, at: place, in: db)
    }
    _ = try taking.finish(in: db)
    return taking.report
  }
}

extension AirTaking {
  mutating func take(_ wind: HourlyWind?, at place: Int64, in db: Database) throws {
    guard let wind else { return }
    try take(wind.speed, of: .windSpeed, at: place, in: db)
    try take(wind.direction, of: .windDirection, at: place, in: db)
  }
}
