import ActionPlan
import AirQuality
import Ledger
import Steering

/// Readings of the plan's indicators, kept until a register that one is read from changes, the day is
/// another, or another hour of samples is over.
actor IndicatorBoard {
  private struct Key: Hashable {
    let indicator: String
    let basis: IndicatorBasis
  }

  /// Answers kept at most.
  private static let kept = 2_000

  private let subjects: ConsoleSubjects
  private var answers: [Key: IndicatorReading] = [:]

  init(subjects: ConsoleSubjects) { self.subjects = subjects }

  var today: CalendarDay {
    CalendarDay(ofEpoch: subjects.now(), utcOffsetSeconds: subjects.plan.utcOffsetSeconds)
  }

  /// All of the plan, in its order, by what is known now.
  func readings(on day: CalendarDay) async throws -> [IndicatorReading] {
    let versions = try await IndicatorKeeper.versions(of: subjects.plan, in: subjects.ledger)
    var readings: [IndicatorReading] = []
    for indicator in subjects.plan.indicators {
      readings.append(try await reading(indicator, on: day, versions: versions))
    }
    return readings
  }

  /// What other pages show of each, by its id.
  func glances(_ texts: Texts) async throws -> [String: IndicatorGlance] {
    let plan = subjects.plan
    let readings = try await readings(on: today)
    return readings.reduce(into: [:]) { glances, reading in
      guard let indicator = plan.indicator(reading.indicator) else { return }
      glances[reading.indicator] = IndicatorGlance(
        lamp: reading.lamp, value: IndicatorWording.text(reading.value, indicator, texts))
    }
  }

  /// - Parameter asThen: only what was known by the end of the day.
  func reading(
    _ indicator: Indicator, on day: CalendarDay, asThen: Bool
  ) async throws -> IndicatorReading {
    guard !asThen else {
      let plan = subjects.plan
      let midnight = day.adding(days: 1).dayNumber * 86_400 - plan.utcOffsetSeconds
      return try await IndicatorBook.reading(
        indicator, plan: plan, on: day, knownAt: midnight - 1, now: subjects.now(),
        telemetry: subjects.store, in: subjects.ledger)
    }
    let versions = try await IndicatorKeeper.versions(of: subjects.plan, in: subjects.ledger)
    return try await reading(indicator, on: day, versions: versions)
  }

  private func reading(
    _ indicator: Indicator, on day: CalendarDay, versions: [String: Int]
  ) async throws -> IndicatorReading {
    let now = subjects.now()
    let key = Key(
      indicator: indicator.id,
      basis: IndicatorBasis(of: indicator, on: day, now: now, versions: versions))
    if let known = answers[key] { return known }
    let reading = try await IndicatorBook.reading(
      indicator, plan: subjects.plan, on: day, now: now, telemetry: subjects.store,
      in: subjects.ledger)
    if answers.count >= Self.kept { answers.removeAll() }
    answers[key] = reading
    return reading
  }
}
