/// Trend of yearly figures by Spearman's rank correlation with time. 秩相关系数法
///
/// - Source: HJ 663-2013, annex B. The critical values are those of the usual table (one-sided); the
///   annex itself could not be read, so compare them before a trend is published.
public struct SpearmanTrend: Sendable, Hashable {
  public enum Direction: String, Sendable, Hashable {
    case rising, falling, none
  }
  public enum Significance: String, Sendable, Hashable {
    case fivePercent, onePercent
  }

  /// -1…1, exact; of equal figures each has the mean of their ranks.
  public let coefficient: ExactFraction
  public let count: Int
  public let critical: ExactDecimal
  public let direction: Direction

  /// - Parameter figures: one a period, in order of time; at least five.
  /// - Returns: nil of fewer than five or more than thirty.
  public init?(of figures: [ExactDecimal], at significance: Significance = .fivePercent) {
    let count = figures.count
    guard let critical = Self.critical(count, significance) else { return nil }
    // Twice the mean rank, so that ties stay whole.
    let doubledRanks = figures.map { figure in
      2 * figures.count { $0 < figure } + figures.count { $0 == figure } + 1
    }
    let squares = doubledRanks.enumerated().reduce(0) { sum, entry in
      let difference = entry.element - 2 * (entry.offset + 1)
      return sum + difference * difference
    }
    let cubes = count * count * count - count
    guard
      let coefficient = ExactFraction(1).subtracting(
        ExactFraction(Int128(6 * squares), over: Int128(4 * cubes)))
    else { return nil }
    self.coefficient = coefficient
    self.count = count
    self.critical = critical
    let size = coefficient < .zero ? ExactFraction(0).subtracting(coefficient) : coefficient
    direction =
      size.map { $0 >= ExactFraction(critical) } ?? false
      ? (coefficient < .zero ? .falling : .rising) : .none
  }

  private static func critical(_ count: Int, _ significance: Significance) -> ExactDecimal? {
    // Even counts above 10 are tabled; the next smaller one is stricter and stands for the odd.
    let counts = [5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30]
    let fivePercent: [Int64] = [
      900, 829, 714, 643, 600, 564, 506, 456, 425, 399, 377, 359, 343, 329, 317, 306,
    ]
    let onePercent: [Int64] = [
      1000, 943, 893, 833, 783, 746, 712, 645, 601, 564, 534, 508, 485, 465, 448, 432,
    ]
    guard (5...30).contains(count), let place = counts.lastIndex(where: { $0 <= count }) else {
      return nil
    }
    return ExactDecimal(
      significance == .fivePercent ? fivePercent[place] : onePercent[place], scale: 3)
  }
}
