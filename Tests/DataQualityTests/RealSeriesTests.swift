import DataQuality
import FaultInjections
import Foundation
import Testing

/// A small part of what `script/prove quality` does, with stations that the settings were not found
/// with. Skipped where the series are not there.
struct RealSeriesTests {
  private static let folder = URL(filePath: #filePath)
    .appending(path: "../../../../shared/data/beijing-multisite").standardizedFileURL
  private static let isThere = FileManager.default.fileExists(
    atPath: folder.appending(path: "PRSA_Dingling_20130301-20160229.csv.gz").path)

  private func proof() throws -> QualityProof {
    QualityProof(
      stations: try ["Dingling", "Tiantan"].map {
        try RealStation.read($0, from: Self.folder)
      }, plan: try #require(TestTrack.plan))
  }

  @Test(.enabled(if: isThere), arguments: [Injection.constant, .frozenDays, .capped, .earlier])
  func `what is put into a real series is found`(kind: Injection) throws {
    let recall = try proof().recall(of: kind, trials: 3, days: 100..<400, seed: 5)
    #expect(recall.tried == 3)
    #expect(recall.found >= 2)
  }

  @Test(.enabled(if: isThere))
  func `half a month of two stations gives few alarms`() throws {
    let alarms = try proof().alarms(days: 200..<215)
    #expect(alarms.perDeviceMonth < 3)
  }
}
