import AirQuality
import Casework
import GRDB
public import Ledger
public import Telemetry

/// Keeps with a case what was measured around it: of each series that its finding rests on the values,
/// and the raw frames that brought them.
public struct FreezeTelemetry: Sendable {
  /// Of one series; a week has 10,080 minutes.
  static let mostValues = 20_000
  /// Of one freeze.
  static let mostFrames = 5_000

  private let ledger: LedgerDatabase
  private let store: any TelemetryStore
  /// nil where the inbox no longer has it.
  private let frame: @Sendable (_ sequence: Int64) async throws -> InboxFrame?

  public init(
    ledger: LedgerDatabase, store: any TelemetryStore,
    frame: @escaping @Sendable (_ sequence: Int64) async throws -> InboxFrame?
  ) {
    self.ledger = ledger
    self.store = store
    self.frame = frame
  }

  /// Freezes what waits. Repeated after a kill it freezes the rest.
  ///
  /// - Parameter now: epoch seconds.
  /// - Returns: how much was frozen.
  @discardableResult
  public func sweep(now: Int) async throws -> Int {
    try await ledger.write { db in try FrozenTelemetry.plan(at: now, in: db) }
    let waiting = try await ledger.read { db in try FrozenTelemetry.waiting(at: now, in: db) }
    for wanted in waiting {
      let (series, frames) = try await measured(wanted)
      try await ledger.write { db in
        try FrozenTelemetry.keep(series, frames: frames, for: wanted, at: now, in: db)
      }
    }
    return waiting.count
  }

  private func measured(
    _ wanted: FrozenTelemetry.Wanted
  ) async throws -> ([FrozenTelemetry.Series], [FrozenTelemetry.Frame]) {
    var (series, sequences) = ([FrozenTelemetry.Series](), Set<Int64>())
    for key in Set(wanted.grounds.compactMap(\.seriesKey)).sorted() {
      let found = try await store.newest(
        key, from: wanted.times.lowerBound, until: wanted.times.upperBound,
        limit: Self.mostValues + 1)
      let kept = found.suffix(Self.mostValues)
      sequences.formUnion(kept.map(\.sequence))
      series.append(
        FrozenTelemetry.Series(
          point: key.point, quantity: key.quantity, statistic: key.statistic.rawValue,
          windowSeconds: key.windowSeconds, times: wanted.times, valueCount: kept.count,
          isCut: found.count > kept.count, csv: Self.csv(kept)))
    }
    var frames: [FrozenTelemetry.Frame] = []
    for sequence in sequences.sorted().suffix(Self.mostFrames) {
      guard let frame = try await frame(sequence) else { continue }
      frames.append(
        FrozenTelemetry.Frame(
          sequence: sequence, mn: frame.mn,
          receivedAtMilliseconds: frame.receivedAtMilliseconds, bytes: frame.bytes))
    }
    return (series, frames)
  }

  private static func csv(_ samples: ArraySlice<StoredSample>) -> String {
    "start,value,as-sent,flag,received-at,frame\n"
      + samples.map { sample in
        "\(sample.start),\(sample.value),\(sample.asSent),\(sample.flag.rawValue),"
          + "\(sample.receivedAt),\(sample.sequence)\n"
      }.joined()
  }
}

extension CaseGround {
  /// nil for a device's silence, and for a statistic that an older program knew.
  fileprivate var seriesKey: SeriesKey? {
    guard let point, let quantity, let statistic = statistic.flatMap({ Statistic(rawValue: $0) })
    else { return nil }
    return SeriesKey(
      point: point, quantity: quantity, statistic: statistic, windowSeconds: windowSeconds)
  }
}

extension SeriesKey {
  fileprivate var order: String { "\(point) \(quantity) \(statistic.rawValue) \(windowSeconds)" }
}

extension Set<SeriesKey> {
  fileprivate func sorted() -> [SeriesKey] { sorted { $0.order < $1.order } }
}
