import ActionPlan
import AirQuality
import Foundation
import GRDB
import Ledger
import Logging
import Telemetry

@testable import DataQuality

/// A ledger, a store and a station of two points, with a clock of its own.
final class QualityHouse: Sendable {
  let folder: URL
  let ledger: LedgerDatabase
  let store: EmbeddedStore
  let plan: Plan
  let clock = Clock()

  /// Seconds that a test sets.
  final class Clock: @unchecked Sendable {
    // Only the test's own task writes it, and before it calls what reads it.
    nonisolated(unsafe) var now = 0
  }

  static let begin = 1_600_000_000 - 1_600_000_000 % 86_400
  static let hour = 3_600

  init() async throws {
    folder = FileManager.default.temporaryDirectory.appending(
      path: "quality-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    ledger = try LedgerDatabase(
      path: folder.appending(path: "ledger.sqlite").path,
      migrations: LedgerSchema.migrations + QualitySchema.migrations)
    store = try EmbeddedStore(
      path: folder.appending(path: "telemetry.sqlite").path, utcOffsetSeconds: 28_800)
    guard let plan = TestTrack.plan else { throw CocoaError(.fileReadCorruptFile) }
    self.plan = plan
    try await ledger.write { db in
      for name in ["a", "b"] {
        try Points.upsert(
          MonitoringPoint(
            id: name, label: Label(zh: "站\(name)", en: "Station \(name)"), kind: .airStation),
          plan: plan, by: .system("test"), at: 0, in: db)
        try Devices.upsert(
          DeviceRecord(
            mn: "MN\(name)", password: "123456", label: Label(zh: "仪\(name)", en: "Logger \(name)"),
            intervalSeconds: 60), by: .system("test"), at: 0, in: db)
        try Bindings.bind(
          BindingRecord(
            mn: "MN\(name)", rawKey: "a34002-Avg", cn: "2061", point: name, quantity: "pm10",
            statistic: "avg", windowSeconds: 3_600), plan: plan, by: .system("test"), at: 0, in: db)
      }
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  static func key(_ point: String, _ quantity: String = "pm10") -> SeriesKey {
    SeriesKey(point: point, quantity: quantity, statistic: .mean, windowSeconds: 3_600)
  }

  func service() async throws -> QualityService {
    try await QualityService(
      plan: plan, ledger: ledger, store: store, now: { [clock] in clock.now },
      logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
  }

  /// Stores hours from `begin` on, each come two minutes after its end, as one frame an hour.
  func batches(
    _ values: [String: [Double]], hours: Range<Int>, firstSequence: Int64
  ) async throws -> [CommittedBatch] {
    var batches: [CommittedBatch] = []
    for hour in hours {
      let sequence = firstSequence + Int64(hour - hours.lowerBound)
      let start = Self.begin + hour * Self.hour
      let samples = values.sorted { $0.key < $1.key }.compactMap {
        point, values -> StampedSample? in
        guard !values[hour].isNaN else { return nil }
        let value = ExactDecimal(Int64(values[hour]))
        return StampedSample(
          Sample(
            series: Self.key(point), start: start, value: value, asSent: value, flag: .normal),
          sequence: sequence, receivedAt: start + Self.hour + 120)
      }
      let committed = try await store.apply(samples, through: sequence)
      batches.append(
        CommittedBatch(
          firstSequence: sequence, lastSequence: sequence, samples: committed, arrivals: []))
    }
    return batches
  }

  func marks() async throws -> [QualityMark] {
    try await ledger.read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM quality_mark ORDER BY until_at DESC, id DESC")
        .map(QualityMarks.mark)
    }
  }
}
