import AirQuality

/// Gathers one place's values in whatever order they come.
struct PlaceBuilder {
  let city: String?
  let name: String
  var published: [PublishedIndex] = []
  /// Times that were spoken of again, with the same values or with another.
  private var repeated: Set<Int> = []
  private var corrected: Set<Int> = []
  /// By the place of the pollutant in `Pollutant`, then speed and direction of the wind: arrays that
  /// grow where they stand.
  private var series = [DenseSeries](repeating: DenseSeries(), count: Pollutant.allCases.count + 2)
  private static let windSpeed = Pollutant.allCases.count
  private static let windDirection = windSpeed + 1

  init(city: String?, name: String) {
    self.city = city
    self.name = name
  }

  var correctionCount: Int { corrected.count }
  var repeatCount: Int { repeated.subtracting(corrected).count }

  mutating func add(_ value: ExactDecimal, of pollutant: Pollutant, slot: Int) {
    add(value, to: pollutant.place, slot: slot)
  }

  mutating func addWindSpeed(_ value: ExactDecimal, slot: Int) {
    add(value, to: Self.windSpeed, slot: slot)
  }

  mutating func addWindDirection(_ value: ExactDecimal, slot: Int) {
    add(value, to: Self.windDirection, slot: slot)
  }

  private mutating func add(_ value: ExactDecimal, to place: Int, slot: Int) {
    switch series[place].set(value, at: slot) {
    case .new: break
    case .repeated: repeated.insert(slot)
    case .corrected: corrected.insert(slot)
    }
  }

  func finish(isHourly: Bool) -> AirFile.Place {
    let filled = Pollutant.allCases.filter { !series[$0.place].isEmpty }
    return AirFile.Place(
      city: city, name: name,
      hours: PollutantValues {
        isHourly && filled.contains($0) ? series[$0.place].hours : nil
      },
      days: PollutantValues {
        !isHourly && filled.contains($0) ? series[$0.place].days : nil
      },
      wind: isHourly ? wind : nil,
      published: published.sorted { ($0.slot, $0.row) < ($1.slot, $1.row) })
  }
}

extension PlaceBuilder {
  /// Speed and direction over the same days.
  private var wind: HourlyWind? {
    let (speed, direction) = (series[Self.windSpeed], series[Self.windDirection])
    let days = [speed, direction].filter { !$0.isEmpty }.map(\.dayNumbers)
    guard let first = days.map(\.lowerBound).min(), let last = days.map(\.upperBound).max() else {
      return nil
    }
    return HourlyWind(
      speed: speed.hours(over: first...last), direction: direction.hours(over: first...last))
  }
}

extension Pollutant {
  /// Its place in `allCases`.
  fileprivate var place: Int {
    switch self {
    case .pm25: 0
    case .pm10: 1
    case .so2: 2
    case .no2: 3
    case .co: 4
    case .o3: 5
    }
  }
}
