import ActionPlan

/// What a clause's page and the plan's tiles show of an indicator.
struct IndicatorGlance: Sendable, Hashable {
  let lamp: IndicatorLamp
  /// With its unit; a dash where there is none yet.
  let value: String

  /// By the indicator's id, as they stand now.
  typealias Reading = @Sendable (Texts) async throws -> [String: IndicatorGlance]
}
