import AirQuality
import Hummingbird

/// Which number of a place's patterns a page opens, as its address says it:
/// `?part=hour-8&pollutant=pm25&year=2021&month=5`.
struct PatternQuery: Sendable, Hashable {
  let part: PatternPart
  /// nil for the rose of wind alone.
  let pollutant: Pollutant?
  let place: PlaceQuery

  /// - Throws: `PageError` that names the parameter and what to write.
  init(_ parameters: Parameters) throws(PageError) {
    place = try PlaceQuery(parameters)
    guard let part = parameters.get("part").flatMap({ PatternPart(name: $0) }) else {
      throw .badQuery("part", "hour-0…hour-23, weekday-1…weekday-7, sector-NNE, sector-NNE-1, calm")
    }
    self.part = part
    let text = parameters.get("pollutant") ?? ""
    pollutant = Pollutant(rawValue: text)
    if pollutant == nil, !text.isEmpty || part.needsPollutant {
      throw .badQuery("pollutant", Pollutant.allCases.map(\.rawValue).joined(separator: ", "))
    }
  }

  static func href(
    _ part: PatternPart, of pollutant: Pollutant?, place: Int64, year: Int, month: Int?
  ) -> String {
    "/air/places/\(place)/pattern?part=\(part.name)"
      + (pollutant.map { "&pollutant=\($0.rawValue)" } ?? "") + "&year=\(year)"
      + (month.map { "&month=\($0)" } ?? "")
  }
}

extension PatternPart {
  /// `hour-8`, `weekday-1`, `sector-NNE`, `sector-NNE-2`, `calm`: as addresses name it.
  var name: String {
    switch self {
    case .hour(let hour): "hour-\(hour)"
    case .weekday(let weekday): "weekday-\(weekday)"
    case .sector(let sector, let speedClass):
      "sector-\(sector.name)" + (speedClass.map { "-\($0 + 1)" } ?? "")
    case .calm: "calm"
    }
  }

  init?(name: String) {
    let parts = name.split(separator: "-").map(String.init)
    let number = parts.last.flatMap { Int($0) }
    switch (parts.first, parts.count) {
    case ("hour", 2):
      guard let number, (0..<24).contains(number) else { return nil }
      self = .hour(number)
    case ("weekday", 2):
      guard let number, (1...7).contains(number) else { return nil }
      self = .weekday(number)
    case ("sector", 2...3):
      guard let sector = WindSector.allCases.first(where: { $0.name == parts[1] }) else {
        return nil
      }
      guard parts.count == 3 else {
        self = .sector(sector, speedClass: nil)
        return
      }
      guard let number, (1...WindRose.SpeedClasses.beaufort.count).contains(number) else {
        return nil
      }
      self = .sector(sector, speedClass: number - 1)
    case ("calm", 1): self = .calm
    default: return nil
    }
  }

  /// A course of a day or week is of a pollutant; a rose may be of the wind alone.
  var needsPollutant: Bool {
    switch self {
    case .hour, .weekday: true
    case .sector, .calm: false
    }
  }
}
