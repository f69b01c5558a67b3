public import ActionPlan

/// Values that move a little, and far less than the series does at this level.
public struct FrozenCheck: Sendable {
  let rule: QualityRule.Frozen
  let resolution: Double

  public init(_ rule: QualityRule.Frozen, resolution: Double) {
    self.rule = rule
    self.resolution = resolution
  }

  private struct Window {
    let first: Int
    let level: Double
    let spread: Double
  }

  /// - Parameter since: hour; windows that end before it or at it are not looked at again.
  public func suspicions(in track: Track, since: Int = 0) -> [Suspicion] {
    let length = max(rule.forSeconds / Track.hourSeconds, 6)
    let windows = windows(track, length)
    guard windows.count >= Self.leastWindows else { return [] }
    var found: [Suspicion] = []
    for window in windows where window.first + length > since {
      guard let usual = usualSpread(like: window, windows, length),
        usual >= Self.leastSteps * resolution, window.spread < rule.share * usual
      else { continue }
      let span = window.first..<(window.first + length)
      let suspicion = track.suspicion(
        .frozen, span,
        [
          .init("hours", length), .init("level", window.level), .init("spread", window.spread),
          .init("usual", usual),
        ])
      if let last = found.last, suspicion.from <= last.until {
        found[found.count - 1] = Suspicion(
          check: .frozen, from: last.from, until: suspicion.until,
          grounds: last.grounds.map {
            $0.code == "hours"
              ? .init("hours", (suspicion.until - last.from) / Track.hourSeconds) : $0
          })
      } else {
        found.append(suspicion)
      }
    }
    return found
  }

  static let leastWindows = 60
  /// The usual spread must be this many steps of the instrument, or nothing can be told from it.
  static let leastSteps = 6.0
  /// Hours of a window that must have a value, 0…1.
  static let known = 0.75
  /// Of all windows, those nearest in level that it is compared with, 0…1.
  static let likeShare = 0.34
  /// Windows begin this many hours apart.
  static let everyHours = 2

  private func windows(_ track: Track, _ length: Int) -> [Window] {
    guard track.hours.count >= length else { return [] }
    return stride(from: 0, through: track.hours.count - length, by: Self.everyHours).compactMap {
      first in
      let values = track.hours[first..<(first + length)].filter { !$0.isMissing }.map(\.mean)
        .sorted()
      guard Double(values.count) >= Self.known * Double(length),
        let level = Statistics.sortedQuantile(values, 0.5),
        let low = Statistics.sortedQuantile(values, 0.05),
        let high = Statistics.sortedQuantile(values, 0.95)
      else { return nil }
      return Window(first: first, level: level, spread: high - low)
    }
  }

  /// The spread that few windows of this level and another time stay under.
  private func usualSpread(like window: Window, _ all: [Window], _ length: Int) -> Double? {
    let others = all.filter { ($0.first - window.first).magnitude >= UInt(length) }
      .sorted { ($0.level - window.level).magnitude < ($1.level - window.level).magnitude }
    let like = others.prefix(max(Int(Double(all.count) * Self.likeShare), Self.leastLike))
    guard like.count >= Self.leastLike else { return nil }
    guard let spread = Statistics.quantile(like.map(\.spread), Self.rare),
      let relative = Statistics.quantile(
        like.compactMap { $0.level > 0 ? $0.spread / $0.level : nil }, Self.rare)
    else { return nil }
    // Lower than all others it also moves less than they do.
    return min(spread, relative * max(window.level, 0))
  }

  static let leastLike = 20
  /// So few windows of the level stay under the usual spread, 0…1.
  static let rare = 0.05
}
