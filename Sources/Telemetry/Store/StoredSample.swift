public import AirQuality

/// A value as the store holds it.
public struct StoredSample: Sendable, Hashable {
  /// UTC epoch seconds.
  public let start: Int
  /// In the quantity's own unit.
  public let value: ExactDecimal
  /// As it stood in the message.
  public let asSent: ExactDecimal
  public let flag: SampleFlag
  /// UTC epoch seconds.
  public let receivedAt: Int
  /// Inbox sequence of the frame that brought it.
  public let sequence: Int64
  /// How many earlier values of this instant are kept.
  public let revisionCount: Int

  public init(
    start: Int, value: ExactDecimal, asSent: ExactDecimal, flag: SampleFlag, receivedAt: Int,
    sequence: Int64, revisionCount: Int
  ) {
    self.start = start
    self.value = value
    self.asSent = asSent
    self.flag = flag
    self.receivedAt = receivedAt
    self.sequence = sequence
    self.revisionCount = revisionCount
  }
}

/// How much a store holds.
public struct StoreCounts: Sendable, Hashable {
  public let samples: Int
  public let revisions: Int
  public let series: Int

  public init(samples: Int, revisions: Int, series: Int) {
    self.samples = samples
    self.revisions = revisions
    self.series = series
  }
}
