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

  /// Whether a year before can be compared with.
  enum Comparability: Sendable {
    case full
    /// It has as large a part of its days as a valid year has, but some month lacks days.
    case loose
    case none
  }

  func comparability(of pollutant: Pollutant) -> Comparability {
    guard let coverage = before.coverage[pollutant]?.coverage else { return .none }
    if coverage.isValid { return .full }
    return DataMinimum.gb3095.isLikeYear(coverage.validDays, of: coverage.days) ? .loose : .none
  }

  /// Of what all six pollutants enter.
  var comparability: Comparability {
    let all = Pollutant.allCases.map(comparability(of:))
    return all.contains(.none) ? .none : all.contains(.loose) ? .loose : .full
  }

  /// Change of a statistic on the year before in per cent.
  func change(of item: PeriodAssessment.Item) -> ExactDecimal? {
    before.item(item.pollutant, item.statistic).flatMap {
      relativeChange(from: $0.stated, to: item.stated)
    }
  }

  /// Change of the composite index in per cent.
  var compositeChange: ExactDecimal? {
    guard let composite, let compositeBefore else { return nil }
    return relativeChange(from: compositeBefore.total, to: composite.total)
  }

  /// Change of the share of good days in percentage points.
  var goodChange: ExactDecimal? {
    guard let now = good.ratio, let earlier = goodBefore.ratio else { return nil }
    return now.subtracting(earlier)
  }
}
