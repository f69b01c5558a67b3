import Foundation
package import Seeds

/// Puts injections into a series.
package struct Injector {
  /// The series that is changed, by hours.
  package var values: [Double]
  package let resolution: Double
  package let limit: Double
  /// End of the measuring range.
  package let upper: Double
  /// The same quantity at other stations.
  package let neighbours: [[Double]]
  /// PM10 of the same station.
  package let coarse: [Double]

  package init(
    values: [Double], resolution: Double, limit: Double, upper: Double, neighbours: [[Double]],
    coarse: [Double]
  ) {
    self.values = values
    self.resolution = resolution
    self.limit = limit
    self.upper = upper
    self.neighbours = neighbours
    self.coarse = coarse
  }

  /// - Returns: the hours that are changed; nil where the series cannot carry it there: no values, or
  ///   none that would change.
  package mutating func put(
    _ kind: Injection, at: Int, _ random: inout SeededGenerator
  ) -> Range<Int>? {
    switch kind {
    case .constant:
      guard let span = span(at, 12...72, &random), values[at] > 3 * resolution else { return nil }
      return change(span) { [value = values[at]] _ in value }
    case .zero: return span(at, 4...48, &random).flatMap { change($0) { _ in 0 } }
    case .negative:
      let below = resolution * .random(in: 8...40, using: &random)
      let noise = (0..<48).map { _ in random.normal() }
      return span(at, 2...24, &random).flatMap { span in
        change(span) { [resolution] in -below + noise[($0 - at) % 48] * resolution }
      }
    case .overRange: return span(at, 2...24, &random).flatMap { change($0) { [upper] _ in upper } }
    case .jump: return jump(at, &random)
    case .pm25AbovePM10:
      let factor = Double.random(in: 1.5...2.2, using: &random)
      return span(at, 12...48, &random).flatMap {
        change($0) { [coarse] in coarse[$0] * factor + 25 }
      }
    case .unitTen, .unitThousand, .unitDown: return slip(kind, at, &random)
    case .heldDays: return hold(at, days: 5...10, &random)
    case .heldWeeks: return hold(at, days: 14...21, &random)
    case .frozenDay: return freeze(at, 24...36, 0.005...0.02, &random)
    case .frozenDays: return freeze(at, 48...96, 0.005...0.02, &random)
    case .frozenNoisy: return freeze(at, 48...96, 0.03...0.05, &random)
    case .capped: return cap(at, noise: 0, &random)
    case .cappedNoisy: return cap(at, noise: 0.003, &random)
    case .neighbour, .neighbourScaled:
      guard let other = neighbours.randomElement(using: &random) else { return nil }
      let factor = kind == .neighbour ? 1 : Double.random(in: 0.7...1.3, using: &random)
      return copy(
        other, at, 36...120, lag: 0, factor, noise: kind == .neighbour ? 0 : 0.01, &random)
    case .earlier, .earlierNoisy:
      let days = Int.random(in: 4...14, using: &random)
      return copy(
        values, at, 36...96, lag: days * 24, 1, noise: kind == .earlier ? 0 : 0.01, &random)
    }
  }

  // MARK: Kinds

  private mutating func jump(_ at: Int, _ random: inout SeededGenerator) -> Range<Int>? {
    let around = (max(0, at - 24)..<min(values.count, at + 25)).map { values[$0] }
      .filter { !$0.isNaN }
    guard around.count > 30, (at - 1...at + 1).allSatisfy({ !values[$0].isNaN }) else { return nil }
    let mean = around.reduce(0, +) / Double(around.count)
    let square = around.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(around.count)
    let height = max(square.squareRoot(), 3 * resolution)
    let times = Double.random(in: 10...25, using: &random)
    let base = max(values[at - 1], values[at + 1])
    return change(at..<(at + 1)) { _ in base + height * times }
  }

  private mutating func slip(
    _ kind: Injection, _ at: Int, _ random: inout SeededGenerator
  ) -> Range<Int>? {
    let factor: Double
    switch kind {
    case .unitTen: factor = 10
    case .unitThousand: factor = 1000
    default: factor = Bool.random(using: &random) ? 0.1 : 0.001
    }
    guard let span = span(at, 6...48, &random) else { return nil }
    for hour in span { values[hour] *= factor }
    return span
  }

  /// What would be near the limit or above it is put just under it.
  private mutating func hold(
    _ at: Int, days: ClosedRange<Int>, _ random: inout SeededGenerator
  ) -> Range<Int>? {
    guard let span = span(at, days.lowerBound * 24...days.upperBound * 24, &random) else {
      return nil
    }
    var count = 0
    for hour in span where values[hour] > limit * 0.95 {
      let held = rounded(limit * .random(in: 0.93...0.99, using: &random))
      values[hour] = min(held, limit)
      count += 1
    }
    return count >= 24 ? span : nil
  }

  private mutating func freeze(
    _ at: Int, _ hours: ClosedRange<Int>, _ noise: ClosedRange<Double>,
    _ random: inout SeededGenerator
  ) -> Range<Int>? {
    guard let span = span(at, hours, &random), values[at] >= 10 * resolution else { return nil }
    let size = Double.random(in: noise, using: &random)
    let noises = span.map { _ in random.normal() }
    return change(span) { [level = values[at]] hour in
      level * (1 + size * noises[hour - span.lowerBound])
    }
  }

  private mutating func cap(
    _ at: Int, noise: Double, _ random: inout SeededGenerator
  ) -> Range<Int>? {
    guard let span = span(at, 7 * 24...14 * 24, &random) else { return nil }
    let sorted = span.map { values[$0] }.filter { !$0.isNaN }.sorted()
    let share = Double.random(in: 0.75...0.9, using: &random)
    let top = rounded(sorted[Int(Double(sorted.count) * share)])
    guard top > 15 * resolution else { return nil }
    for hour in span where values[hour] > top {
      values[hour] = rounded(top * (1 - noise * random.normal().magnitude))
    }
    return span
  }

  private mutating func copy(
    _ source: [Double], _ at: Int, _ hours: ClosedRange<Int>, lag: Int, _ factor: Double,
    noise: Double, _ random: inout SeededGenerator
  ) -> Range<Int>? {
    let span = at..<min(at + Int.random(in: hours, using: &random), values.count)
    let copied = span.map { source[$0 - lag] }
    guard copied.count(where: \.isNaN) * 5 <= copied.count else { return nil }
    for (hour, value) in zip(span, copied) {
      values[hour] = noise == 0 ? value : rounded(value * factor * (1 + noise * random.normal()))
    }
    return span
  }

  // MARK: Parts

  /// Hours from one on, of which four of five have a value.
  private func span(
    _ at: Int, _ hours: ClosedRange<Int>, _ random: inout SeededGenerator
  ) -> Range<Int>? {
    let span = at..<min(at + Int.random(in: hours, using: &random), values.count)
    return span.count { values[$0].isNaN } * 5 <= span.count ? span : nil
  }

  private mutating func change(_ span: Range<Int>, _ value: (Int) -> Double) -> Range<Int> {
    for hour in span where !values[hour].isNaN { values[hour] = rounded(value(hour)) }
    return span
  }

  private func rounded(_ value: Double) -> Double { (value / resolution).rounded() * resolution }
}

extension SeededGenerator {
  /// Of the standard normal distribution.
  package mutating func normal() -> Double {
    let (first, second) = (
      Double.random(in: .leastNonzeroMagnitude..<1, using: &self),
      Double.random(in: 0..<1, using: &self)
    )
    return (-2 * log(first)).squareRoot() * cos(2 * .pi * second)
  }
}
