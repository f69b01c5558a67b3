/// The ambient air quality index (AQI) of one place and one hour or day, with how it came about.
public struct AirQualityIndex: Sendable, Hashable {
  public enum Report: Sendable, Hashable {
    /// Real-time report of an hour. As practised everywhere since 2013 and written down in 2026: PM
    /// by its 1 h mean on the 24 h table, O3 by its 1 h mean alone.
    case hourly
    /// Daily report: 24 h means, O3 by its daily maximum 8 h mean.
    case daily

    func item(_ pollutant: Pollutant) -> IndexEdition.Item {
      switch (self, pollutant) {
      case (_, .pm25), (_, .pm10): IndexEdition.Item(pollutant, .twentyFourHours)
      case (.hourly, _): IndexEdition.Item(pollutant, .oneHour)
      case (.daily, .o3): IndexEdition.Item(.o3, .eightHours)
      case (.daily, _): IndexEdition.Item(pollutant, .twentyFourHours)
      }
    }

    /// The item that stands in where the pollutant's own table ends without an index.
    func standIn(_ pollutant: Pollutant) -> IndexEdition.Item {
      self == .hourly
        ? IndexEdition.Item(pollutant, .twentyFourHours) : IndexEdition.Item(pollutant, .oneHour)
    }
  }

  public enum InputRounding: Sendable, Hashable {
    /// First by GB/T 8170 to whole µg/m³, CO to 0.1 mg/m³ (HJ 633-2026, 4.2.2).
    case standard
    /// Judged as given; some platforms do so under the 2012 edition, which is silent.
    case none
  }

  /// Largest individual index, whole points.
  public let aqi: Int
  /// Individual indices of the pollutants that have one.
  public let iaqi: PollutantValues<Int>
  /// All pollutants that share the largest individual index, in the order of `Pollutant`; empty up to 50.
  public let primaryPollutants: [Pollutant]
  /// Pollutants whose individual index is above 100, in the order of `Pollutant`; the notion of 2012,
  /// which 2026 dropped. 超标污染物
  public let exceedingPollutants: [Pollutant]
  /// Pollutants of the report without a value or without an index.
  public let missing: [Pollutant]
  public let category: AirQualityCategory
  /// Edition of the standard it was computed under.
  public let edition: String
  /// False where the edition withholds an index from which an item is missing (2026: up to 100).
  public let mayBePublished: Bool
  /// How each individual index came about.
  public let judgements: PollutantValues<IndividualJudgement>

  /// Computes the index of one report.
  ///
  /// - Parameters:
  ///   - report: hourly or daily; decides the tables.
  ///   - concentrations: valid means, µg/m³, CO in mg/m³; a missing or invalid one is left out.
  ///   - standIns: means of the other period for where a table of 2012 ends: SO2 24 h in an hourly
  ///     report (1 h above 800), O3 daily maximum 1 h in a daily one (8 h above 800).
  ///   - neverMonitored: pollutants the place has never measured, which do not count as missing.
  ///   - edition: the edition in force on the day of observation.
  /// - Returns: nil where no pollutant has an index.
  /// - Throws: `.negativeConcentration`.
  /// - Source: HJ 633-2012, 6.1–6.4; HJ 633-2026, 4.2.
  public init?(
    _ report: Report, of concentrations: PollutantValues<ExactDecimal>,
    standIns: PollutantValues<ExactDecimal> = [:], neverMonitored: Set<Pollutant> = [],
    edition: IndexEdition, inputRounding: InputRounding = .standard
  ) throws(IndexError) {
    func judge(
      _ value: ExactDecimal?, _ pollutant: Pollutant, by item: IndexEdition.Item
    ) throws(IndexError) -> IndividualJudgement? {
      guard let value, let table = edition.tables[item] else { return nil }
      let input =
        inputRounding == .standard ? value.rounded(to: pollutant.reportedDecimals) : value
      return try table.iaqi(of: input).map {
        IndividualJudgement(item: item, given: value, judged: input, iaqi: $0)
      }
    }
    var judgements = PollutantValues<IndividualJudgement>()
    var largest: Int?
    for pollutant in Pollutant.allCases {
      guard let value = concentrations[pollutant] else { continue }
      var judgement = try judge(value, pollutant, by: report.item(pollutant))
      if judgement == nil {
        judgement = try judge(standIns[pollutant], pollutant, by: report.standIn(pollutant))
      }
      judgements[pollutant] = judgement
      if let iaqi = judgement?.iaqi { largest = max(largest ?? 0, iaqi) }
    }
    guard let aqi = largest else { return nil }
    self.aqi = aqi
    self.judgements = judgements
    let iaqi = judgements.mapValues(\.iaqi)
    self.iaqi = iaqi
    primaryPollutants = aqi > 50 ? Pollutant.allCases.filter { iaqi[$0] == aqi } : []
    exceedingPollutants = Pollutant.allCases.filter { (iaqi[$0] ?? 0) > 100 }
    let missing = Pollutant.allCases.filter { iaqi[$0] == nil && !neverMonitored.contains($0) }
    self.missing = missing
    category = AirQualityCategory(aqi: aqi)
    self.edition = edition.id
    mayBePublished =
      missing.isEmpty || edition.withholdsIncompleteUpTo.map { aqi > $0 } ?? true
  }
}

/// One pollutant's part in an index.
public struct IndividualJudgement: Sendable, Hashable {
  /// The table it was judged by; the stand-in's where the pollutant's own ends.
  public let item: IndexEdition.Item
  /// As passed; µg/m³, CO in mg/m³.
  public let given: ExactDecimal
  /// After the input was rounded.
  public let judged: ExactDecimal
  public let iaqi: Int
}
