import AirQuality

/// A percentile between ranks by a straight line: k = 1 + (n - 1) p / 100.
///
/// - Source: HJ 663-2013, annex A.
enum ExactPercentile {
  /// - Parameters:
  ///   - percent: 0…100, also with decimals.
  ///   - values: in any order, in units of 10^-18; they are left in another.
  /// - Returns: exact; nil of no value, and where it does not fit.
  static func of(_ percent: ExactDecimal, _ values: inout [Int128]) -> ExactFraction? {
    guard !values.isEmpty else { return nil }
    let place = ExactFraction(percent).multiplied(
      by: ExactFraction(Int128(values.count - 1), over: 100))
    guard let place, let rank = place.roundedDown, values.indices.contains(rank),
      let rest = place.subtracting(ExactFraction(Int128(rank)))
    else { return nil }
    let lower = select(rank, of: &values)
    let bottom = ExactTotal.fraction(ofUnits: lower)
    guard rest > .zero else { return bottom }
    // Everything behind the rank is no smaller than it: the next one is the least of them.
    guard let upper = values[(rank + 1)...].min(),
      let gap = ExactTotal.fraction(ofUnits: upper).subtracting(bottom)
    else { return nil }
    return gap.multiplied(by: rest).flatMap { bottom.adding($0) }
  }

  /// The value of a rank, from 0; everything before it is no greater, everything behind it no
  /// smaller.
  private static func select(_ rank: Int, of values: inout [Int128]) -> Int128 {
    var (low, high) = (0, values.count - 1)
    while low < high {
      let pivot = middle(values[low], values[low + (high - low) / 2], values[high])
      var (left, right) = (low, high)
      while left <= right {
        while values[left] < pivot { left += 1 }
        while values[right] > pivot { right -= 1 }
        if left <= right {
          values.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if rank <= right {
        high = right
      } else if rank >= left {
        low = left
      } else {
        return values[rank]
      }
    }
    return values[rank]
  }

  private static func middle(_ a: Int128, _ b: Int128, _ c: Int128) -> Int128 {
    max(min(a, b), min(max(a, b), c))
  }
}
