/// What the rest of a period may average so that the mean of the whole meets its target.
/// 年剩余日控制值
///
/// A figure is judged as stated, so the mean before rounding may reach past the target: half a unit of
/// the last decimal, and that half itself where the target's last digit is even (GB/T 8170 rounds
/// ties to even).
public struct MeanBudget: Sendable, Hashable {
  public let target: ExactDecimal
  /// Decimals the mean is stated and judged with.
  public let decimals: Int
  /// Valid days so far and, as expected, to come.
  public let validDays: Int
  public let daysLeft: Int
  /// Mean of the valid days so far; nil without one.
  public let mean: ExactFraction?
  /// Largest mean of the whole period that meets the target, or that it must stay below.
  public let greatestMean: ExactFraction
  /// Whether `greatestMean` itself still meets the target.
  public let isGreatestAllowed: Bool
  /// (T N - M d) / r: what counties print. nil with no day left.
  public let required: ExactFraction?
  /// The same from `greatestMean`. nil with no day left.
  public let greatestRequired: ExactFraction?

  /// - Parameters:
  ///   - target: at most this.
  ///   - decimals: by which the target is judged; 0…6, at least those of the target.
  ///   - sum: of the valid daily means so far, exact.
  ///   - daysLeft: days still to come that will have a valid mean.
  /// - Returns: nil where 128 bits do not hold a figure, or the target has more decimals.
  public init?(
    target: ExactDecimal, decimals: Int, sum: ExactFraction, validDays: Int, daysLeft: Int
  ) {
    precondition(validDays >= 0 && daysLeft >= 0 && (0...6).contains(decimals))
    guard let lastDigits = target.shifted(by: decimals)?.wholeNumber,
      let greatest = ExactFraction(target).adding(
        ExactFraction(1, over: 2 * Int128(ExactDecimal.powersOfTen[decimals]))),
      let required = Self.rest(of: ExactFraction(target), sum, validDays, daysLeft),
      let greatestRequired = Self.rest(of: greatest, sum, validDays, daysLeft)
    else { return nil }
    self.target = target
    self.decimals = decimals
    self.validDays = validDays
    self.daysLeft = daysLeft
    mean = validDays > 0 ? sum.divided(by: ExactFraction(Int128(validDays))) : nil
    greatestMean = greatest
    isGreatestAllowed = lastDigits % 2 == 0
    self.required = daysLeft > 0 ? required : nil
    self.greatestRequired = daysLeft > 0 ? greatestRequired : nil
  }

  private static func rest(
    of mean: ExactFraction, _ sum: ExactFraction, _ validDays: Int, _ daysLeft: Int
  ) -> ExactFraction? {
    mean.multiplied(by: ExactFraction(Int128(validDays + daysLeft)))?.subtracting(sum)?
      .divided(by: ExactFraction(Int128(max(daysLeft, 1))))
  }

  /// Whether some air, at the cleanest none at all, still meets the target.
  public var isWithinReach: Bool {
    guard let greatestRequired else {
      return mean.map { isGreatestAllowed ? $0 <= greatestMean : $0 < greatestMean } ?? true
    }
    return isGreatestAllowed ? greatestRequired >= .zero : greatestRequired > .zero
  }

  /// The largest figure of so many decimals that the days left may average; nil with no day left or
  /// out of reach.
  public func greatestRequired(toDecimals decimals: Int) -> ExactDecimal? {
    guard let greatestRequired, isWithinReach,
      let scaled = greatestRequired.multiplied(
        by: ExactFraction(Int128(ExactDecimal.powersOfTen[decimals]))),
      var down = scaled.roundedDown
    else { return nil }
    if !isGreatestAllowed, ExactFraction(Int128(down)) == scaled { down -= 1 }
    return down < 0 ? nil : ExactDecimal(Int64(down), scale: decimals)
  }

  /// By how much one more day at a concentration moves the mean so far.
  public func effect(ofDayAt concentration: ExactDecimal) -> ExactFraction? {
    guard let mean else { return ExactFraction(concentration) }
    return ExactFraction(concentration).subtracting(mean)?
      .divided(by: ExactFraction(Int128(validDays + 1)))
  }
}
