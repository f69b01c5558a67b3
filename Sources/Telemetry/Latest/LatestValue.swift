public import AirQuality

/// The newest sample of a series.
public struct LatestValue: Sendable, Hashable {
  public let key: SeriesKey
  /// UTC epoch seconds.
  public let start: Int
  public let value: ExactDecimal
  public let flag: SampleFlag
  /// UTC epoch seconds.
  public let receivedAt: Int
  /// Start of the first sample of the run of equal values that this one ends.
  public let unchangedSince: Int

  public init(
    key: SeriesKey, start: Int, value: ExactDecimal, flag: SampleFlag, receivedAt: Int,
    unchangedSince: Int
  ) {
    self.key = key
    self.start = start
    self.value = value
    self.flag = flag
    self.receivedAt = receivedAt
    self.unchangedSince = unchangedSince
  }
}
