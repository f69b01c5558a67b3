import Synchronization

/// The newest sample of every series, in memory, for rules and live pages.
///
/// Loaded from the store once, then kept up by each committed batch; one updater, many readers.
public final class LatestValues: Sendable {
  private struct State {
    var values: [SeriesKey: LatestValue] = [:]
    var keys: [String: Set<SeriesKey>] = [:]

    mutating func set(_ value: LatestValue) {
      if values.updateValue(value, forKey: value.key) == nil {
        keys[value.key.point, default: []].insert(value.key)
      }
    }
  }

  private let state: Mutex<State>

  public init(_ values: [LatestValue] = []) {
    var state = State()
    for value in values { state.set(value) }
    self.state = Mutex(state)
  }

  /// Loads what the store holds: one row a series, no search through samples.
  public convenience init(from store: any TelemetryStore) async throws {
    self.init(try await store.latest(nil))
  }

  public func value(_ key: SeriesKey) -> LatestValue? {
    state.withLock { $0.values[key] }
  }

  /// Of one monitoring point, in order of their keys.
  public func values(point: String) -> [LatestValue] {
    let values = state.withLock { state in
      (state.keys[point] ?? []).compactMap { state.values[$0] }
    }
    return values.sorted { $0.key < $1.key }
  }

  /// Of all points, in order of their keys.
  public func all() -> [LatestValue] {
    // As an array: a dictionary that is still held would be copied by the next update.
    let values = state.withLock { Array($0.values.values) }
    return values.sorted { $0.key < $1.key }
  }

  /// Takes over what a batch changed.
  ///
  /// A sample after the newest moves on from it; an earlier one or a revision may change where the
  /// run of equal values began, so those series are read again from the store. One of a wrong clock,
  /// far ahead of its arrival, is left out.
  public func update(_ samples: [CommittedSample], from store: any TelemetryStore) async throws {
    let unsettled = state.withLock { state in
      var unsettled: Set<SeriesKey> = []
      for sample in samples where !sample.isRepeat {
        if !Self.advance(&state, by: sample) { unsettled.insert(sample.sample.series) }
      }
      return unsettled
    }
    guard !unsettled.isEmpty else { return }
    let values = try await store.latest(Array(unsettled))
    state.withLock { state in
      for value in values { state.set(value) }
    }
  }

  /// False where the sample is not simply the next one.
  private static func advance(_ state: inout State, by committed: CommittedSample) -> Bool {
    let sample = committed.sample
    if committed.isRevision { return false }
    if sample.isAhead(ofArrival: committed.receivedAt) { return true }
    func latest(unchangedSince: Int) -> LatestValue {
      LatestValue(
        key: sample.series, start: sample.start, value: sample.value, flag: sample.flag,
        receivedAt: committed.receivedAt, unchangedSince: unchangedSince)
    }
    // Found once, and changed where it lies.
    guard let place = state.values.index(forKey: sample.series) else {
      state.set(latest(unchangedSince: sample.start))
      return true
    }
    let before = state.values.values[place]
    guard sample.start > before.start else { return false }
    state.values.values[place] = latest(
      unchangedSince: before.value == sample.value ? before.unchangedSince : sample.start)
    return true
  }
}
