public import ActionPlan
public import AirQuality

/// What an indicator's reading hangs on: while it is the same, so is the reading.
public struct IndicatorBasis: Sendable, Hashable {
  public let day: CalendarDay
  /// Whole hours, where samples are read.
  public let hour: Int?
  /// Of the registers it is read from; of all of them for a query, which may read any.
  public let versions: [String: Int]

  /// - Parameters:
  ///   - now: epoch second.
  ///   - versions: of every register of the plan.
  public init(
    of indicator: Indicator, on day: CalendarDay, now: Int, versions: [String: Int]
  ) {
    self.day = day
    hour = indicator.isOfSamples ? now / 3_600 : nil
    self.versions =
      indicator.isQuery
      ? versions : versions.filter { indicator.registers.contains($0.key) }
  }
}
