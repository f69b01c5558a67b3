import AirQuality

/// A place's air over one period, with the same period a year before.
struct PlacePeriod: Sendable {
  let period: AssessmentPeriod
  let assessment: PeriodAssessment
  let composite: CompositeIndex?
  let good: GoodDays
  let before: PeriodAssessment
  let compositeBefore: CompositeIndex?
  let goodBefore: GoodDays

  init(of daily: DailyRecord, in period: AssessmentPeriod) {
    let earlier = period.yearBefore
    self.period = period
    assessment = PeriodAssessment(of: daily.values, in: period)
    composite = CompositeIndex(of: assessment)
    good = GoodDays(period.days.map { daily.index(on: $0)?.aqi })
    before = PeriodAssessment(of: daily.values, in: earlier)
    compositeBefore = CompositeIndex(of: before)
    goodBefore = GoodDays(earlier.days.map { daily.index(on: $0)?.aqi })
  }

  /// Change of a statistic on the year before in per cent; nil where the year before has too few days
  /// for a figure of its own.
  func change(of item: PeriodAssessment.Item) -> ExactDecimal? {
    guard before.coverage[item.pollutant]?.coverage.isValid ?? false,
      let earlier = before.item(item.pollutant, item.statistic)
    else { return nil }
    return relativeChange(from: earlier.stated, to: item.stated)
  }

  /// Change of the composite index in per cent, on the same terms.
  var compositeChange: ExactDecimal? {
    guard before.isValid, let composite, let compositeBefore else { return nil }
    return relativeChange(from: compositeBefore.total, to: composite.total)
  }

  /// Change of the share of good days in percentage points, on the same terms.
  var goodChange: ExactDecimal? {
    guard before.isValid, let now = good.ratio, let earlier = goodBefore.ratio else { return nil }
    return now.adding(ExactDecimal(-earlier.mantissa, scale: earlier.scale))
  }
}
