/// How many days may still be lost so that a share of good days meets its target.
public struct DayBudget: Sendable, Hashable {
  /// At least this many per cent.
  public let target: ExactDecimal
  /// Decimals the share is stated and judged with.
  public let decimals: Int
  public let soFar: GoodDays
  /// Days still to come that will have a valid index.
  public let daysLeft: Int
  /// Least good days of the whole period whose share, as stated, reaches the target.
  public let needed: Int

  /// - Parameters:
  ///   - target: per cent, 0…100.
  ///   - decimals: by which the target is judged, ties to even; one unless given.
  public init(target: ExactDecimal, decimals: Int = 1, soFar: GoodDays, daysLeft: Int) {
    precondition(daysLeft >= 0 && (0...6).contains(decimals))
    self.target = target
    self.decimals = decimals
    self.soFar = soFar
    self.daysLeft = daysLeft
    let days = soFar.valid + daysLeft
    // The share grows with every good day: search by halves.
    var (low, high) = (0, days + 1)
    while low < high {
      let middle = (low + high) / 2
      if Self.reaches(middle, of: days, target, decimals) {
        high = middle
      } else {
        low = middle + 1
      }
    }
    needed = low
  }

  private static func reaches(
    _ good: Int, of days: Int, _ target: ExactDecimal, _ decimals: Int
  ) -> Bool {
    guard good <= days else { return true }
    guard days > 0,
      let share = ExactFraction(Int128(good) * 100, over: Int128(days)).rounded(to: decimals)
    else { return false }
    return share >= target
  }

  /// Good days that must still come.
  public var stillNeeded: Int { max(0, needed - soFar.good) }
  /// Days that may still be lost; negative where the target is out of reach.
  public var mayBeLost: Int { daysLeft - stillNeeded }
  public var isWithinReach: Bool { mayBeLost >= 0 }
}

/// How many days above a limit a percentile bears.
///
/// - Source: derived from HJ 663-2013, annex A.
public struct PercentileBudget: Sendable, Hashable {
  /// Days above the limit that can never lift the percentile above it, however far above they are.
  public let safeDays: Int
  public let above: Int

  /// - Parameters:
  ///   - percent: 1…99.
  ///   - validDays: of the whole period, as expected.
  ///   - above: days above the limit so far.
  public init(percent: Int, validDays: Int, above: Int) {
    precondition((1...99).contains(percent) && validDays >= 0 && above >= 0)
    // The percentile lies at or between two ranks; both must be within the limit.
    let highest = validDays > 0 ? ((validDays - 1) * percent + 99) / 100 + 1 : 0
    safeDays = validDays - highest
    self.above = above
  }

  /// Further days that may be above; negative where it hangs on how far above they were.
  public var mayBeAbove: Int { safeDays - above }
}

extension CompositeRules {
  /// What one pollutant's statistic may be so that the composite index meets its target while the
  /// others stay as they are.
  ///
  /// - Returns: exact, before rounding; negative where the others alone are above the target.
  public func allowance(
    of pollutant: Pollutant, within target: ExactDecimal, others: PollutantValues<ExactDecimal>
  ) -> ExactFraction? {
    guard let limit = limits[pollutant], let weight = weights[pollutant] else { return nil }
    var rest = ExactFraction(target)
    for other in Pollutant.allCases where other != pollutant {
      guard let value = others[other], let otherLimit = limits[other],
        let otherWeight = weights[other],
        let single = ExactFraction(value).divided(by: ExactFraction(otherLimit))?
          .rounded(to: singleDecimals),
        let next = rest.subtracting(
          ExactFraction(
            Int128(single.mantissa) * Int128(otherWeight),
            over: Int128(ExactDecimal.powersOfTen[single.scale])))
      else { return nil }
      rest = next
    }
    return rest.multiplied(by: ExactFraction(limit))?
      .divided(by: ExactFraction(Int128(weight)))
  }
}
