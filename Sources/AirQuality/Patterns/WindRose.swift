/// How often the wind came from each of sixteen directions, and how strong. 风玫瑰
public struct WindRose: Sendable, Hashable {
  /// Where classes of speed end; m/s.
  public struct SpeedClasses: Sendable, Hashable {
    /// Slower wind is calm and has no direction.
    public let calmBelow: ExactDecimal
    /// Greatest speed of each class but the last, ascending; the last has none.
    public let greatest: [ExactDecimal]

    /// - Precondition: bounds ascend, from above the calm.
    public init(calmBelow: ExactDecimal, greatest: [ExactDecimal]) {
      precondition(
        zip([calmBelow] + greatest, greatest).allSatisfy { $0 < $1 }, "classes of speed ascend")
      self.calmBelow = calmBelow
      self.greatest = greatest
    }

    /// Calm up to 0.2 m/s; 0.3–1.5, 1.6–3.3, 3.4–5.4, 5.5–7.9 and above, the Beaufort numbers 1, 2,
    /// 3, 4, and 5 and more. A bound belongs to the class that it ends, so that values with finer
    /// decimals have one too.
    ///
    /// - Source: GB/T 35227-2017 (calm, wind scale); GB/T 28591-2012 gives the same bounds.
    public static let beaufort = SpeedClasses(
      calmBelow: ExactDecimal(3, scale: 1),
      greatest: [15, 33, 54, 79].map { ExactDecimal($0, scale: 1) })

    public var count: Int { greatest.count + 1 }

    /// - Returns: nil for calm.
    public func index(of speed: ExactDecimal) -> Int? {
      speed < calmBelow ? nil : greatest.firstIndex { speed <= $0 } ?? greatest.count
    }
  }

  public let classes: SpeedClasses
  /// Hours by sector (`WindSector.rawValue`) and class.
  public let counts: [[Int]]
  /// Hours of calm.
  public let calm: Int
  /// Hours of the period without a speed, or with wind and no direction.
  public let missing: Int

  /// - Parameter period: its hours outside of the series count as missing.
  public init(
    of wind: HourlyWind, in period: AssessmentPeriod, classes: SpeedClasses = .beaufort
  ) {
    var counts = [[Int]](
      repeating: [Int](repeating: 0, count: classes.count), count: WindSector.allCases.count)
    var (calm, measured) = (0, 0)
    for hour in wind.speed.indices(of: period) {
      guard let speed = wind.speed[hour] else { continue }
      guard let speedClass = classes.index(of: speed) else {
        calm += 1
        measured += 1
        continue
      }
      guard let sector = wind.sector(ofSpeedHour: hour) else { continue }
      counts[sector.rawValue][speedClass] += 1
      measured += 1
    }
    self.classes = classes
    self.counts = counts
    self.calm = calm
    missing = period.dayCount * 24 - measured
  }

  /// Hours with wind or calm.
  public var measured: Int { calm + counts.reduce(0) { $0 + $1.reduce(0, +) } }

  public func hours(from sector: WindSector) -> Int { counts[sector.rawValue].reduce(0, +) }

  /// Of the measured hours in per cent, one decimal; nil without any.
  public func share(of hours: Int) -> ExactDecimal? { percentage(of: hours, in: measured) }

  /// The sector that the wind most often came from; the first of equals; nil where it never blew.
  public var prevailing: WindSector? {
    var best: WindSector?
    for sector in WindSector.allCases where hours(from: sector) > (best.map(hours(from:)) ?? 0) {
      best = sector
    }
    return best
  }
}

extension HourlyWind {
  /// Where the wind of an hour came from.
  ///
  /// - Parameter hour: counted from the first midnight of the speeds.
  func sector(ofSpeedHour hour: Int) -> WindSector? {
    let place = hour + (speed.firstDay.dayNumber - direction.firstDay.dayNumber) * 24
    guard direction.mantissas.indices.contains(place),
      direction.mantissas[place] != HourlyValues.missing
    else { return nil }
    return WindSector(
      mantissa: Int64(direction.mantissas[place]),
      scale: ExactDecimal.powersOfTen[direction.decimals])
  }
}
