public import ActionPlan

/// The same course as a neighbour's at the same time, or as its own of earlier.
public struct CopiedCheck: Sendable {
  let rule: QualityRule.Copied
  let resolution: Double

  public init(_ rule: QualityRule.Copied, resolution: Double) {
    self.rule = rule
    self.resolution = resolution
  }

  /// Blocks begin this many hours apart.
  static let everyHours = 3
  /// Hours of a block that must have a value in both, 0…1.
  static let known = 0.75
  /// Steps of a block must be this many steps of the instrument.
  static let leastSteps = 1.0
  /// From this share of equal values on less correlation does, 0…1: one end may differ.
  static let equalShare = 0.95
  static let equalCorrelation = 0.9
  /// The smaller steps that must be alike by themselves, 0…1, and how much.
  static let trimmedTo = 0.8
  static let trimmedCorrelation = 0.9
  static let leastDistinct = 6

  /// Blocks that repeat what the same series did at least a block earlier.
  ///
  /// - Parameter since: hour; blocks that end before it or at it are not looked at again.
  public func repeats(in track: Track, since: Int = 0) -> [Suspicion] {
    let length = max(rule.forSeconds / Track.hourSeconds, 12)
    let values = track.hours.map(\.mean)
    return blocks(values, length, since) { first in
      var best: Match?
      var lag = length
      while lag <= first {
        if let match = compare(values, first, values, first - lag, length),
          match.correlation > best?.correlation ?? 0
        {
          best = Match(correlation: match.correlation, equal: match.equal, lag: lag)
        }
        lag += 1
      }
      return best
    }.map { span, match in
      track.suspicion(
        .copied, span,
        [
          .init("lag", match.lag), .init("correlation", match.correlation),
          .init("equal", match.equal * 100), .init("hours", span.count),
        ])
    }
  }

  /// Blocks that follow a neighbour.
  ///
  /// - Parameter other: of the same hours.
  public func copies(
    in track: Track, of other: Track, named name: String, since: Int = 0
  ) -> [Suspicion] {
    guard other.start == track.start, other.hours.count == track.hours.count else { return [] }
    let length = max(rule.forSeconds / Track.hourSeconds, 12)
    let (values, others) = (track.hours.map(\.mean), other.hours.map(\.mean))
    return blocks(values, length, since) { first in
      compare(values, first, others, first, length)
    }.map { span, match in
      track.suspicion(
        .copied, span,
        [
          .init("neighbour", name), .init("correlation", match.correlation),
          .init("equal", match.equal * 100), .init("hours", span.count),
        ])
    }
  }

  private struct Match {
    let correlation: Double
    /// Share of the hours with the very same value.
    let equal: Double
    let lag: Int
  }

  private func blocks(
    _ values: [Double], _ length: Int, _ since: Int, _ match: (Int) -> Match?
  ) -> [(Range<Int>, Match)] {
    var found: [(Range<Int>, Match)] = []
    guard values.count >= length else { return [] }
    let from = (values.count - length) % Self.everyHours
    for first in stride(from: from, through: values.count - length, by: Self.everyHours)
    where first + length > since {
      guard let match = match(first) else { continue }
      let span = first..<(first + length)
      if let last = found.last, span.lowerBound <= last.0.upperBound, last.1.lag == match.lag {
        found[found.count - 1] = (last.0.lowerBound..<span.upperBound, match)
      } else {
        found.append((span, match))
      }
    }
    return found
  }

  /// Whether two blocks are one course: their steps are as good as proportional.
  private func compare(
    _ a: [Double], _ firstA: Int, _ b: [Double], _ firstB: Int, _ length: Int
  ) -> Match? {
    var (stepsA, stepsB) = ([Double](), [Double]())
    stepsA.reserveCapacity(length)
    stepsB.reserveCapacity(length)
    var (known, equal) = (0, 0)
    var (lastA, lastB) = (Double.nan, Double.nan)
    for index in 0..<length {
      let (x, y) = (a[firstA + index], b[firstB + index])
      guard !x.isNaN, !y.isNaN else { continue }
      known += 1
      if x == y { equal += 1 }
      if !lastA.isNaN {
        stepsA.append(x - lastA)
        stepsB.append(y - lastB)
      }
      (lastA, lastB) = (x, y)
      // Early out: what has not begun alike is no copy.
      if index == 11, let early = Statistics.correlation(stepsA, stepsB), early < 0.8 {
        return nil
      }
    }
    guard Double(known) >= Self.known * Double(length) else { return nil }
    let size = stepsA.reduce(0) { $0 + $1.magnitude } / Double(max(stepsA.count, 1))
    guard size >= Self.leastSteps * resolution, Set(stepsA).count >= Self.leastDistinct,
      let correlation = Statistics.correlation(stepsA, stepsB)
    else { return nil }
    let share = Double(equal) / Double(known)
    if share < Self.equalShare || correlation < Self.equalCorrelation {
      // Rounding to the instrument's step alone takes this much from a perfect copy.
      let square = stepsA.reduce(0) { $0 + $1 * $1 } / Double(stepsA.count)
      let rounding = 1 / (1 + resolution * resolution / 6 / square)
      guard correlation >= rule.correlation * rounding,
        let usual = trimmed(stepsA, stepsB), usual >= Self.trimmedCorrelation * rounding
      else { return nil }
    }
    return Match(correlation: correlation, equal: share, lag: 0)
  }

  /// Without the largest steps: one storm in both makes any two courses alike.
  private func trimmed(_ a: [Double], _ b: [Double]) -> Double? {
    let order = a.indices.sorted {
      max(a[$0].magnitude, b[$0].magnitude) < max(a[$1].magnitude, b[$1].magnitude)
    }
    let kept = order.prefix(Int(Double(order.count) * Self.trimmedTo))
    return Statistics.correlation(kept.map { a[$0] }, kept.map { b[$0] })
  }
}
