public import ActionPlan
public import AirQuality

extension Objective {
  /// The pollutant whose daily record it is measured by; nil for the share of good days.
  public func pollutant(in plan: Plan) -> Pollutant? {
    guard let quantity else { return nil }
    if let pollutant = plan.quantity(quantity)?.pollutant { return Pollutant(rawValue: pollutant) }
    // The 90th percentile is that of O3's daily maximum 8 h mean, a quantity of its own in the plan.
    return statistic == .annualPercentile90 ? .o3 : nil
  }
}
