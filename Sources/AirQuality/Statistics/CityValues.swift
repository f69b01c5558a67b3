/// Values of a city, county or district from those of its assessed stations.
///
/// - Source: HJ 663, city values: the mean of the valid stations; of O3 the mean of the stations'
///   daily maxima. That three quarters of the stations (half of fewer than four) must be valid is
///   not confirmed and can be set.
public struct StationShare: Sendable, Hashable {
  /// Per cent of the stations that must have a valid value.
  public var percent: Int
  /// The same where there are fewer than four stations.
  public var percentOfFew: Int

  public init(percent: Int = 75, percentOfFew: Int = 50) {
    self.percent = percent
    self.percentOfFew = percentOfFew
  }

  public func isEnough(_ valid: Int, of stations: Int) -> Bool {
    valid > 0 && valid * 100 >= stations * (stations < 4 ? percentOfFew : percent)
  }
}

extension DailyValues {
  /// Mean over stations, day by day, from the first day that any has to the last.
  ///
  /// - Parameter stationCount: how many stations there are, also those without a value here.
  /// - Returns: values whose `counts` are stations; nil without stations or where 128 bits do not
  ///   hold the common denominator.
  public init?(
    meanOver stations: [DailyValues], of stationCount: Int? = nil,
    share: StationShare = StationShare()
  ) {
    guard let first = stations.map(\.firstDay).min(), let last = stations.map(\.lastDay).max()
    else { return nil }
    let dayCount = last.dayNumber - first.dayNumber + 1
    let offsets = stations.map { $0.firstDay.dayNumber - first.dayNumber }
    var counts = [Int](repeating: 0, count: dayCount)
    for (station, offset) in zip(stations, offsets) {
      for day in 0..<station.dayCount where station.numerators[day] != Self.missing {
        counts[day + offset] += 1
      }
    }
    // One denominator for all: the stations' own, times what the counts divide by.
    var common: Int128 = 1
    for station in stations {
      guard let next = leastCommonMultiple(common, station.denominator) else { return nil }
      common = next
    }
    var divisor: Int128 = 1
    for count in Set(counts) where count > 0 {
      guard let next = leastCommonMultiple(divisor, Int128(count)) else { return nil }
      divisor = next
    }
    let (denominator, overflow) = common.multipliedReportingOverflow(by: divisor)
    guard !overflow else { return nil }
    var sums = [Int128](repeating: 0, count: dayCount)
    for (station, offset) in zip(stations, offsets) {
      let factor = common / station.denominator
      for day in 0..<station.dayCount where station.numerators[day] != Self.missing {
        let (part, overflow1) = station.numerators[day].multipliedReportingOverflow(by: factor)
        let (sum, overflow2) = sums[day + offset].addingReportingOverflow(part)
        guard !overflow1, !overflow2 else { return nil }
        sums[day + offset] = sum
      }
    }
    var numerators = [Int128](repeating: Self.missing, count: dayCount)
    for day in 0..<dayCount
    where share.isEnough(counts[day], of: max(stations.count, stationCount ?? 0)) {
      let (scaled, overflow) = sums[day].multipliedReportingOverflow(
        by: divisor / Int128(counts[day]))
      guard !overflow else { return nil }
      numerators[day] = scaled
    }
    self.init(
      firstDay: first, denominator: denominator, numerators: numerators, counts: counts)
  }
}

private func leastCommonMultiple(_ a: Int128, _ b: Int128) -> Int128? {
  let common = Int128(ExactFraction.greatestCommonDivisor(a.magnitude, b.magnitude))
  let (product, overflow) = (a / common).multipliedReportingOverflow(by: b)
  return overflow ? nil : product
}
