/// Order in which figures are listed.
public enum RankingOrder: String, Sendable, Hashable, CaseIterable {
  /// The smallest first: concentrations, composite index.
  case ascending
  /// The largest first: good days.
  case descending
}

/// How equal figures are numbered.
public enum RankingTies: String, Sendable, Hashable, CaseIterable {
  /// 1, 1, 3: as provinces, cities and the ministry do.
  case competition
  /// 1, 1, 2: seen in one prefecture.
  case dense
}

/// Ranks of figures; figures that are equal as stated share one.
///
/// - Parameters:
///   - figures: each as stated; nil for what has none, which gets no rank.
///   - tieBreaker: a second figure by which equal ones are told apart, ascending; nil for none.
/// - Returns: ranks from 1, in the order of `figures`.
/// - Source: rankings of Guangdong, Hangzhou, Fujian and others.
public func ranks(
  of figures: [ExactDecimal?], order: RankingOrder = .ascending,
  ties: RankingTies = .competition, tieBreaker: [ExactDecimal?]? = nil
) -> [Int?] {
  let places = figures.indices.filter { figures[$0] != nil }
  func compare(_ a: Int, _ b: Int) -> Int {
    if let x = figures[a], let y = figures[b], x != y {
      return (x < y) == (order == .ascending) ? -1 : 1
    }
    if let x = tieBreaker?[a], let y = tieBreaker?[b], x != y { return x < y ? -1 : 1 }
    return 0
  }
  let sorted = places.sorted { compare($0, $1) < 0 }
  var ranks = [Int?](repeating: nil, count: figures.count)
  var (rank, distinct) = (0, 0)
  for (position, place) in sorted.enumerated() {
    if position == 0 || compare(sorted[position - 1], place) != 0 {
      distinct += 1
      rank = ties == .competition ? position + 1 : distinct
    }
    ranks[place] = rank
  }
  return ranks
}
