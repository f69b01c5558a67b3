import ActionPlan
import AirQuality
import Testing

@testable import Steering

struct ObjectiveStandingTests {
  private static let first = CalendarDay(year: 2018, month: 1, day: 1)

  private static func objective(
    _ measure: Objective.Measure, _ direction: Objective.Direction, _ target: String
  ) -> Objective {
    Objective(
      id: "O.1", clause: "O.1", label: Label(zh: "目标", en: "Objective"), measure: measure,
      target: Objective.Target(direction, ExactDecimal(target)!, unit: "µg/m³"))
  }

  /// Three years and what is known of the fourth: dirty winters, clean summers.
  private static func record(until origin: CalendarDay, level: Int = 0) throws -> DailyRecord {
    let days = origin.dayNumber - first.dayNumber
    let pm25: [ExactDecimal?] = (0..<days).map { day in
      let month = first.adding(days: day).month
      return ExactDecimal(Int64(([11, 12, 1, 2].contains(month) ? 80 : 20) + day * 7 % 13 + level))
    }
    return DailyRecord(
      published: [.pm25: try DailyValues(firstDay: first, published: pm25)])
  }

  private static func standing(
    _ objective: Objective, at origin: CalendarDay, level: Int = 0
  ) throws -> ObjectiveStanding {
    try #require(
      ObjectiveStanding(
        of: objective, pollutant: .pm25, daily: try record(until: origin, level: level),
        year: 2021, origin: origin))
  }

  @Test func `a mean says what the rest may average, and how likely it is to`() throws {
    let july = CalendarDay(year: 2021, month: 7, day: 1)
    let easy = try Self.standing(Self.objective(.annualMean(of: "pm25"), .atMost, "60"), at: july)
    #expect(easy.validDays == 181)
    #expect(easy.daysLeft == 184)
    #expect(easy.course == .onCourse)
    let hard = try Self.standing(Self.objective(.annualMean(of: "pm25"), .atMost, "30"), at: july)
    #expect(hard.course == .atRisk)
    guard case .mean(let budget) = hard.budget else {
      Issue.record("no budget of a mean")
      return
    }
    // What is stated to date, carried through the budget, meets the target to the digit.
    let greatest = try #require(budget.greatestRequired(toDecimals: 1))
    let toDate = try #require(hard.toDate)
    #expect(greatest < toDate)
  }

  @Test func `a share of good days says how many may be lost`() throws {
    let july = CalendarDay(year: 2021, month: 7, day: 1)
    let standing = try Self.standing(Self.objective(.goodDayShare, .atLeast, "70"), at: july)
    guard case .days(let budget) = standing.budget else {
      Issue.record("no budget of days")
      return
    }
    #expect(budget.soFar.valid == 181)
    #expect(standing.toDate == budget.soFar.ratio)
    let lost = try Self.standing(Self.objective(.goodDayShare, .atLeast, "99"), at: july)
    #expect(lost.course == .outOfReach)
  }

  @Test func `a share of good days counts a record that begins or ends within the year`() throws {
    let (begin, end) = (
      CalendarDay(year: 2021, month: 3, day: 10), CalendarDay(year: 2021, month: 5, day: 20)
    )
    let levels = (begin.dayNumber...end.dayNumber).map { ExactDecimal($0 % 2 == 0 ? 20 : 90) }
    let daily = DailyRecord(
      published: [.pm25: try DailyValues(firstDay: begin, published: levels)])
    func standing(_ origin: CalendarDay) throws -> ObjectiveStanding {
      try #require(
        ObjectiveStanding(
          of: Self.objective(.goodDayShare, .atLeast, "70"), pollutant: nil, daily: daily,
          year: 2021, origin: origin))
    }
    let july = try standing(CalendarDay(year: 2021, month: 7, day: 1))
    #expect(july.validDays == 72)
    #expect(july.toDate == ExactDecimal(50))
    #expect(july.path.map(\.day.month) == [3, 4, 5, 6])
    #expect(july.path.last?.figure == july.toDate)
    #expect(july.path.first?.figure == ExactDecimal(50))
    let march = try standing(begin)
    #expect(march.validDays == 0 && march.toDate == nil && march.path.isEmpty)
  }

  @Test func `a percentile says how many days may be above`() throws {
    let july = CalendarDay(year: 2021, month: 7, day: 1)
    let standing = try Self.standing(
      Self.objective(.annualPercentile90(of: "pm25"), .atMost, "100"), at: july)
    #expect(
      standing.budget == .percentile(PercentileBudget(percent: 90, validDays: 365, above: 0)))
  }

  @Test func `a year that is over is met or missed as stated`() throws {
    let over = CalendarDay(year: 2022, month: 1, day: 1)
    let met = try Self.standing(Self.objective(.annualMean(of: "pm25"), .atMost, "46"), at: over)
    #expect(met.toDate == ExactDecimal(46))
    #expect(met.course == .met)
    #expect(met.daysLeft == 0)
    let missed = try Self.standing(Self.objective(.annualMean(of: "pm25"), .atMost, "45"), at: over)
    #expect(missed.course == .missed)
  }

  @Test func `without values nothing is known`() throws {
    let standing = try #require(
      ObjectiveStanding(
        of: Self.objective(.annualMean(of: "pm25"), .atMost, "30"), pollutant: .o3,
        daily: try Self.record(until: CalendarDay(year: 2021, month: 7, day: 1)), year: 2021,
        origin: CalendarDay(year: 2021, month: 7, day: 1)))
    #expect(standing.course == .unknown)
    #expect(standing.toDate == nil)
  }

  @Test(arguments: [
    Objective.Measure.classTwo(.bulletin), .rank(in: "districts"), .changeOnYear(.compositeIndex),
  ])
  func `what no single day adds to has no standing by the day`(measure: Objective.Measure) throws {
    let july = CalendarDay(year: 2021, month: 7, day: 1)
    #expect(
      ObjectiveStanding(
        of: Self.objective(measure, .atMost, "3"), pollutant: nil,
        daily: try Self.record(until: july), year: 2021, origin: july) == nil)
  }
}
