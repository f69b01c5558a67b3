public import ActionPlan

/// Values heaped just under the limit, with none or few just above it.
public struct HeldCheck: Sendable {
  let rule: QualityRule.Held
  let limit: Double

  public init(_ rule: QualityRule.Held, limit: Double) {
    self.rule = rule
    self.limit = limit
  }

  /// - Parameter since: hour; windows that end before it or at it are not looked at again.
  public func suspicions(in track: Track, since: Int = 0) -> [Suspicion] {
    let whole = max(rule.overSeconds / Track.hourSeconds, 48)
    var found: [Suspicion] = []
    // Half the time too: what went before is then soon out of the picture.
    for length in [whole, whole / 2] {
      let starts = stride(
        from: max(track.hours.count - length, 0) % Self.everyHours,
        through: track.hours.count - length, by: Self.everyHours)
      for first in starts where first + length > since {
        guard let suspicion = heap(in: track, first..<(first + length)) else { continue }
        if let last = found.last, suspicion.from <= last.until, last.from <= suspicion.until {
          found[found.count - 1] = Suspicion(
            check: .held, from: min(suspicion.from, last.from),
            until: max(suspicion.until, last.until), grounds: suspicion.grounds)
        } else {
          found.append(suspicion)
        }
      }
    }
    return found
  }

  static let everyHours = 24

  private func heap(in track: Track, _ span: Range<Int>) -> Suspicion? {
    let band = limit * rule.within
    let indices = span.filter { !track.hours[$0].isMissing }
    guard indices.count >= span.count / 2 else { return nil }
    func count(_ from: Double, _ until: Double) -> Int {
      indices.count { track.hours[$0].mean > from && track.hours[$0].mean <= until }
    }
    let under = indices.filter {
      track.hours[$0].mean > limit - band && track.hours[$0].mean <= limit
    }
    guard under.count >= rule.least, let first = under.first, let last = under.last else {
      return nil
    }
    let above = count(limit, limit + band)
    let far = count(limit + band, .infinity)
    let lower = count(limit - 2 * band, limit - band)
    // Smooth courses pass the band below the limit as often as the one above it and the one under it.
    guard Double(under.count) >= rule.ratio * Double(max(above, 1)),
      Double(under.count) >= rule.ratio * Double(max(far, 1)),
      Double(under.count) >= Self.heaped * Double(max(lower, 1))
    else { return nil }
    return track.suspicion(
      .held, first..<(last + 1),
      [
        .init("limit", limit), .init("under", under.count), .init("over", above + far),
        .init("lower", lower), .init("within", rule.within * 100),
      ])
  }

  static let heaped = 1.5
}
