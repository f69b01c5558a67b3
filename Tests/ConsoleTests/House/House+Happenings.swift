import ActionPlan
import AirQuality
import Casework
import Foundation
import Ledger
import Telemetry

@testable import Console

extension House {
  /// Names of the files kept of photos.
  var photoFiles: [String] {
    (FileManager.default.subpaths(atPath: photos.folder) ?? []).filter { $0.contains("/") }
  }

  /// A sample that was committed: in the store and among the latest values.
  func sample(
    _ point: String, _ quantity: String, _ value: String, at start: Int,
    statistic: Statistic = .realTime, window: Int = 0, flag: String = "N"
  ) async throws {
    let value = ExactDecimal(value)!
    let sequence = try await store.appliedSequence + 1
    let committed = try await store.apply(
      [
        StampedSample(
          Sample(
            series: SeriesKey(
              point: point, quantity: quantity, statistic: statistic, windowSeconds: window),
            start: start, value: value, asSent: value, flag: SampleFlag(rawValue: flag)),
          sequence: sequence, receivedAt: start + window)
      ], through: sequence)
    try await latest.update(committed, from: store)
  }

  /// Many samples at once, the last one `every` seconds before the end.
  func samples(
    _ point: String, _ quantity: String, count: Int, every: Int, endingAt end: Int
  ) async throws {
    let key = SeriesKey(
      point: point, quantity: quantity, statistic: .realTime, windowSeconds: 0)
    let value = ExactDecimal("1.5")!
    let sequence = try await store.appliedSequence + 1
    _ = try await store.apply(
      (1...count).reversed().map { index in
        StampedSample(
          Sample(
            series: key, start: end - index * every, value: value, asSent: value,
            flag: SampleFlag(rawValue: "N")),
          sequence: sequence, receivedAt: end)
      }, through: sequence)
  }

  /// One hour's means at the station.
  func stationHour(_ values: [String: String], at start: Int) async throws {
    for (quantity, value) in values {
      try await sample(
        "station-1", quantity, value, at: start, statistic: .mean, window: 3600)
    }
  }

  @discardableResult
  func openCase(
    _ procedure: String = "electricity-abnormal", severity: Severity = .serious,
    finding: Int64 = 1, at: Int? = nil
  ) async throws -> CaseFile {
    let (plan, at) = (plan, at ?? now)
    return try await ledger.write { db in
      try CaseBook.open(
        CaseOpening(
          procedure: procedure, severity: severity, source: .finding(finding),
          title: CaseTitle(
            .rule, ["rule": "treatment-off-while-producing", "subject": "equipment-pairs/1"]),
          occurredAt: at, facility: "dye-works", place: "330604001",
          position: Coordinate(longitude: 120.89, latitude: 30.03)),
        plan: plan, actor: .system("detection"), at: at, in: db)
    }
  }
}
