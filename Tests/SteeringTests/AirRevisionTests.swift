import AirQuality
import AirRecords
import Foundation
import GRDB
import Ledger
import Steering
import Testing

struct AirRevisionTests {
  @Test func `a day's revisions come with file and actor, those of other days do not`()
    async throws
  {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "steering-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let ledger = try LedgerDatabase(
      path: folder.appending(path: "ledger.sqlite").path,
      migrations: LedgerSchema.migrations + SteeringSchema.migrations)
    let tables = [
      "place,date,PM2.5,CO\nA,2021-06-01,12,0.7\nA,2021-06-02,20,0.6\n",
      "place,date,PM2.5,CO\nA,2021-06-01,14,0.7\nA,2021-06-02,21.5,0.6\n",
    ]
    for (number, text) in tables.enumerated() {
      let path = folder.appending(path: "\(number).csv")
      try Data(text.utf8).write(to: path)
      let file = try AirFile.read(path.path)
      try await ledger.write { db in
        _ = try AirBook.import(
          file, digest: "d", status: .audited, by: .system("test"), at: 1_000 + number, in: db)
      }
    }
    let found = try await ledger.read { db in
      try AirBook.revisions(of: 1, on: CalendarDay(year: 2021, month: 6, day: 2), in: db)
    }
    let revision = try #require(found.first)
    #expect(found.count == 1)
    #expect((revision.pollutant, revision.status, revision.hour) == (.pm25, .audited, nil))
    #expect(revision.before == ExactDecimal(20))
    #expect(revision.after == ExactDecimal(215, scale: 1))
    #expect((revision.at, revision.actor) == (1_001, "system:test"))
    #expect(revision.file.hasSuffix("/1.csv"))
  }
}
