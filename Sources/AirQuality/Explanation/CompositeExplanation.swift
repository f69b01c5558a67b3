/// The composite index of a period, opened to the statistics it adds up.
public struct CompositeExplanation: Sendable, Hashable {
  public struct Part: Sendable, Hashable {
    public let pollutant: Pollutant
    public let statistic: PeriodAssessment.Statistic
    /// As stated, which is what is divided; nil without a valid day.
    public let stated: ExactDecimal?
    public let limit: ExactDecimal?
    public let weight: Int
    /// Not rounded.
    public let quotient: ExactFraction?
    /// Rounded, as it is added; nil where it is not.
    public let single: ExactDecimal?
    public let coverage: PeriodCoverage

    /// The statistic, to be opened in its turn.
    public func figure(in period: AssessmentPeriod) -> Figure {
      .statistic(pollutant, statistic, period)
    }
  }

  public let period: AssessmentPeriod
  /// Nil where a pollutant is missing.
  public let index: CompositeIndex?
  public let composite: CompositeRules
  public let rules: AssessmentRules
  /// Of all six pollutants.
  public let parts: [Part]
  public var missing: [Pollutant] { parts.filter { $0.stated == nil }.map(\.pollutant) }

  init(in period: AssessmentPeriod, from inputs: FigureInputs) {
    let rules = AssessmentRules.inForce(on: period.lastDay)
    let composite = rules.composite
    let assessment = PeriodAssessment(of: inputs.record.values, in: period, rules: rules)
    let index = CompositeIndex(of: assessment, rules: composite)
    self.period = period
    self.rules = rules
    self.composite = composite
    self.index = index
    parts = Pollutant.allCases.map { pollutant in
      let statistic = PeriodAssessment.headline(of: pollutant)
      let stated = assessment.item(pollutant, statistic)?.stated
      let limit = composite.limits[pollutant]
      let quotient = stated.flatMap { stated in
        limit.flatMap { ExactFraction(stated).divided(by: ExactFraction($0)) }
      }
      return Part(
        pollutant: pollutant, statistic: statistic, stated: stated, limit: limit,
        weight: composite.weights[pollutant] ?? 0, quotient: quotient,
        single: quotient?.rounded(to: composite.singleDecimals),
        coverage: assessment.coverage[pollutant]?.coverage
          ?? PeriodCoverage(validDays: 0, days: period.dayCount, lacks: [.nothingMeasured]))
    }
  }
}
