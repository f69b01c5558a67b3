public import ActionPlan

/// One hour far off those around it, and back with the next.
public struct JumpCheck: Sendable {
  let rule: QualityRule.Jump
  let resolution: Double

  public init(_ rule: QualityRule.Jump, resolution: Double) {
    self.rule = rule
    self.resolution = resolution
  }

  public func suspicions(in track: Track) -> [Suspicion] {
    let hours = track.hours
    guard hours.count > 2 else { return [] }
    return (1..<(hours.count - 1)).compactMap { index in
      let (before, value, after) = (
        hours[index - 1].mean, hours[index].mean, hours[index + 1].mean
      )
      let (up, down) = (value - before, value - after)
      guard up * down > 0 else { return nil }
      let height = min(up.magnitude, down.magnitude)
      guard height > rule.deviations * resolution,
        (after - before).magnitude < height * Self.back
      else { return nil }
      guard let deviation = deviation(hours, around: index), height > rule.deviations * deviation
      else { return nil }
      return track.suspicion(
        .jump, index..<(index + 1),
        [
          .init("value", value), .init("before", before), .init("after", after),
          .init("deviations", height / deviation),
        ])
    }
  }

  /// The values before and after must be as close as this share of the jump.
  static let back = 0.3
  /// Hours on both sides that it is measured by.
  static let around = 24
  static let leastHours = 12

  /// The larger of the deviation of values and of steps, without the hour itself.
  private func deviation(_ hours: [Track.Hour], around index: Int) -> Double? {
    let span = max(0, index - Self.around)..<min(hours.count, index + Self.around + 1)
    let values = span.filter { $0 != index && !hours[$0].isMissing }.map { hours[$0].mean }
    guard values.count >= Self.leastHours else { return nil }
    let steps = zip(values, values.dropFirst()).map { $1 - $0 }
    let mean = values.reduce(0, +) / Double(values.count)
    let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    let step = Statistics.quantile(steps.map(\.magnitude), Self.largeStep) ?? 0
    return max(square.squareRoot(), step, resolution)
  }

  /// Nine steps of ten are smaller.
  static let largeStep = 0.9
}
