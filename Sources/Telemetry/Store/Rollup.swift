public import AirQuality

/// An hour or a day of one series, computed from its current samples.
///
/// Only samples with a valid flag enter sum, mean, least and greatest.
public struct Rollup: Sendable, Hashable {
  /// Start of the hour or day, UTC epoch seconds.
  public let start: Int
  public let count: Int
  public let validCount: Int
  /// Exact sum of the valid values; nil without any, or where its whole part leaves 64 bits.
  public let sum: DecimalSum?
  public let minimum: ExactDecimal?
  public let maximum: ExactDecimal?

  public init(
    start: Int, count: Int, validCount: Int, sum: DecimalSum?, minimum: ExactDecimal?,
    maximum: ExactDecimal?
  ) {
    self.start = start
    self.count = count
    self.validCount = validCount
    self.sum = sum
    self.minimum = minimum
    self.maximum = maximum
  }

  /// Mean of the valid values with three decimals more than the sum, ties to even (GB/T 8170),
  /// so that a page or report can still round it to its own digits; with fewer where they do not
  /// fit into 64 bits. Nil without valid values or without a sum.
  public var mean: ExactDecimal? {
    guard let sum, validCount > 0 else { return nil }
    return sum.mean(over: validCount, decimals: sum.scale + Self.moreDecimals)
  }

  private static let moreDecimals = 3
}
