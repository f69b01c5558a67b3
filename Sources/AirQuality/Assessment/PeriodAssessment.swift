/// The six pollutants of one place over one period, against every limit that has a say.
///
/// Two readings stand side by side. The one that bulletins use compares the means of SO2, NO2, PM10
/// and PM2.5, the 95th percentile of CO and the 90th of O3. The strict one also compares the 98th
/// percentiles of SO2 and NO2 and the 95th of PM10 and PM2.5 with the daily limits.
///
/// - Source: HJ 663-2013 and HJ 663-2026, Table A.2 as transcribed; monthly reports of the national
///   monitoring centre for the reading of bulletins.
public struct PeriodAssessment: Sendable, Hashable {
  public enum Statistic: Sendable, Hashable {
    case mean
    /// 1…99
    case percentile(Int)
  }

  /// One statistic against one limit.
  public struct Item: Sendable, Hashable {
    public let pollutant: Pollutant
    public let statistic: Statistic
    /// Not rounded.
    public let value: ExactFraction
    /// Rounded once, as it is stated: µg/m³, CO in mg/m³.
    public let stated: ExactDecimal
    public let averaging: AmbientStandard.Averaging
    public let limit: ExactDecimal
    /// The value in whole units (CO 0.1) that is compared with the limit.
    public let judged: ExactDecimal
    /// Only the strict reading counts it.
    public let isStrictOnly: Bool

    public var attains: Bool { judged <= limit }
    /// (C - S) / S to two decimals; nil within the limit.
    public var exceedanceMultiple: ExactDecimal? {
      AirQuality.exceedanceMultiple(of: stated, over: limit)
    }
  }

  /// What a pollutant has in the period.
  public struct PollutantCoverage: Sendable, Hashable {
    public let coverage: PeriodCoverage
    /// Valid days whose printed value is above the daily limit (O3: daily maximum 8 h).
    public let daysAbove: Int
    /// Attained valid days in per cent of the valid, one decimal; nil without a valid day.
    public let attainmentRate: ExactDecimal?
  }

  public let period: AssessmentPeriod
  public let standard: String
  public let rules: String
  public let items: [Item]
  public let coverage: PollutantValues<PollutantCoverage>
  /// Pollutants without a valid day.
  public let missing: [Pollutant]

  /// Whether every item of the reading attains; nil while a pollutant is missing.
  public var attainsAsBulletin: Bool? {
    missing.isEmpty ? items.allSatisfy { $0.isStrictOnly || $0.attains } : nil
  }
  public var attainsStrictly: Bool? { missing.isEmpty ? items.allSatisfy(\.attains) : nil }
  /// Whether every pollutant has as many valid days as the standard asks for.
  public var isValid: Bool {
    Pollutant.allCases.allSatisfy { coverage[$0]?.coverage.isValid ?? false }
  }

  /// Assesses one place.
  ///
  /// - Parameters:
  ///   - daily: daily means; of O3 the daily maximum 8 h means. A pollutant may be absent.
  ///   - standard: limits; of the period's last day unless given.
  ///   - rules: of the period's last day unless given.
  ///   - zone: class II unless given.
  public init(
    of daily: PollutantValues<DailyValues>, in period: AssessmentPeriod,
    standard: AmbientStandard? = nil, rules: AssessmentRules? = nil,
    zone: AmbientStandard.ZoneClass = .two
  ) {
    let standard = standard ?? .inForce(on: period.lastDay)
    let rules = rules ?? .inForce(on: period.lastDay)
    self.period = period
    self.standard = standard.id
    self.rules = rules.id
    var items: [Item] = []
    var coverage = PollutantValues<PollutantCoverage>()
    for (pollutant, given) in daily.pairs {
      let values =
        rules.dailyInput == .asPrinted ? given.rounded(to: pollutant.reportedDecimals) : given
      for (statistic, averaging, isStrictOnly) in Self.statistics(of: pollutant) {
        guard
          let item = Item(
            pollutant, statistic, of: values, in: period, averaging: averaging,
            isStrictOnly: isStrictOnly, standard: standard, rules: rules, zone: zone)
        else { continue }
        items.append(item)
      }
      let days = values.coverage(of: period, minimum: rules.minimum)
      let limit = standard.limit(
        of: .init(pollutant), over: pollutant == .o3 ? .dailyMaximum8h : .day, in: zone)
      let above = limit.map {
        values.daysAbove($0, decimals: pollutant.reportedDecimals, in: period)
      }
      coverage[pollutant] = PollutantCoverage(
        coverage: days, daysAbove: above ?? 0,
        attainmentRate: percentage(of: days.validDays - (above ?? 0), in: days.validDays))
    }
    self.items = items
    self.coverage = coverage
    missing = Pollutant.allCases.filter { (coverage[$0]?.coverage.validDays ?? 0) == 0 }
  }

  public func item(_ pollutant: Pollutant, _ statistic: Statistic) -> Item? {
    items.first { $0.pollutant == pollutant && $0.statistic == statistic }
  }

  /// The statistic that bulletins state and the composite index takes.
  public static func headline(of pollutant: Pollutant) -> Statistic {
    switch pollutant {
    case .co: .percentile(95)
    case .o3: .percentile(90)
    default: .mean
    }
  }

  private static func statistics(of pollutant: Pollutant) -> [(
    Statistic, AmbientStandard.Averaging, isStrictOnly: Bool
  )] {
    switch pollutant {
    case .so2, .no2: [(.mean, .year, false), (.percentile(98), .day, true)]
    case .pm10, .pm25: [(.mean, .year, false), (.percentile(95), .day, true)]
    case .co: [(.percentile(95), .day, false)]
    case .o3: [(.percentile(90), .dailyMaximum8h, false)]
    }
  }
}

extension PeriodAssessment.Item {
  init?(
    _ pollutant: Pollutant, _ statistic: PeriodAssessment.Statistic, of values: DailyValues,
    in period: AssessmentPeriod, averaging: AmbientStandard.Averaging, isStrictOnly: Bool,
    standard: AmbientStandard, rules: AssessmentRules, zone: AmbientStandard.ZoneClass
  ) {
    let value =
      switch statistic {
      case .mean: values.mean(in: period)
      case .percentile(let percent): values.percentile(percent, in: period)
      }
    guard let value, let limit = standard.limit(of: .init(pollutant), over: averaging, in: zone),
      let stated = value.rounded(to: rules.statisticDecimals(of: pollutant)),
      let judged = value.rounded(to: pollutant.reportedDecimals)
    else { return nil }
    self.init(
      pollutant: pollutant, statistic: statistic, value: value, stated: stated,
      averaging: averaging, limit: limit, judged: judged, isStrictOnly: isStrictOnly)
  }
}
