/// The daily values of one place, all six pollutants, and the indices they make.
public struct DailyRecord: Sendable, Hashable {
  /// Daily means; of O3 the daily maximum 8 h means.
  public let values: PollutantValues<DailyValues>
  /// Daily maximum 1 h means of O3: what stands in where a table of 2012 ends.
  public let ozoneMaximum1h: DailyValues?

  /// Daily values that somebody else has computed.
  public init(
    published values: PollutantValues<DailyValues>, ozoneMaximum1h: DailyValues? = nil
  ) {
    self.values = values
    self.ozoneMaximum1h = ozoneMaximum1h
  }

  /// This record, and where a day has no value here, the other's: the more official before the less.
  /// A maximum 1 h mean of O3 is that of the record whose O3 the day has.
  public func completed(by other: DailyRecord) -> DailyRecord {
    let values = PollutantValues { pollutant in
      guard let mine = self.values[pollutant] else { return other.values[pollutant] }
      return other.values[pollutant].flatMap { mine.completed(by: $0) } ?? mine
    }
    let others = other.ozoneMaximum1h.map { maximum in
      self.values[.o3].map { maximum.without(daysOf: $0) } ?? maximum
    }
    guard let mine = ozoneMaximum1h else {
      return DailyRecord(published: values, ozoneMaximum1h: others)
    }
    return DailyRecord(
      published: values,
      ozoneMaximum1h: others.flatMap { mine.completed(by: $0) } ?? mine)
  }

  /// Of hourly means.
  ///
  /// - Parameters:
  ///   - hours: a pollutant may be absent.
  ///   - rules: for the least data and the window of O3; the edition of the last day unless given.
  ///   - zone: decides the limit above which an incomplete day of O3 still counts.
  public init(
    of hours: PollutantValues<HourlyValues>, rules: AssessmentRules? = nil,
    zone: AmbientStandard.ZoneClass = .two
  ) {
    var values = PollutantValues<DailyValues>()
    var maximum1h: DailyValues?
    for (pollutant, series) in hours.pairs {
      let last = series.firstDay.adding(days: max(0, series.dayCount - 1))
      let rules = rules ?? .inForce(on: last)
      if pollutant == .o3 {
        values[.o3] = series.dailyMaximum8h(
          limit: AmbientStandard.inForce(on: last).limit(of: .o3, over: .dailyMaximum8h, in: zone),
          window: rules.ozoneWindow, minimum: rules.minimum)
        maximum1h = series.dailyMaximum1h()
      } else {
        values[pollutant] = series.dailyMeans(minimum: rules.minimum)
      }
    }
    self.values = values
    ozoneMaximum1h = maximum1h
  }

  /// First day that any pollutant has; nil without one.
  public var firstDay: CalendarDay? { values.pairs.map(\.value.firstDay).min() }
  public var lastDay: CalendarDay? { values.pairs.map(\.value.lastDay).max() }

  /// The daily index of each day from the first to the last.
  ///
  /// - Parameters:
  ///   - edition: pins one; that of each day unless given.
  ///   - neverMonitored: pollutants the place has never measured.
  /// - Returns: nil for a day without any valid pollutant.
  public func indices(
    edition: IndexEdition? = nil, neverMonitored: Set<Pollutant> = []
  ) -> [AirQualityIndex?] {
    guard let first = firstDay, let last = lastDay else { return [] }
    return (first.dayNumber...last.dayNumber).map { number in
      index(on: CalendarDay(dayNumber: number), edition: edition, neverMonitored: neverMonitored)
    }
  }

  /// The daily index of one day; nil without any valid pollutant.
  public func index(
    on day: CalendarDay, edition: IndexEdition? = nil, neverMonitored: Set<Pollutant> = []
  ) -> AirQualityIndex? {
    // Rounded once, from the exact mean; the index finds them rounded.
    let concentrations = PollutantValues { pollutant in
      values[pollutant]?[day]?.rounded(to: pollutant.reportedDecimals)
    }
    let standIns = PollutantValues { pollutant in
      pollutant == .o3 ? ozoneMaximum1h?[day]?.rounded(to: 0) : nil
    }
    // Values are not negative here, the only ones the index refuses.
    return try? AirQualityIndex(
      .daily, of: concentrations, standIns: standIns, neverMonitored: neverMonitored,
      edition: edition ?? .inForce(on: day))
  }
}
