/// The mean of a pollutant by the direction that the wind came from. 污染玫瑰
///
/// It says with which wind the air is dirty, not where the dirt is made: few hours of a rare wind say
/// little, so that each mean stands with its count.
public struct PollutionRose: Sendable, Hashable {
  /// Hours below which a sector's mean is marked thin: a day's worth, chosen here.
  public static let leastHours = 24

  /// By `WindSector.rawValue`.
  public let sectors: [PatternMean]
  /// Hours of calm.
  public let calm: PatternMean
  /// Hours with a concentration that no wind is known of.
  public let withoutWind: Int
  /// Fewer make a sector thin.
  public let leastHours: Int

  /// - Parameters:
  ///   - values: hourly means of one pollutant.
  ///   - calmBelow: m/s; slower wind has no direction.
  public init(
    of values: HourlyValues, wind: HourlyWind, in period: AssessmentPeriod,
    calmBelow: ExactDecimal = WindRose.SpeedClasses.beaufort.calmBelow,
    leastHours: Int = PollutionRose.leastHours
  ) {
    var sums = [Int128](repeating: 0, count: WindSector.allCases.count)
    var counts = [Int](repeating: 0, count: WindSector.allCases.count)
    var (calmSum, calmCount, withoutWind): (Int128, Int, Int) = (0, 0, 0)
    let offset = (values.firstDay.dayNumber - wind.speed.firstDay.dayNumber) * 24
    for hour in values.indices(of: period) where values.mantissas[hour] != HourlyValues.missing {
      let value = Int128(values.mantissas[hour])
      let place = hour + offset
      guard (0..<wind.speed.hourCount).contains(place), let speed = wind.speed[place] else {
        withoutWind += 1
        continue
      }
      if speed < calmBelow {
        calmSum += value
        calmCount += 1
      } else if let sector = wind.sector(ofSpeedHour: place) {
        sums[sector.rawValue] += value
        counts[sector.rawValue] += 1
      } else {
        withoutWind += 1
      }
    }
    let scale = values.scale
    sectors = zip(sums, counts).map { PatternMean(sum: $0, count: $1, scale: scale) }
    calm = PatternMean(sum: calmSum, count: calmCount, scale: scale)
    self.withoutWind = withoutWind
    self.leastHours = leastHours
  }

  /// Whether a sector's mean rests on too few hours to say much.
  public func isThin(_ sector: WindSector) -> Bool { sectors[sector.rawValue].count < leastHours }
}
