import ActionPlan
import AirQuality
import Ledger
import Steering

/// What a figure's page shows, read in one go.
struct FigureReading: Sendable {
  /// A place's values of one status.
  struct Values: Sendable {
    let status: AirStatus
    let days: PollutantValues<DailyValues>
    let hours: PollutantValues<HourlyValues>

    /// The 24 hours of a day; nil without any.
    func hours(of pollutant: Pollutant, on day: CalendarDay) -> [ExactDecimal?]? {
      guard let values = hours[pollutant] else { return nil }
      let first = (day.dayNumber - values.firstDay.dayNumber) * 24
      guard first >= 0, first + 24 <= values.hourCount else { return nil }
      let found = (first..<first + 24).map { values[$0] }
      return found.contains { $0 != nil } ? found : nil
    }
  }

  let place: AirBook.Place
  let inputs: FigureInputs
  /// The most official first.
  let values: [Values]
  /// Of the day of an index.
  let revisions: [AirBook.Revision]
  /// As a bulletin states it; rankings take it before the figure of days.
  let bulletin: AirBook.BulletinFigure?
  /// By id, for those who took values in.
  let people: [Int64: Account]

  /// - Returns: nil for a place that is not there.
  static func read(
    _ figure: Figure, of id: Int64, plan: Plan, in ledger: LedgerDatabase
  ) async throws -> FigureReading? {
    try await ledger.read { db -> FigureReading? in
      let air = try DistrictAir(plan: plan, in: db)
      guard let place = air.place(id) else { return nil }
      let values = try AirStatus.allCases.sorted(by: >).map { status in
        Values(
          status: status, days: try AirBook.days(of: id, status: status, in: db),
          hours: try AirBook.hours(of: id, status: status, in: db))
      }
      var revisions: [AirBook.Revision] = []
      if case .index(let day) = figure {
        revisions = try AirBook.revisions(of: id, on: day, in: db)
      }
      let people = try Accounts.behind(revisions.map(\.actor), in: db)
      return FigureReading(
        place: place,
        inputs: FigureInputs(
          record: try air.record(of: place, in: db), hours: values.map(\.hours)),
        values: values, revisions: revisions,
        bulletin: try PlaceFigures.Kind(figure).flatMap {
          try AirBook.bulletinFigure($0, of: id, in: figure.period, in: db)
        }, people: people)
    }
  }

  /// Where the place's figures are led to from.
  var placeHref: String { "/air/places/\(place.id)" }

  func href(of figure: Figure) -> String { FigureLink.href(figure, at: place.id) }
}
