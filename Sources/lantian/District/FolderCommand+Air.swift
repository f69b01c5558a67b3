import AirQuality
import AirRecords
import Crypto
import Dispatch
import Foundation
import Ledger
import Steering

extension FolderCommand {
  static func importAir(_ wanted: AirImport, in district: OpenDistrict) async throws -> [String] {
    if let bulletin = wanted.bulletin {
      return try await importBulletin(wanted, period: bulletin, in: district)
    }
    guard let status = AirStatus(rawValue: wanted.status) else {
      throw CommandRefusal(
        "status is \"\(wanted.status)\"; choose of "
          + AirStatus.allCases.map(\.rawValue).joined(separator: ", "))
    }
    let (file, digest) = try await read(wanted.path) {
      try AirFile.read($0, options: wanted.options)
    }
    let at = district.now()
    let report = try await district.ledger.write { db in
      try AirBook.import(file, digest: digest, status: status, by: actor, at: at, in: db)
    }
    return [
      "\(file.rowCount) rows of \(file.places.count) places, \(file.badCount) values or rows left out",
      "values: \(report.newValues) new, \(report.changedValues) corrected, "
        + "\(report.unchangedValues) unchanged; places: \(report.newPlaces) new, "
        + "\(report.touchedPlaces.count) touched",
    ]
  }

  private static func importBulletin(
    _ wanted: AirImport, period text: String, in district: OpenDistrict
  ) async throws -> [String] {
    guard let period = AssessmentPeriod(bulletin: text) else {
      throw CommandRefusal(
        "the bulletin's period is \"\(text)\"; write 2021-05, 2021, 2021-Q2 or 2021-01..2021-05")
    }
    let (bulletin, digest) = try await read(wanted.path) {
      try AirBulletin.read($0, options: wanted.options)
    }
    let at = district.now()
    let report = try await district.ledger.write { db in
      try AirBook.takeBulletin(
        bulletin, period: period, digest: digest, by: actor, at: at, in: db)
    }
    return [
      "\(bulletin.rows.count) places of \(period), \(bulletin.badCount) values or rows left out",
      "figures: \(report.newValues) new, \(report.changedValues) corrected, "
        + "\(report.unchangedValues) unchanged; places: \(report.newPlaces) new, "
        + "\(report.touchedPlaces.count) touched",
    ]
  }

  /// Reads on a thread of its own: a large table takes seconds.
  private static func read<Table: Sendable>(
    _ path: String, as table: @escaping @Sendable (String) throws -> Table
  ) async throws -> (Table, digest: String) {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(
          with: Result {
            let file = try table(path)
            let bytes = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
            let digest = SHA256.hash(data: bytes).map { byte in
              (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }.joined()
            return (file, digest)
          })
      }
    }
  }
}
