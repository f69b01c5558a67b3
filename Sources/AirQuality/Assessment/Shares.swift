/// A share in per cent with one decimal, ties to even; nil of nothing.
///
/// - Source: HJ 663, decimals of rates; GB/T 8170-2008.
public func percentage(of part: Int, in whole: Int) -> ExactDecimal? {
  guard whole > 0 else { return nil }
  return ExactFraction(Int128(part) * 100, over: Int128(whole)).rounded(to: 1)
}

/// How far a value is above a limit, in multiples of it: (C - S) / S with two decimals.
///
/// - Returns: nil where the value is not above the limit, or the limit is not above 0.
/// - Source: HJ 663-2013, exceedance multiple.
public func exceedanceMultiple(of value: ExactDecimal, over limit: ExactDecimal) -> ExactDecimal? {
  guard value > limit, limit > .zero else { return nil }
  return ExactFraction(value).subtracting(ExactFraction(limit))?
    .divided(by: ExactFraction(limit))?.rounded(to: 2)
}

/// Change against an earlier figure in per cent of it, one decimal, from the figures as stated.
///
/// Shares (good days) are compared in percentage points instead: subtract them.
///
/// - Returns: nil where the earlier figure is 0.
/// - Source: monthly reports of the national monitoring centre; eleven published figures agree.
public func relativeChange(from earlier: ExactDecimal, to later: ExactDecimal) -> ExactDecimal? {
  ExactFraction(later).subtracting(ExactFraction(earlier))?
    .divided(by: ExactFraction(earlier))?.multiplied(by: ExactFraction(100))?.rounded(to: 1)
}

/// Good days in a period. 优良天数
public struct GoodDays: Sendable, Hashable {
  /// Largest index of a good day.
  public static let greatestIndex = 100

  /// Days with a valid index up to 100.
  public let good: Int
  /// Days with a valid index; others leave the numerator and the denominator.
  public let valid: Int

  public init(good: Int, valid: Int) {
    precondition((0...valid).contains(good), "good days are among the valid ones")
    self.good = good
    self.valid = valid
  }

  /// - Parameter indices: daily AQI; nil where the day has no valid one.
  public init(_ indices: some Sequence<Int?>) {
    var (good, valid) = (0, 0)
    for case let index? in indices {
      valid += 1
      if index <= Self.greatestIndex { good += 1 }
    }
    self.init(good: good, valid: valid)
  }

  /// Per cent with one decimal; nil without a valid day. 优良天数比例
  public var ratio: ExactDecimal? { percentage(of: good, in: valid) }
}
