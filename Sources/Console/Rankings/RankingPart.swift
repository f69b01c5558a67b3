import AirQuality
import Steering

/// A place's composite index as the sum of its single indices, all of which a ranking states: so that
/// anyone can add it up.
struct RankingPart: Sendable {
  struct Single: Sendable {
    /// `28 ÷ 35`
    let quotient: String
    let index: String
    let isLeading: Bool
  }

  let name: String
  let singles: [Single]
  let total: String
  /// Where a bulletin states another index than its figures give.
  let statedTotal: String?

  /// - Returns: nil where a pollutant is missing.
  init?(_ member: RankingTable.Member, rules: CompositeRules) {
    guard let figures = member.figures,
      let index = CompositeIndex(
        of: PollutantValues { figures[.pollutant($0)] }, rules: rules)
    else { return nil }
    name = member.name
    singles = index.singles.pairs.map { pollutant, single in
      Single(
        quotient: [figures[.pollutant(pollutant)], rules.limits[pollutant]]
          .compactMap { $0?.description }.joined(separator: " ÷ "),
        index: single.description, isLeading: index.leading.contains(pollutant))
    }
    total = index.total.description
    let stated = figures[.composite]
    statedTotal = stated == index.total ? nil : stated?.description
  }
}
