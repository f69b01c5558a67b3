import AirRecords
import Crypto
import Dispatch
import Foundation
import Ledger
import Steering

extension FolderCommand {
  static func importAir(_ wanted: AirImport, in district: OpenDistrict) async throws -> [String] {
    guard let status = AirStatus(rawValue: wanted.status) else {
      throw CommandRefusal(
        "status is \"\(wanted.status)\"; choose of "
          + AirStatus.allCases.map(\.rawValue).joined(separator: ", "))
    }
    let (file, digest) = try await read(wanted)
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

  /// Reads on a thread of its own: a large table takes seconds.
  private static func read(_ wanted: AirImport) async throws -> (AirFile, digest: String) {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(
          with: Result {
            let file = try AirFile.read(wanted.path, options: wanted.options)
            let bytes = try Data(contentsOf: URL(filePath: wanted.path), options: .alwaysMapped)
            let digest = SHA256.hash(data: bytes).map { byte in
              (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }.joined()
            return (file, digest)
          })
      }
    }
  }
}
