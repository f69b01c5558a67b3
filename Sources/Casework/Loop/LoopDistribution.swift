/// Times of many loops to one stage. Loops that have not come there are censored: they are known to
/// take longer than they have until now, and count as that.
///
/// - Source: E. L. Kaplan, P. Meier, Nonparametric estimation from incomplete observations, 1958.
public struct LoopDistribution: Sendable, Hashable {
  /// Where bins of `histogram` end, in seconds; the last bin has no end.
  public static let bounds = [
    300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400, 172_800, 259_200, 604_800, 1_209_600,
    2_592_000,
  ]

  /// One bin of a histogram.
  public struct Bin: Sendable, Hashable {
    /// Seconds, [from, until).
    public let from: Int
    public let until: Int?
    public let reached: Int
    /// Loops that are as old and have not come there.
    public let open: Int
  }

  /// Seconds, ascending.
  private let reached: [Int]
  private let open: [Int]

  /// - Parameters:
  ///   - reached: seconds of loops that came there.
  ///   - open: seconds so far of those that have not.
  init(reached: [Int], open: [Int]) {
    self.reached = reached.sorted()
    self.open = open.sorted()
  }

  public var reachedCount: Int { reached.count }
  public var openCount: Int { open.count }

  /// The shortest time within which a share of the loops comes there.
  ///
  /// - Parameter share: above 0, up to 1.
  /// - Returns: seconds; nil where so many have not come there yet, or there are none.
  public func quantile(_ share: Double) -> Int? {
    var atRisk = reached.count + open.count
    var (left, gone) = (1.0, 0)
    var place = 0
    while place < reached.count {
      let time = reached[place]
      // Who was censored before is at risk no more; who was at the same time still is.
      while gone < open.count, open[gone] < time {
        gone += 1
        atRisk -= 1
      }
      let start = place
      while place < reached.count, reached[place] == time { place += 1 }
      left *= 1 - Double(place - start) / Double(atRisk)
      atRisk -= place - start
      if left <= 1 - share + 1e-9 { return time }
    }
    return nil
  }

  public var histogram: [Bin] {
    var (done, waiting) = (0, 0)
    return (Self.bounds + [Int.max]).enumerated().map { index, end in
      let (from, to) = (
        Self.end(reached, below: end, from: done), Self.end(open, below: end, from: waiting)
      )
      defer { (done, waiting) = (from, to) }
      return Bin(
        from: index == 0 ? 0 : Self.bounds[index - 1], until: end == Int.max ? nil : end,
        reached: from - done, open: to - waiting)
    }
  }

  private static func end(_ times: [Int], below bound: Int, from start: Int) -> Int {
    var place = start
    while place < times.count, times[place] < bound { place += 1 }
    return place
  }
}
