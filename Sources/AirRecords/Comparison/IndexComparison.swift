public import AirQuality

/// Published indices beside those that the rules give of the same row's concentrations.
public struct IndexComparison: Sendable {
  /// Why a published index may differ.
  public enum Cause: String, Sendable, Hashable, CaseIterable {
    /// AQI, category and primary pollutants agree.
    case agrees
    /// The AQI agrees; the primary pollutants do not: ties that are not listed in full, or other names.
    case primaryDiffers = "primary-differs"
    /// The AQI agrees; the category as written is not that of the AQI.
    case categoryDiffers = "category-differs"
    /// A pollutant that the rule needs has no value in the row.
    case missingItem = "missing-item"
    /// One point: the input was not rounded first, or rounded once more.
    case withinOnePoint = "within-one-point"
    /// The published index is that of one pollutant of the row, but not of the largest.
    case anotherPollutant = "another-pollutant"
    /// The published index lies within the day's range of hourly indices, or where the table gives none
    /// between the smallest and the largest individual index of the row: an average, as sites make that
    /// average the indices of the hours instead of the concentrations.
    case averaged
    /// No concentration in the row gives an index.
    case noConcentration = "no-concentration"
    case unexplained
  }

  public struct Sample: Sendable, Hashable {
    public let place: String
    public let row: Int
    public let published: Int
    public let computed: Int?
    public let iaqi: PollutantValues<Int>
  }

  public private(set) var counts: [Cause: Int] = [:]
  /// The first few of each cause but agreement.
  public private(set) var samples: [Cause: [Sample]] = [:]
  public private(set) var rowCount = 0

  private static let samplesKept = 20

  public init(
    _ file: AirFile, edition: IndexEdition? = nil
  ) {
    for place in file.places {
      for published in place.published {
        compare(published, in: place, isHourly: file.isHourly, edition: edition)
      }
    }
  }

  /// Per cent of the rows, one decimal; nil without a row.
  public func share(of cause: Cause) -> ExactDecimal? {
    percentage(of: counts[cause] ?? 0, in: rowCount)
  }

  private mutating func compare(
    _ published: PublishedIndex, in place: AirFile.Place, isHourly: Bool, edition: IndexEdition?
  ) {
    let slot = published.slot
    let day = CalendarDay(dayNumber: isHourly ? (slot >= 0 ? slot / 24 : (slot - 23) / 24) : slot)
    // Negative concentrations were left out by the reader, the only ones that the index refuses.
    let index = try? AirQualityIndex(
      isHourly ? .hourly : .daily, of: published.concentrations,
      edition: edition ?? .inForce(on: day))
    let cause = Self.cause(published, index)
    rowCount += 1
    counts[cause, default: 0] += 1
    guard cause != .agrees, samples[cause, default: []].count < Self.samplesKept else { return }
    samples[cause, default: []].append(
      Sample(
        place: place.title, row: published.row, published: published.aqi, computed: index?.aqi,
        iaqi: index?.iaqi ?? [:]))
  }

  private static func cause(_ published: PublishedIndex, _ index: AirQualityIndex?) -> Cause {
    guard let index else { return .noConcentration }
    guard index.aqi == published.aqi else {
      if abs(index.aqi - published.aqi) == 1 { return .withinOnePoint }
      if index.iaqi.pairs.contains(where: { $0.value == published.aqi }) {
        return .anotherPollutant
      }
      if published.hourlyRange?.contains(published.aqi) ?? false { return .averaged }
      if published.aqi > index.aqi, !index.missing.isEmpty { return .missingItem }
      let smallest = index.iaqi.pairs.map(\.value).min() ?? 0
      return (smallest...index.aqi).contains(published.aqi) ? .averaged : .unexplained
    }
    if let level = published.level, level != index.category.chineseName,
      level != index.category.englishName, level != "\(index.category.level)"
    {
      return .categoryDiffers
    }
    let named = Set(
      published.primary.compactMap { Layout.pollutant(named: $0) ?? Self.pollutant($0) })
    guard published.primary.isEmpty || named == Set(index.primaryPollutants) else {
      return .primaryDiffers
    }
    return .agrees
  }

  private static func pollutant(_ name: String) -> Pollutant? {
    Pollutant.allCases.first { $0.chineseName == name || $0.name == name }
  }
}
