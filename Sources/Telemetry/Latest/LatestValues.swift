import Synchronization

/// The newest sample of every series, in memory, for rules and live pages.
///
/// Loaded from the store once, then kept up by each committed batch; one updater, many readers.
public final class LatestValues: Sendable {
  private let byPoint: Mutex<[String: [SeriesKey: LatestValue]]>

  public init(_ values: [LatestValue] = []) {
    var byPoint: [String: [SeriesKey: LatestValue]] = [:]
    for value in values { byPoint[value.key.point, default: [:]][value.key] = value }
    self.byPoint = Mutex(byPoint)
  }

  /// Loads what the store holds: one row a series, no search through samples.
  public convenience init(from store: any TelemetryStore) async throws {
    self.init(try await store.latest(nil))
  }

  public func value(_ key: SeriesKey) -> LatestValue? {
    byPoint.withLock { $0[key.point]?[key] }
  }

  /// Of one monitoring point, in order of their keys.
  public func values(point: String) -> [LatestValue] {
    let values = byPoint.withLock { $0[point] } ?? [:]
    return values.values.sorted { $0.key < $1.key }
  }

  /// Of all points, in order of their keys.
  public func all() -> [LatestValue] {
    let points = byPoint.withLock { $0 }
    return points.values.flatMap(\.values).sorted { $0.key < $1.key }
  }

  /// Takes over what a batch changed.
  ///
  /// A sample after the newest moves on from it; an earlier one or a revision may change where the
  /// run of equal values began, so those series are read again from the store. One of a wrong clock,
  /// far ahead of its arrival, is left out.
  public func update(_ samples: [CommittedSample], from store: any TelemetryStore) async throws {
    let unsettled = byPoint.withLock { points in
      var unsettled: Set<SeriesKey> = []
      for sample in samples where !sample.isRepeat {
        if !Self.advance(&points, by: sample) { unsettled.insert(sample.sample.series) }
      }
      return unsettled
    }
    guard !unsettled.isEmpty else { return }
    let values = try await store.latest(Array(unsettled))
    byPoint.withLock { points in
      for value in values { points[value.key.point, default: [:]][value.key] = value }
    }
  }

  /// False where the sample is not simply the next one.
  private static func advance(
    _ points: inout [String: [SeriesKey: LatestValue]], by committed: CommittedSample
  ) -> Bool {
    let sample = committed.sample
    let before = points[sample.series.point]?[sample.series]
    if committed.isRevision { return false }
    if sample.isAhead(ofArrival: committed.receivedAt) { return true }
    if let before, sample.start <= before.start { return false }
    let unchangedSince =
      if let before, before.value == sample.value { before.unchangedSince } else { sample.start }
    points[sample.series.point, default: [:]][sample.series] = LatestValue(
      key: sample.series, start: sample.start, value: sample.value, flag: sample.flag,
      receivedAt: committed.receivedAt, unchangedSince: unchangedSince)
    return true
  }
}
