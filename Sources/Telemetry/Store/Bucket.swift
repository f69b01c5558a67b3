import AirQuality

/// An hour or a day being summed.
struct Bucket: Equatable, Sendable {
  var count = 0
  var validCount = 0
  /// Nil once it does not fit; only a recomputation brings it back.
  var sum: DecimalSum? = .zero
  var minimum: ExactDecimal?
  var maximum: ExactDecimal?

  mutating func add(_ value: ExactDecimal, isValid: Bool) {
    count += 1
    guard isValid else { return }
    validCount += 1
    sum = sum?.adding(value)
    minimum = minimum.map { min($0, value) } ?? value
    maximum = maximum.map { max($0, value) } ?? value
  }

  /// Adds what other instants have.
  mutating func add(_ other: Bucket) {
    count += other.count
    validCount += other.validCount
    sum = sum.flatMap { sum in other.sum.flatMap { sum.adding($0) } }
    minimum = [minimum, other.minimum].compactMap { $0 }.min()
    maximum = [maximum, other.maximum].compactMap { $0 }.max()
  }

  func rollup(start: Int) -> Rollup {
    Rollup(
      start: start, count: count, validCount: validCount, sum: validCount > 0 ? sum : nil,
      minimum: minimum, maximum: maximum)
  }
}
