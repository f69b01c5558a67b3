import ActionPlan
import AirQuality
import GRDB
import Ledger
import Steering

/// What becomes of indicators: today's figure and lamp under either plan. Figures of samples are not
/// read.
enum IndicatorOutlook {
  static func readings(
    _ plan: Plan, now: Int, in db: Database
  ) throws -> [String: IndicatorReading] {
    let today = CalendarDay(ofEpoch: now, utcOffsetSeconds: plan.utcOffsetSeconds)
    var readings: [String: IndicatorReading] = [:]
    for indicator in plan.indicators
    where try indicator.registers.allSatisfy({ id in
      try plan.register(id).flatMap { try RegisterStore.kept($0, in: db) } != nil
    }) {
      readings[indicator.id] = try IndicatorBook.reading(
        indicator, plan: plan, on: today, in: db)
    }
    return readings
  }

  /// - Parameter before: readings under the old plan.
  static func lines(
    _ new: Plan, after old: Plan?, before: [String: IndicatorReading], now: Int, in db: Database
  ) throws -> [String] {
    let after = try readings(new, now: now, in: db)
    return Plan.pairs(new.indicators, old?.indicators ?? [], by: \.id).compactMap { pair in
      let (was, will) = (before[pair.id].map(shown), after[pair.id].map(shown))
      guard pair.old != pair.new || was != will else { return nil }
      return switch (was, will) {
      case (nil, let will?): "\(pair.id): new, \(will)"
      case (let was?, nil): "\(pair.id): leaves the plan at \(was); what was computed stays"
      case (let was?, let will?):
        was == will
          ? "\(pair.id): changes, stays \(will)"
          : "\(pair.id): \(was) becomes \(will)"
      case (nil, nil): "\(pair.id): new"
      }
    }
  }

  private static func shown(_ reading: IndicatorReading) -> String {
    "\(reading.value?.description ?? "without value") (\(reading.lamp.rawValue))"
  }
}
