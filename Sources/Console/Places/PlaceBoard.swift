import ActionPlan
import AirQuality
import Foundation
import Ledger
import Steering

/// What the pages of a place's air show, kept until air values are taken in: a year of a place is
/// thousands of hours.
actor PlaceBoard {
  /// A line of the list of places.
  struct Standing: Sendable {
    /// nil where the place has no day with an index.
    let newest: (day: CalendarDay, index: AirQualityIndex)?
    /// The newest year up to its newest day; nil without a value.
    let toDate: AssessmentPeriod?
    let figures: PlaceFigures?
  }

  struct Listing: Sendable {
    /// All that match, of which the page shows some.
    let matches: [AirBook.Place]
    let shown: [(place: AirBook.Place, standing: Standing)]
    let hasPlaces: Bool
  }

  struct Reading: Sendable {
    let places: [AirBook.Place]
    let place: AirBook.Place
    let year: PlaceYear
  }

  private struct Key: Hashable {
    let place: Int64
    let query: PlaceQuery
  }

  /// Years kept at most.
  private static let kept = 32

  private let subjects: ConsoleSubjects
  private var state: DistrictAir.State?
  private var standings: [Int64: Standing] = [:]
  private var years: [Key: PlaceYear] = [:]

  init(subjects: ConsoleSubjects) { self.subjects = subjects }

  /// Places whose city or name contains a text, from one on.
  ///
  /// - Parameters:
  ///   - text: empty for all.
  ///   - places: positions among those that match.
  func list(containing text: String, at places: Range<Int>) async throws -> Listing {
    let air = try await known()
    let asked = state
    let all = air.places
    let matches = all.filter { text.isEmpty || $0.title.localizedCaseInsensitiveContains(text) }
    let shown = matches[places.clamped(to: 0..<matches.count)]
    let missing = shown.filter { standings[$0.id] == nil }
    let records = try await subjects.ledger.read { db in
      try missing.map { ($0.id, try air.record(of: $0, in: db)) }
    }
    var found = standings
    for (place, daily) in records { found[place] = Self.standing(of: daily) }
    // What an import has overtaken meanwhile is shown this once and not kept.
    if state == asked { standings.merge(found) { _, new in new } }
    return Listing(
      matches: matches,
      shown: shown.compactMap { place in found[place.id].map { (place, $0) } },
      hasPlaces: !all.isEmpty)
  }

  /// - Returns: nil where there is no such place.
  func read(_ place: Int64, _ query: PlaceQuery) async throws -> Reading? {
    let air = try await known()
    let asked = state
    guard let chosen = air.place(place) else { return nil }
    let key = Key(place: place, query: query)
    if let known = years[key] { return Reading(places: air.places, place: chosen, year: known) }
    let (daily, hours, wind) = try await subjects.ledger.read { db in
      (
        try air.record(of: chosen, in: db), try AirBook.hours(of: place, in: db),
        try AirBook.wind(of: place, in: db)
      )
    }
    let year = PlaceYear(
      of: daily, hours: hours, wind: wind, year: query.year, month: query.month,
      today: CalendarDay(
        ofEpoch: subjects.now(), utcOffsetSeconds: subjects.plan.utcOffsetSeconds))
    if state == asked {
      if years.count >= Self.kept { years.removeAll() }
      years[key] = year
    }
    return Reading(places: air.places, place: chosen, year: year)
  }

  /// Every place; forgets what an import has overtaken.
  private func known() async throws -> DistrictAir {
    let plan = subjects.plan
    let air = try await subjects.ledger.read { db in try DistrictAir(plan: plan, in: db) }
    if air.state != state {
      standings.removeAll()
      years.removeAll()
      state = air.state
    }
    return air
  }

  private static func standing(of daily: DailyRecord) -> Standing {
    guard let first = daily.firstDay, let last = daily.lastDay else {
      return Standing(newest: nil, toDate: nil, figures: nil)
    }
    let newest = stride(from: last.dayNumber, through: first.dayNumber, by: -1).lazy
      .compactMap { number -> (CalendarDay, AirQualityIndex)? in
        let day = CalendarDay(dayNumber: number)
        return daily.index(on: day).map { (day, $0) }
      }.first
    let toDate = PlaceYear.known(.year(last.year), of: daily)
    return Standing(
      newest: newest, toDate: toDate, figures: toDate.map { PlaceFigures(of: daily, in: $0) })
  }
}
