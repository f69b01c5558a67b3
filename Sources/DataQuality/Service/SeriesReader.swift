import AirQuality
import Telemetry

/// Reads from the store what the checks want to see.
struct SeriesReader: Sendable {
  let store: any TelemetryStore

  /// Hours that the checks are shown.
  static let shownSeconds = 30 * 86_400
  /// Single values that are looked at in one go, at most.
  static let mostValues = 50_000

  /// - Parameters: epoch seconds at whole hours.
  func track(_ key: SeriesKey, from: Int, until: Int) async throws -> Track {
    let rollups = try await store.hours(key, from: from, until: until)
    var hours = Array(repeating: Track.Hour.missing, count: (until - from) / Track.hourSeconds)
    for rollup in rollups {
      let place = (rollup.start - from) / Track.hourSeconds
      guard hours.indices.contains(place), let mean = rollup.mean, let least = rollup.minimum,
        let most = rollup.maximum
      else { continue }
      hours[place] = Track.Hour(
        mean: mean.approximate, least: least.approximate, most: most.approximate,
        count: rollup.validCount)
    }
    return Track(start: from, hours: hours)
  }

  /// Current values, oldest first; the newest of them where there are too many.
  func samples(_ key: SeriesKey, from: Int, until: Int) async throws -> [StoredSample] {
    try await store.newest(key, from: from, until: until, limit: Self.mostValues)
  }
}
