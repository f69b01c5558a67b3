internal import AirQuality

/// A rule's condition with its limits worked out for one subject.
struct LimitTest: Sendable, Hashable {
  /// What has to be true of a value; `release` is where a held condition lets go again.
  enum Kind: Sendable, Hashable {
    case above(ExactDecimal, release: ExactDecimal)
    case below(ExactDecimal, release: ExactDecimal)
    case outside(
      ExactDecimal, ExactDecimal, lowerRelease: ExactDecimal, upperRelease: ExactDecimal)
    case equals(ExactDecimal)
    /// The value is the one before: each value begins a run of its own.
    case unchanged
  }

  let kind: Kind
  /// Length of the samples' window; 0 for instants.
  let windowSeconds: Int

  /// Whether an observation says anything about the condition: of a value above the instrument's
  /// range it is known only that it is high.
  func isAnswered(by observation: Observation) -> Bool {
    guard observation.isAboveRange else { return true }
    switch kind {
    case .above, .outside: return true
    case .below, .equals, .unchanged: return false
    }
  }

  /// Whether the condition holds with this observation.
  ///
  /// - Parameter held: it held with the observation before, so the release limit counts.
  func holds(_ observation: Observation, held: Bool) -> Bool {
    if observation.isAboveRange { return isAnswered(by: observation) }
    let value = observation.value
    switch kind {
    case .above(let limit, let release):
      return value > limit || (held && value > release)
    case .below(let limit, let release):
      return value < limit || (held && value < release)
    case .outside(let lower, let upper, let lowerRelease, let upperRelease):
      return value < lower || value > upper
        || (held && (value < lowerRelease || value > upperRelease))
    case .equals(let wanted):
      return value == wanted
    case .unchanged:
      return true
    }
  }
}
