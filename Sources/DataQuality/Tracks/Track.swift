/// One series over consecutive hours, as the checks see it.
public struct Track: Sendable, Hashable {
  /// One hour's valid values.
  public struct Hour: Sendable, Hashable {
    public let mean: Double
    public let least: Double
    public let most: Double
    /// 0 where there were none; mean, least and most are then not a number.
    public let count: Int

    public init(mean: Double, least: Double, most: Double, count: Int) {
      self.mean = mean
      self.least = least
      self.most = most
      self.count = count
    }

    /// An hour with one value.
    public init(_ value: Double) { self.init(mean: value, least: value, most: value, count: 1) }

    public static let missing = Hour(mean: .nan, least: .nan, most: .nan, count: 0)

    public var isMissing: Bool { count == 0 }
  }

  /// Start of the first hour, UTC epoch seconds.
  public let start: Int
  public var hours: [Hour]
  /// Hours with a value whose flag says that the instrument was over its range.
  public var flaggedOver: Set<Int>

  public static let hourSeconds = 3_600

  public init(start: Int, hours: [Hour], flaggedOver: Set<Int> = []) {
    self.start = start
    self.hours = hours
    self.flaggedOver = flaggedOver
  }

  /// Epoch seconds of an hour's start.
  public func time(of hour: Int) -> Int { start + hour * Self.hourSeconds }

  public var end: Int { time(of: hours.count) }

  /// The hours from one instant until another, cut to what there is.
  public func cut(from: Int, until: Int) -> Track {
    let first = min(max((from - start) / Self.hourSeconds, 0), hours.count)
    let last = min(max((until - start) / Self.hourSeconds, first), hours.count)
    return Track(
      start: time(of: first), hours: Array(hours[first..<last]),
      flaggedOver: Set(flaggedOver.filter { (first..<last).contains($0) }.map { $0 - first }))
  }

  /// Spans of hours with a value that fulfils something; up to `bridging` hours without any value
  /// do not break one off.
  ///
  /// - Returns: spans and how many hours of each have a value.
  func runs(bridging: Int = 2, where holds: (Hour, Int) -> Bool) -> [Run] {
    var runs: [Run] = []
    var current: Run?
    for (index, hour) in hours.enumerated() {
      if hour.isMissing, !flaggedOver.contains(index) {
        if let run = current, index - run.span.upperBound >= bridging {
          runs.append(run)
          current = nil
        }
        continue
      }
      if holds(hour, index) {
        let first = current?.span.lowerBound ?? index
        current = Run(span: first..<(index + 1), count: (current?.count ?? 0) + 1)
      } else if let run = current {
        runs.append(run)
        current = nil
      }
    }
    return runs + (current.map { [$0] } ?? [])
  }

  struct Run: Hashable {
    let span: Range<Int>
    let count: Int
  }

  func suspicion(
    _ check: QualityCheck, _ span: Range<Int>, _ grounds: [Suspicion.Ground]
  ) -> Suspicion {
    Suspicion(
      check: check, from: time(of: span.lowerBound), until: time(of: span.upperBound),
      grounds: grounds)
  }
}
