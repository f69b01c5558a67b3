/// Limits and weights of the composite index, as a letter of the ministry sets them.
public struct CompositeRules: Sendable, Hashable {
  public let id: String
  /// What each pollutant's statistic is divided by; µg/m³, CO in mg/m³.
  public let limits: PollutantValues<ExactDecimal>
  public let weights: PollutantValues<Int>
  /// Decimals of each single index before they are added.
  public let singleDecimals: Int

  public init(
    id: String, limits: PollutantValues<ExactDecimal>, weights: PollutantValues<Int>,
    singleDecimals: Int = 2
  ) {
    self.id = id
    self.limits = limits
    self.weights = weights
    self.singleDecimals = singleDecimals
  }

  /// Equal weights over the limits of class II.
  ///
  /// - Source: 环办监测〔2018〕19号; the order of rounding reproduces 25 of 26 published cases.
  public static let letter2018 = CompositeRules(
    id: "环办监测〔2018〕19号",
    limits: [
      .so2: ExactDecimal(60), .no2: ExactDecimal(40), .pm10: ExactDecimal(70),
      .pm25: ExactDecimal(35), .co: ExactDecimal(4), .o3: ExactDecimal(160),
    ],
    weights: [.so2: 1, .no2: 1, .pm10: 1, .pm25: 1, .co: 1, .o3: 1])
}

/// The composite index of a place over a period: the sum of six single indices; smaller is better.
/// 环境空气质量综合指数
public struct CompositeIndex: Sendable, Hashable {
  /// Weighted where the rules weigh.
  public let total: ExactDecimal
  /// Single index of each pollutant, rounded as it was added. 单项指数
  public let singles: PollutantValues<ExactDecimal>
  /// Largest single index; all that share it, in the order of `Pollutant`.
  public let leading: [Pollutant]
  public let rules: String

  /// - Parameter stated: mean of SO2, NO2, PM10 and PM2.5, 95th percentile of CO and 90th of O3, each
  ///   as stated (rounded); µg/m³, CO in mg/m³.
  /// - Returns: nil where a pollutant is missing: an index of five is not one.
  public init?(of stated: PollutantValues<ExactDecimal>, rules: CompositeRules = .letter2018) {
    var singles = PollutantValues<ExactDecimal>()
    var total = ExactDecimal(0, scale: rules.singleDecimals)
    var largest: ExactDecimal?
    for pollutant in Pollutant.allCases {
      guard let value = stated[pollutant], let limit = rules.limits[pollutant],
        let weight = rules.weights[pollutant],
        let single = ExactFraction(value).divided(by: ExactFraction(limit))?
          .rounded(to: rules.singleDecimals),
        let part = single.multiplied(by: ExactDecimal(Int64(weight))),
        let sum = total.adding(part)
      else { return nil }
      singles[pollutant] = single
      total = sum
      largest = max(largest ?? single, single)
    }
    self.total = total
    self.singles = singles
    self.rules = rules.id
    leading = Pollutant.allCases.filter { singles[$0] == largest }
  }

  /// Of a period's headline statistics.
  ///
  /// - Returns: nil where a pollutant has none.
  public init?(of assessment: PeriodAssessment, rules: CompositeRules = .letter2018) {
    self.init(
      of: PollutantValues { pollutant in
        assessment.item(pollutant, PeriodAssessment.headline(of: pollutant))?.stated
      }, rules: rules)
  }
}
