public import ActionPlan
public import AirQuality
public import GRDB

/// Where an objective stands that is read off the year's figures so far: class II, a rank, the change
/// on the year before.
public struct FigureStanding: Sendable, Hashable {
  public enum Reading: Sendable, Hashable {
    /// Both readings; `counts` is the plan's choice.
    case classTwo(PeriodAssessment, counts: Objective.ClassReading)
    /// nil where the place is not ranked.
    case rank(RankingTable, Int?)
    /// Of every figure that both years have.
    case change([Change], counts: PlaceFigures.Kind)
  }

  public struct Change: Sendable, Hashable {
    public let kind: PlaceFigures.Kind
    public let now: ExactDecimal
    public let before: ExactDecimal
    /// Per cent; of the good days percentage points.
    public let change: ExactDecimal
  }

  public let objective: Objective
  /// What was read: the year so far, or to the end of the last month that can be compared.
  public let period: AssessmentPeriod
  public let reading: Reading
  public let course: ObjectiveStanding.Course

  /// nil for an objective that is steered by the day, and where nothing of the year is known.
  ///
  /// - Parameters:
  ///   - daily: the place's record.
  ///   - origin: first day that is not known.
  public init?(
    of objective: Objective, at place: AirBook.Place, daily: DailyRecord, air: DistrictAir,
    origin: CalendarDay, in db: Database
  ) throws {
    let last = origin.adding(days: -1)
    let year = AssessmentPeriod.day(last).yearToDate
    let isOver = year.kind == .year
    let isMet: Bool?
    switch objective.measure {
    case .annualMean, .annualPercentile90, .goodDayShare:
      return nil
    case .classTwo(let counts):
      let assessment = PeriodAssessment(of: daily.values, in: year)
      guard !assessment.items.isEmpty else { return nil }
      period = year
      reading = .classTwo(assessment, counts: counts)
      isMet =
        counts == .bulletin ? assessment.attainsAsBulletin : assessment.attainsStrictly
    case .rank(let id):
      guard let ranking = air.plan.ranking(id),
        let table = try Self.table(of: ranking, at: place, air: air, through: last, in: db)
      else { return nil }
      period = table.period
      let row = table.row(of: place.id)
      reading = .rank(table, row?.rank)
      isMet = row?.rank.flatMap { rank in
        objective.target?.isMet(by: ExactDecimal(Int64(rank)))
      }
    case .changeOnYear(let figure):
      let now = try AirBook.figures(
        of: place.id, in: year, daily: daily, asKnown: air.asKnown, in: db)
      let before = try AirBook.figures(
        of: place.id, in: year.yearBefore, daily: daily, asKnown: air.asKnown, in: db)
      let changes = PlaceFigures.Kind.allCases.compactMap { kind -> Change? in
        guard let new = now[kind], let old = before[kind],
          let change = now.change(of: kind, on: before)
        else { return nil }
        return Change(kind: kind, now: new, before: old, change: change)
      }
      guard !changes.isEmpty else { return nil }
      let counts = PlaceFigures.Kind(figure)
      period = year
      reading = .change(changes, counts: counts)
      isMet =
        Self.hasEnough(now, of: year) && Self.hasEnough(before, of: year.yearBefore)
        ? changes.first { $0.kind == counts }.flatMap { objective.target?.isMet(by: $0.change) }
        : nil
    }
    self.objective = objective
    course =
      switch isMet {
      case nil: .unknown
      case true?: isOver ? .met : .onCourse
      case false?: isOver ? .missed : .atRisk
      }
  }

  /// Of the year to date and the year to the end of each month, the one that compares the place with
  /// the most others: bulletins come by the month, and only some places have days. The newest of equal
  /// ones.
  private static func table(
    of ranking: AirRanking, at place: AirBook.Place, air: DistrictAir, through last: CalendarDay,
    in db: Database
  ) throws -> RankingTable? {
    var ends = [last]
    for month in stride(from: last.month - 1, through: 1, by: -1) {
      ends.append(AssessmentPeriod.month(month, of: last.year).lastDay)
    }
    let records = try air.records(of: ranking, in: db)
    var best: RankingTable?
    for end in ends {
      let period = AssessmentPeriod.day(end).yearToDate
      let members = try air.members(
        of: records, in: period, before: period.yearBefore, in: db)
      let table = RankingTable(of: members, in: period, by: .composite, ties: ranking.ties)
      let isRanked = table.row(of: place.id)?.rank != nil
      let bestIsRanked = best?.row(of: place.id)?.rank != nil
      guard table.rankedCount >= 2, isRanked || !bestIsRanked else { continue }
      if best == nil || (isRanked && !bestIsRanked)
        || table.rankedCount > (best?.rankedCount ?? 0)
      {
        best = table
      }
    }
    return best
  }

  /// Nine in ten days, the standard's own share of a year; a bulletin answers for its figures itself.
  private static func hasEnough(_ figures: PlaceFigures, of period: AssessmentPeriod) -> Bool {
    figures.source == .bulletin
      || DataMinimum.gb3095.isLikeYear(figures.validDays ?? 0, of: period.dayCount)
  }
}

extension PlaceFigures.Kind {
  init(_ figure: Objective.ChangedFigure) {
    switch figure {
    case .compositeIndex: self = .composite
    case .pollutant(let pollutant): self = .pollutant(pollutant)
    }
  }
}
