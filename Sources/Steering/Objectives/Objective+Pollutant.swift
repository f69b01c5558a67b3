public import ActionPlan
public import AirQuality

extension Objective {
  /// The pollutant whose daily record it is measured by; nil where it is not by that of one.
  public func pollutant(in plan: Plan) -> Pollutant? {
    func known(_ quantity: String) -> Pollutant? {
      plan.quantity(quantity)?.pollutant.flatMap { Pollutant(rawValue: $0) }
    }
    switch measure {
    case .annualMean(let quantity): return known(quantity)
    // The 90th percentile is that of O3's daily maximum 8 h mean, a quantity of its own in the plan.
    case .annualPercentile90(let quantity): return known(quantity) ?? .o3
    case .goodDayShare, .classTwo, .rank, .changeOnYear: return nil
    }
  }
}
