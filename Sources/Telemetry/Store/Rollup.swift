public import AirQuality

/// An hour or a day of one series, computed from its current samples.
///
/// Only samples with a valid flag enter sum, mean, least and greatest.
public struct Rollup: Sendable, Hashable {
  /// Start of the hour or day, UTC epoch seconds.
  public let start: Int
  public let count: Int
  public let validCount: Int
  /// Exact sum of the valid values; nil without any, or where it does not fit into 64 bits.
  public let sum: ExactDecimal?
  public let minimum: ExactDecimal?
  public let maximum: ExactDecimal?

  public init(
    start: Int, count: Int, validCount: Int, sum: ExactDecimal?, minimum: ExactDecimal?,
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
  /// so that a page or report can still round it to its own digits. Nil without valid values,
  /// or where it does not fit into 64 bits.
  public var mean: ExactDecimal? {
    guard let sum, validCount > 0 else { return nil }
    return Self.divide(sum, by: validCount)
  }

  private static let moreDecimals = 3

  private static func divide(_ sum: ExactDecimal, by count: Int) -> ExactDecimal? {
    let scale = min(sum.scale + moreDecimals, ExactDecimal.greatestScale)
    var dividend = Int128(sum.mantissa)
    for _ in sum.scale..<scale { dividend *= 10 }
    let divisor = Int128(count)
    var (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    let twice = remainder.magnitude * 2
    if twice > divisor.magnitude || (twice == divisor.magnitude && quotient % 2 != 0) {
      quotient += dividend < 0 ? -1 : 1
    }
    return Int64(exactly: quotient).map { ExactDecimal($0, scale: scale) }
  }
}
