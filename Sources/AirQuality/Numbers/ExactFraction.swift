/// A number kept exactly as a fraction in lowest terms: a mean, a share, a point of a percentile.
///
/// A mean of three hours has no finite decimals, and every rounding on the way to a published
/// figure is one that somebody can object to: fractions round once, at the end.
///
/// Arithmetic answers `nil` where 128 bits do not hold the result; figures of this field stay far
/// below.
public struct ExactFraction: Sendable, Hashable {
  public let numerator: Int128
  /// Above 0.
  public let denominator: Int128

  /// - Precondition: `denominator` is above 0.
  public init(_ numerator: Int128, over denominator: Int128 = 1) {
    precondition(denominator > 0, "a fraction's denominator is above 0")
    let common = Self.greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
    self.numerator = numerator / Int128(common)
    self.denominator = denominator / Int128(common)
  }

  public init(_ decimal: ExactDecimal) {
    self.init(
      Int128(decimal.mantissa), over: Int128(ExactDecimal.powersOfTen[decimal.scale]))
  }

  public static let zero = ExactFraction(0)

  /// The mean of some exact values; `nil` of none.
  public init?(meanOf values: some Collection<ExactFraction>) {
    guard !values.isEmpty else { return nil }
    var sum = ExactFraction.zero
    for value in values {
      guard let next = sum.adding(value) else { return nil }
      sum = next
    }
    guard let mean = sum.divided(by: ExactFraction(Int128(values.count))) else { return nil }
    self = mean
  }

  /// For drawing and statistics only; never for a published figure.
  public var approximate: Double { Double(numerator) / Double(denominator) }

  /// The nearest number with `decimals` decimals, ties to even.
  ///
  /// - Parameter decimals: 0…18; negative rounds to tens (-1), hundreds (-2) and so on.
  /// - Returns: `nil` where the result does not fit an `ExactDecimal`.
  /// - Source: GB/T 8170-2008, 3.2.
  public func rounded(to decimals: Int) -> ExactDecimal? {
    guard decimals <= ExactDecimal.greatestScale, decimals >= -ExactDecimal.greatestScale else {
      return nil
    }
    let power = Int128(ExactDecimal.powersOfTen[abs(decimals)])
    let (top, isTooLarge) =
      decimals >= 0 ? numerator.multipliedReportingOverflow(by: power) : (numerator, false)
    let (bottom, isTooSmall) =
      decimals >= 0 ? (denominator, false) : denominator.multipliedReportingOverflow(by: power)
    guard !isTooLarge, !isTooSmall else { return nil }
    var (quotient, remainder) = top.quotientAndRemainder(dividingBy: bottom)
    // Compared with what is left, not doubled: doubling could overflow.
    let rest = bottom.magnitude - remainder.magnitude
    if remainder.magnitude > rest || (remainder.magnitude == rest && quotient % 2 != 0) {
      quotient += numerator < 0 ? -1 : 1
    }
    if decimals < 0 { quotient *= power }
    guard let mantissa = Int64(exactly: quotient) else { return nil }
    return ExactDecimal(mantissa, scale: max(decimals, 0))
  }

  /// The least whole number that is not smaller; `nil` where it does not fit.
  public var roundedUp: Int? {
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    return Int(exactly: remainder > 0 ? quotient + 1 : quotient)
  }

  /// The greatest whole number that is not larger; `nil` where it does not fit.
  public var roundedDown: Int? {
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    return Int(exactly: remainder < 0 ? quotient - 1 : quotient)
  }

  public func adding(_ other: ExactFraction) -> ExactFraction? {
    if denominator == other.denominator {
      let (sum, overflow) = numerator.addingReportingOverflow(other.numerator)
      return overflow ? nil : ExactFraction(sum, over: denominator)
    }
    let common = Int128(
      Self.greatestCommonDivisor(denominator.magnitude, other.denominator.magnitude))
    let (a, overflow1) = numerator.multipliedReportingOverflow(by: other.denominator / common)
    let (b, overflow2) = other.numerator.multipliedReportingOverflow(by: denominator / common)
    let (sum, overflow3) = a.addingReportingOverflow(b)
    let (bottom, overflow4) = denominator.multipliedReportingOverflow(
      by: other.denominator / common)
    return overflow1 || overflow2 || overflow3 || overflow4
      ? nil : ExactFraction(sum, over: bottom)
  }

  public func subtracting(_ other: ExactFraction) -> ExactFraction? {
    adding(ExactFraction(-other.numerator, over: other.denominator))
  }

  public func multiplied(by other: ExactFraction) -> ExactFraction? {
    // Across first, so that what cancels never grows.
    let a = ExactFraction(numerator, over: other.denominator)
    let b = ExactFraction(other.numerator, over: denominator)
    let (top, overflow1) = a.numerator.multipliedReportingOverflow(by: b.numerator)
    let (bottom, overflow2) = a.denominator.multipliedReportingOverflow(by: b.denominator)
    return overflow1 || overflow2 ? nil : ExactFraction(top, over: bottom)
  }

  /// `nil` by zero, too.
  public func divided(by other: ExactFraction) -> ExactFraction? {
    guard other.numerator != 0 else { return nil }
    let sign: Int128 = other.numerator < 0 ? -1 : 1
    return multiplied(
      by: ExactFraction(other.denominator * sign, over: other.numerator * sign))
  }

  static func greatestCommonDivisor(_ a: UInt128, _ b: UInt128) -> UInt128 {
    // Most figures fit 64 bits, where a division takes a tenth of the time.
    if var x = UInt64(exactly: a), var y = UInt64(exactly: b) {
      while y != 0 { (x, y) = (y, x % y) }
      return UInt128(x)
    }
    var (x, y) = (a, b)
    while y != 0 { (x, y) = (y, x % y) }
    return x
  }
}

extension ExactFraction: Comparable {
  /// By whole parts first, then by the inverted rests: nothing overflows.
  public static func < (a: ExactFraction, b: ExactFraction) -> Bool {
    if a.denominator == b.denominator { return a.numerator < b.numerator }
    var (aTop, aBottom) = (a.numerator, a.denominator)
    var (bTop, bBottom) = (b.numerator, b.denominator)
    var isInverted = false
    while true {
      let (aWhole, aRest) = floored(aTop, aBottom)
      let (bWhole, bRest) = floored(bTop, bBottom)
      if aWhole != bWhole { return isInverted ? aWhole > bWhole : aWhole < bWhole }
      // In a tie of whole parts the one without a rest is the smaller.
      guard aRest != 0, bRest != 0 else {
        return isInverted ? aRest != 0 && bRest == 0 : aRest == 0 && bRest != 0
      }
      (aTop, aBottom, bTop, bBottom) = (aBottom, aRest, bBottom, bRest)
      isInverted.toggle()
    }
  }

  private static func floored(_ top: Int128, _ bottom: Int128) -> (whole: Int128, rest: Int128) {
    let (whole, rest) = top.quotientAndRemainder(dividingBy: bottom)
    return rest < 0 ? (whole - 1, rest + bottom) : (whole, rest)
  }
}

extension ExactFraction: CustomStringConvertible {
  /// `553/21`, or `26` where it is whole.
  public var description: String {
    denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)"
  }
}
