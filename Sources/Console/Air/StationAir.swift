import ActionPlan
import AirQuality
import Ledger
import Telemetry

/// The air at one station now, as far as its instruments tell.
struct StationAir: Sendable {
  /// What the figures are made of.
  enum Basis: String, Sendable {
    /// Means of a whole hour, as the standard's hourly report asks.
    case hour
    /// Finer values; no hour is complete yet.
    case minute
  }

  struct Reading: Sendable {
    let pollutant: Pollutant
    let value: ExactDecimal
    let iaqi: Int?
  }

  let point: MonitoringPoint
  /// In the order of `Pollutant`.
  let readings: [Reading]
  let index: AirQualityIndex?
  let basis: Basis
  /// Start of the values' window and its length; nil where the station never sent one.
  let start: Int?
  let windowSeconds: Int
  /// Too long ago to be called now.
  let isOld: Bool

  /// End of the values' window: the time they speak for.
  var end: Int? { start.map { $0 + windowSeconds } }

  /// An hour's mean is present until the second next one is due, a finer value for 20 minutes.
  static let hourIsOldAfterSeconds = 2 * 3600
  static let minuteIsOldAfterSeconds = 20 * 60
  /// Finer values of one station that are taken for simultaneous.
  static let minuteToleranceSeconds = 300

  /// Judges every air station.
  ///
  /// - Parameters:
  ///   - latest: all latest values of a point.
  ///   - now: epoch seconds.
  static func read(
    _ points: [MonitoringPoint], plan: Plan, now: Int, latest: (String) -> [LatestValue]
  ) -> [StationAir] {
    points.filter { $0.kind == .airStation }.map { point in
      read(point, latest(point.id), plan: plan, now: now)
    }
  }

  private static func read(
    _ point: MonitoringPoint, _ values: [LatestValue], plan: Plan, now: Int
  ) -> StationAir {
    var hours: [Pollutant: LatestValue] = [:]
    var minutes: [Pollutant: LatestValue] = [:]
    for value in values where value.flag.isValid && value.value >= .zero {
      guard let name = plan.quantity(value.key.quantity)?.pollutant,
        let pollutant = Pollutant(rawValue: name)
      else { continue }
      switch (value.key.statistic, value.key.windowSeconds) {
      case (.mean, 3600): hours[pollutant] = value
      case (.mean, 1..<3600), (.realTime, _):
        if minutes[pollutant].map({ $0.start < value.start }) ?? true { minutes[pollutant] = value }
      default: break
      }
    }
    // The whole hour decides while it is fresh; else the newest of what there is.
    let newestHour = hours.values.map(\.start).max()
    let newestMinute = minutes.values.map(\.start).max()
    let usesHours =
      if let newestHour, let newestMinute {
        now - (newestHour + 3600) <= hourIsOldAfterSeconds || newestHour + 3600 >= newestMinute
      } else {
        newestHour != nil
      }
    return usesHours
      ? judge(point, hours, start: newestHour, basis: .hour, window: 3600, plan: plan, now: now)
      : judge(point, minutes, start: newestMinute, basis: .minute, window: 0, plan: plan, now: now)
  }

  /// - Parameter start: of the newest value; older ones are left out, so that one index speaks of
  ///   one time.
  private static func judge(
    _ point: MonitoringPoint, _ values: [Pollutant: LatestValue], start: Int?, basis: Basis,
    window: Int, plan: Plan, now: Int
  ) -> StationAir {
    guard let start else {
      return StationAir(
        point: point, readings: [], index: nil, basis: basis, start: nil, windowSeconds: window,
        isOld: false)
    }
    let tolerance = basis == .hour ? 0 : minuteToleranceSeconds
    let present = values.filter { start - $0.value.start <= tolerance }
    let day = CalendarDay(ofEpoch: start, utcOffsetSeconds: plan.utcOffsetSeconds)
    // Negative values were left out above, the only ones the index refuses.
    let index = try? AirQualityIndex(
      .hourly, of: PollutantValues(present.mapValues(\.value)),
      neverMonitored: Set(Pollutant.allCases).subtracting(values.keys),
      edition: IndexEdition.inForce(on: day))
    let oldAfter = basis == .hour ? hourIsOldAfterSeconds : minuteIsOldAfterSeconds
    return StationAir(
      point: point,
      readings: Pollutant.allCases.compactMap { pollutant in
        present[pollutant].map {
          Reading(pollutant: pollutant, value: $0.value, iaqi: index?.iaqi[pollutant])
        }
      },
      index: index, basis: basis, start: start, windowSeconds: window,
      isOld: now - (start + window) > oldAfter)
  }
}
