import ActionPlan
import AirQuality
import Ledger
import Steering

/// What the page of one number of a pattern shows.
struct PatternReading: Sendable {
  let place: AirBook.Place
  let query: PatternQuery
  let year: Int
  let period: AssessmentPeriod
  let inputs: PatternInputs
  /// nil without wind.
  let rose: WindRose?

  /// - Returns: nil for a place that is not there.
  static func read(
    _ query: PatternQuery, of id: Int64, plan: Plan, today: CalendarDay, in ledger: LedgerDatabase
  ) async throws -> PatternReading? {
    try await ledger.read { db -> PatternReading? in
      let air = try DistrictAir(plan: plan, in: db)
      guard let place = air.place(id) else { return nil }
      let daily = try air.record(of: place, in: db)
      let year = query.place.year ?? PlaceYear.years(of: daily).last ?? today.year
      let period = PlaceYear.patternPeriod(year: year, month: query.place.month, of: daily)
      let wind = try AirBook.wind(of: id, in: db)
      let hours = try query.pollutant.flatMap { try AirBook.hours(of: id, in: db)[$0] }
      let inputs: PatternInputs? =
        switch query.part {
        case .hour(let hour):
          hours.map { PatternInputs(ofHour: hour, of: $0, in: period) }
        case .weekday(let weekday):
          query.pollutant.flatMap { daily.values[$0] }
            .map { PatternInputs(ofWeekday: weekday, of: $0, in: period) }
        case .sector, .calm:
          wind.flatMap { wind in
            query.pollutant == nil
              ? PatternInputs(of: query.part, wind: wind, in: period)
              : hours.map { PatternInputs(of: query.part, values: $0, wind: wind, in: period) }
          }
        }
      return PatternReading(
        place: place, query: query, year: year, period: period, inputs: inputs ?? .none,
        rose: wind.map { WindRose(of: $0, in: period) })
    }
  }
}
