public import ActionPlan

/// A flat top: many values at the greatest, few near it.
public struct CappedCheck: Sendable {
  let rule: QualityRule.Capped
  let resolution: Double

  public init(_ rule: QualityRule.Capped, resolution: Double) {
    self.rule = rule
    self.resolution = resolution
  }

  /// - Parameter since: hour; windows that end before it or at it are not looked at again.
  public func suspicions(in track: Track, since: Int = 0) -> [Suspicion] {
    let length = max(rule.overSeconds / Track.hourSeconds, 24)
    var found: [Suspicion] = []
    let starts = stride(
      from: max(track.hours.count - length, 0) % Self.everyHours,
      through: track.hours.count - length,
      by: Self.everyHours)
    for first in starts where first + length > since {
      guard let suspicion = top(of: track, first..<(first + length)) else { continue }
      if let last = found.last, suspicion.from <= last.until {
        found[found.count - 1] = Suspicion(
          check: .capped, from: last.from, until: max(suspicion.until, last.until),
          grounds: suspicion.grounds)
      } else {
        found.append(suspicion)
      }
    }
    return found
  }

  static let everyHours = 24
  /// Values below the top, in bands as wide as the top, that the count at the top is measured by.
  static let bands = 10.0
  /// The band of the top as a share of the range.
  static let width = 0.01
  static let leastDistinct = 12
  /// Times that the top must be come to.
  static let leastVisits = 2

  private func top(of track: Track, _ span: Range<Int>) -> Suspicion? {
    let indices = span.filter { !track.hours[$0].isMissing }
    let values = indices.map { track.hours[$0].most }.sorted()
    guard values.count >= span.count / 2, let top = values.last,
      let low = Statistics.sortedQuantile(values, 0.05)
    else { return nil }
    let width = max((top - low) * Self.width, resolution * 0.5)
    let atTop = indices.filter { track.hours[$0].most >= top - width }
    guard atTop.count >= rule.least, Set(values).count >= Self.leastDistinct else { return nil }
    let below = values.count { $0 >= top - width * (Self.bands + 1) && $0 < top - width }
    let expected = max(Double(below) / Self.bands, Self.leastExpected)
    guard Double(atTop.count) >= rule.ratio * expected else { return nil }
    let visits = zip(atTop, atTop.dropFirst()).count { $1 - $0 > 1 } + 1
    guard visits >= Self.leastVisits, let first = atTop.first, let last = atTop.last else {
      return nil
    }
    return track.suspicion(
      .capped, first..<(last + 1),
      [
        .init("top", top), .init("count", atTop.count), .init("visits", visits),
        .init("expected", expected),
      ])
  }

  static let leastExpected = 0.5
}
