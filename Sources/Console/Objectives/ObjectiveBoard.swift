import ActionPlan
import AirQuality
import Ledger
import Steering

/// What the page of objectives shows, kept until air values are taken in or the day is another: a
/// projection draws a thousand years.
actor ObjectiveBoard {
  struct Reading: Sendable {
    let places: [AirBook.Place]
    let chosen: AirBook.Place?
    let standings: [ObjectiveStanding]
  }

  private struct Key: Hashable {
    let place: Int64
    let origin: CalendarDay
    let lastImport: Int64
  }

  /// Answers kept at most.
  private static let kept = 32

  private let subjects: ConsoleSubjects
  private var answers: [Key: [ObjectiveStanding]] = [:]

  init(subjects: ConsoleSubjects) { self.subjects = subjects }

  /// - Parameter place: nil for the first.
  func read(place: Int64?, on origin: CalendarDay) async throws -> Reading {
    let (places, lastImport) = try await subjects.ledger.read { db in
      (try AirBook.places(in: db), try AirBook.lastImport(in: db))
    }
    guard let chosen = places.first(where: { $0.id == place }) ?? places.first else {
      return Reading(places: [], chosen: nil, standings: [])
    }
    let key = Key(place: chosen.id, origin: origin, lastImport: lastImport)
    if let known = answers[key] {
      return Reading(places: places, chosen: chosen, standings: known)
    }
    let daily = try await subjects.ledger.read { db in try AirBook.daily(of: chosen.id, in: db) }
    let plan = subjects.plan
    let standings = plan.objectives.compactMap { objective in
      ObjectiveStanding(
        of: objective, pollutant: objective.pollutant(in: plan), daily: daily, year: origin.year,
        origin: origin)
    }
    if answers.count >= Self.kept { answers.removeAll() }
    answers[key] = standings
    return Reading(places: places, chosen: chosen, standings: standings)
  }
}
