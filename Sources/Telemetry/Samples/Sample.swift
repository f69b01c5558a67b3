public import AirQuality

/// One value of one series, as an instrument sent it.
public struct Sample: Sendable, Hashable {
  public let series: SeriesKey
  /// Start of its window, UTC epoch seconds.
  public let start: Int
  /// In the quantity's own unit.
  public let value: ExactDecimal
  /// Digits exactly as they stood in the message, in the sender's unit.
  public let asSent: ExactDecimal
  public let flag: SampleFlag

  public init(
    series: SeriesKey, start: Int, value: ExactDecimal, asSent: ExactDecimal, flag: SampleFlag
  ) {
    self.series = series
    self.start = start
    self.value = value
    self.asSent = asSent
    self.flag = flag
  }

  /// A sample that starts further ahead of its arrival than this comes from a wrong clock: it is
  /// kept, and never taken for the newest of its series.
  public static let clockAheadSeconds = 600

  /// - Parameter receivedAt: UTC epoch seconds.
  public func isAhead(ofArrival receivedAt: Int) -> Bool {
    Self.isAhead(start, ofArrival: receivedAt)
  }

  static func isAhead(_ start: Int, ofArrival receivedAt: Int) -> Bool {
    start - receivedAt > clockAheadSeconds
  }

  /// End of its window, UTC epoch seconds; equals `start` for real-time values.
  public var end: Int { start + series.windowSeconds }
}

/// A sample with the inbox sequence of the frame that brought it.
public struct StampedSample: Sendable, Hashable {
  public let sample: Sample
  public let sequence: Int64
  /// UTC epoch seconds.
  public let receivedAt: Int

  public init(_ sample: Sample, sequence: Int64, receivedAt: Int) {
    self.sample = sample
    self.sequence = sequence
    self.receivedAt = receivedAt
  }
}
