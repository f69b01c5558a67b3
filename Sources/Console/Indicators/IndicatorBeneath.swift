import ActionPlan
import AirQuality
import GRDB
import Ledger
import Steering

/// What lies beneath an indicator: the rows of one side, and what was kept of earlier days.
struct IndicatorBeneath: Sendable {
  /// nil where the side has no rows.
  let rows: IndicatorBook.Rows?
  /// What the rows refer to.
  let names: RegisterNames
  let history: [IndicatorHistory.Kept]

  init(
    _ indicator: Indicator, query: IndicatorQuery, plan: Plan, on day: CalendarDay,
    language: Language, in db: Database
  ) throws {
    rows = try IndicatorBook.rows(
      query.side, of: indicator, plan: plan, on: day, key: query.key, after: query.after,
      limit: IndicatorsController.rowLimit, in: db)
    let year = plan.year ?? day.year
    history = try IndicatorHistory.days(
      of: indicator.id, from: CalendarDay(year: year, month: 1, day: 1),
      through: min(day, CalendarDay(year: year, month: 12, day: 31)), in: db)
    names =
      try rows.map { rows in
        try RegisterNames(
          for: rows.page.rows.map(\.values), of: rows.register, plan: plan, language: language,
          in: db)
      } ?? RegisterNames(language: language)
  }
}
