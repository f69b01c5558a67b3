public import AirQuality

/// An exact sum of decimals in 128 bits. Loggers print up to 18 digits of a binary number
/// (35.099998474121094), and a few hundred of those leave 64 bits.
public struct DecimalSum: Sendable {
  /// The sum in units of 10^-18, the smallest that a decimal can have.
  private let units: Int128
  /// The largest count of decimals seen, 0…18.
  let scale: Int

  static let zero = DecimalSum(units: 0, scale: 0)

  private init(units: Int128, scale: Int) {
    self.units = units
    self.scale = scale
  }

  public init(_ value: ExactDecimal) {
    self.init(
      units: Int128(value.mantissa) * Self.powersOfTen[Self.places - value.scale],
      scale: value.scale)
  }

  /// From what the store keeps; nil where that is no sum.
  ///
  /// - Parameter scale: 0…18.
  init?(high: Int64, mantissa: Int64, scale: Int) {
    let stored = Int128(high) * Self.one + Int128(mantissa)
    let (units, overflow) = stored.multipliedReportingOverflow(
      by: Self.powersOfTen[Self.places - scale])
    guard !overflow, Self.range.contains(units) else { return nil }
    self.init(units: units, scale: scale)
  }

  /// What the store keeps: the sum is `(high × 10^18 + mantissa) / 10^scale`.
  var parts: (high: Int64, mantissa: Int64) {
    let stored = units / Self.powersOfTen[Self.places - scale]
    let (high, mantissa) = stored.quotientAndRemainder(dividingBy: Self.one)
    return (Int64(high), Int64(mantissa))
  }

  /// Nil where the whole part of the sum leaves 64 bits.
  func adding(_ value: ExactDecimal) -> DecimalSum? { adding(DecimalSum(value)) }

  func adding(_ other: DecimalSum) -> DecimalSum? {
    let (sum, overflow) = units.addingReportingOverflow(other.units)
    guard !overflow, Self.range.contains(sum) else { return nil }
    return DecimalSum(units: sum, scale: max(scale, other.scale))
  }

  /// Mean over `count` values, ties to even (GB/T 8170).
  ///
  /// - Parameter decimals: how many it has, where so many fit into 64 bits; else as many as fit.
  func mean(over count: Int, decimals: Int) -> ExactDecimal? {
    for scale in stride(from: min(decimals, Self.places), through: 0, by: -1) {
      let divisor = Int128(count) * Self.powersOfTen[Self.places - scale]
      if let mantissa = Int64(exactly: Self.divide(units, by: divisor)) {
        return ExactDecimal(mantissa, scale: scale)
      }
    }
    return nil
  }

  private static func divide(_ dividend: Int128, by divisor: Int128) -> Int128 {
    let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    let twice = remainder.magnitude * 2
    guard twice > divisor.magnitude || (twice == divisor.magnitude && quotient % 2 != 0) else {
      return quotient
    }
    return quotient + (dividend < 0 ? -1 : 1)
  }

  private static let places = ExactDecimal.greatestScale
  private static let powersOfTen: [Int128] = (0...places).map { exponent in
    (0..<exponent).reduce(into: Int128(1)) { value, _ in value *= 10 }
  }
  private static let one = powersOfTen[places]
  private static let range = (Int128(Int64.min) * one)...(Int128(Int64.max) * one)
}

extension DecimalSum: Hashable {
  /// Of the same number: 0.7 == 0.70.
  public static func == (a: DecimalSum, b: DecimalSum) -> Bool { a.units == b.units }
  public func hash(into hasher: inout Hasher) { hasher.combine(units) }
}
