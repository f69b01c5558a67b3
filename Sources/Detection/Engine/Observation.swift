internal import AirQuality

/// What one sample says about one condition.
struct Observation: Sendable, Hashable, Codable {
  /// First second it speaks for: the sample's time, or the start of its window.
  let from: Int
  /// Second at which it is known: the sample's time, or the end of its window.
  let at: Int
  let value: ExactDecimal
  /// The instrument was over its range (HJ 212 flag T): at least this much.
  let isAboveRange: Bool
  /// Inbox sequence of the frame that brought it; of two for the same time the later is current.
  let sequence: Int64

  init(
    start: Int, windowSeconds: Int, value: ExactDecimal, isAboveRange: Bool = false,
    sequence: Int64
  ) {
    from = start
    at = start + windowSeconds
    self.value = value
    self.isAboveRange = isAboveRange
    self.sequence = sequence
  }
}
