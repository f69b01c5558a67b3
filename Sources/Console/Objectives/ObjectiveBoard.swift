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
    let objectives: [ObjectiveReading]
  }

  private struct Key: Hashable {
    let place: Int64
    let origin: CalendarDay
    /// nil for all.
    let known: Int64?
    let state: DistrictAir.State
  }

  /// Answers kept at most.
  private static let kept = 32

  private let subjects: ConsoleSubjects
  private var answers: [Key: [ObjectiveReading]] = [:]

  init(subjects: ConsoleSubjects) { self.subjects = subjects }

  /// - Parameters:
  ///   - place: nil for the district's own, or the first.
  ///   - asThen: only what was taken in by the end of that day, instead of all that is known now.
  func read(place: Int64?, on origin: CalendarDay, asThen: Bool) async throws -> Reading {
    let plan = subjects.plan
    let end = (origin.dayNumber + 1) * 86_400 - plan.utcOffsetSeconds
    let air = try await subjects.ledger.read { db in
      try DistrictAir(
        plan: plan, asKnown: asThen ? try AirBook.lastImport(before: end, in: db) : nil, in: db)
    }
    guard let chosen = place.flatMap({ air.place($0) }) ?? air.places.first else {
      return Reading(places: [], chosen: nil, objectives: [])
    }
    let key = Key(
      place: chosen.id, origin: origin, known: air.asKnown, state: air.state)
    if let known = answers[key] {
      return Reading(places: air.places, chosen: chosen, objectives: known)
    }
    let sources = try await subjects.ledger.read { db in
      try ObjectiveReading.Sources(of: chosen, air: air, origin: origin, in: db)
    }
    let objectives = ObjectiveReading.all(sources)
    if answers.count >= Self.kept { answers.removeAll() }
    answers[key] = objectives
    return Reading(places: air.places, chosen: chosen, objectives: objectives)
  }
}
