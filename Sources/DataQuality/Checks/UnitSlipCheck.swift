public import ActionPlan

/// A power of ten off from one hour to the next, and outside of what the series ever showed.
public struct UnitSlipCheck: Sendable {
  let rule: QualityRule.UnitSlip
  let resolution: Double

  public init(_ rule: QualityRule.UnitSlip, resolution: Double) {
    self.rule = rule
    self.resolution = resolution
  }

  public func suspicions(in track: Track) -> [Suspicion] {
    let least = max(rule.forSeconds / Track.hourSeconds, 1)
    let known = track.hours.indices.filter { !track.hours[$0].isMissing }
    guard known.count > Self.leastHistory else { return [] }
    var found: [Suspicion] = []
    var place = 1
    while place < known.count {
      let here = known[place]
      // Not the one before alone: just there the series may have moved by itself.
      let earlier = known[max(place - Self.stepsBack, 0)..<place].reversed()
      let step = earlier.lazy.compactMap { before in
        slip(from: track.hours[before].mean, to: track.hours[here].mean).map { (before, $0) }
      }.first
      guard let (before, slip) = step else {
        place += 1
        continue
      }
      // It lasts until the values are back in the other unit.
      let end =
        known[place...].firstIndex { index in
          index > here && !isSlipped(track.hours[index].mean, by: slip, from: track, at: before)
        } ?? known.count
      let span = here..<(known[end - 1] + 1)
      if end - place >= least, isOutside(span, of: track, slip) {
        found.append(
          track.suspicion(
            .unitSlip, span,
            [
              .init("hours", end - place), .init("factor", slip),
              .init("before", track.hours[before].mean), .init("after", track.hours[here].mean),
            ]))
        place = end + 1
      } else {
        place += 1
      }
    }
    return found
  }

  static let leastHistory = 48
  static let stepsBack = 3
  /// A step may be this far from ten times, and from more than ten times, as a factor.
  static let tolerance = 3.0
  static let wideTolerance = 6.0

  /// The power of ten that a step is; below one for a step down.
  private func slip(from before: Double, to after: Double) -> Double? {
    guard before > 0, after > 0, before != after else { return nil }
    let ratio = after / before
    return (rule.factors + rule.factors.map { 1 / $0 }).first { factor in
      let off = max(ratio / factor, factor / ratio)
      return off
        < (max(factor, 1 / factor) < Self.beyondWeather ? Self.tolerance : Self.wideTolerance)
    }
  }

  /// Off the level before by more than a quarter of the slip's digits: the series moves meanwhile.
  private func isSlipped(
    _ value: Double, by slip: Double, from track: Track, at before: Int
  ) -> Bool {
    let bound = track.hours[before].mean * slip.squareRoot().squareRoot()
    return slip > 1 ? value > bound : value < bound
  }

  /// Nothing else of the track is where the span's middle is, and the span without the slip is usual.
  private func isOutside(_ span: Range<Int>, of track: Track, _ slip: Double) -> Bool {
    let others = track.hours.indices.filter { !span.contains($0) && !track.hours[$0].isMissing }
      .map { track.hours[$0].mean }.sorted()
    let inside = track.hours[span].filter { !$0.isMissing }.map(\.mean)
    guard others.count >= max(Self.leastHistory, inside.count),
      let middle = Statistics.median(inside),
      let low = Statistics.sortedQuantile(others, Self.rare),
      let high = Statistics.sortedQuantile(others, 1 - Self.rare)
    else { return false }
    let restored = middle / slip
    guard low <= restored, restored <= high else { return false }
    // Weather does ten times up or down; it does not move the point in the numbers.
    if max(slip, 1 / slip) < Self.beyondWeather {
      guard inside.count >= Self.leastDigits, hasMovedDigits(inside, others, slip) else {
        return false
      }
      return slip < 1 || inside.count >= Self.manyDigits || middle > others[others.count / 2]
    }
    return slip > 1 ? middle > high : middle < low
  }

  /// So few of the other hours lie beyond what is called usual, 0…1.
  static let rare = 0.005
  static let beyondWeather = 100.0
  /// Values needed to tell their digits.
  static let leastDigits = 5

  /// Enough of them that chance is out of the question.
  static let manyDigits = 8

  /// The last digit of the values moved by one place, and the others seldom have it there.
  private func hasMovedDigits(_ inside: [Double], _ others: [Double], _ slip: Double) -> Bool {
    // Numbers finer than the instrument's step were converted, and have no last digit.
    guard
      let usual = (-6...3).reversed().first(where: { Self.share(others, endingAt: $0) >= 0.95 }),
      Self.unit(usual) >= resolution * Self.finest
    else { return false }
    return slip > 1
      ? Self.share(inside, endingAt: usual + 1) >= 0.95
        && Self.share(others, endingAt: usual + 1) < 0.5
      : Self.share(inside, endingAt: usual) < 0.5
        && Self.share(inside, endingAt: usual - 1) >= 0.95
  }

  /// Digits finer than this share of the instrument's step tell nothing.
  static let finest = 0.099

  private static func unit(_ power: Int) -> Double {
    let whole = (0..<power.magnitude).reduce(1.0) { unit, _ in unit * 10 }
    return power >= 0 ? whole : 1 / whole
  }

  /// Share of the values that are multiples of a power of ten, 0…1.
  static func share(_ values: [Double], endingAt power: Int) -> Double {
    let fitting = values.count { value in
      let parts = power >= 0 ? value / unit(power) : value * unit(-power)
      return (parts - parts.rounded()).magnitude < 1e-6 * max(parts.magnitude, 1)
    }
    return Double(fitting) / Double(max(values.count, 1))
  }
}
