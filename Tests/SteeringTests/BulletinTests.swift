import AirQuality
import AirRecords
import Foundation
import GRDB
import Ledger
import Testing

@testable import Steering

struct BulletinTests {
  private let house: FreshLedger
  private let period = AssessmentPeriod.month(5, of: 2021)

  init() throws { house = try FreshLedger() }

  private func take(_ text: String, at: Int = 1) async throws -> AirImportReport {
    let path = house.folder.appending(path: "bulletin.csv")
    try Data(text.utf8).write(to: path)
    let bulletin = try AirBulletin.read(path.path)
    let period = period
    return try await house.ledger.write { db in
      try AirBook.takeBulletin(
        bulletin, period: period, digest: "d", by: .system("test"), at: at, in: db)
    }
  }

  private static let header = "区县,综合指数,PM2.5,PM10,SO2,NO2,CO,O3,优良率(%),排名\n"

  private func figures(
    _ place: Int64, in period: AssessmentPeriod? = nil, asKnown: Int64? = nil
  ) async throws -> PlaceFigures? {
    let period = period ?? self.period
    return try await house.ledger.read { db in
      try AirBook.bulletinFigures(of: place, in: period, asKnown: asKnown, in: db)
    }
  }

  @Test func `a bulletin's figures come back, and taking them twice changes nothing`()
    async throws
  {
    let text =
      Self.header + "越城区,2.91,27,46,6,27,0.9,128,93.5,4\n柯桥区,3.02,29,48,7,29,0.9,126,93.5,6\n"
    let first = try await take(text)
    #expect((first.newPlaces, first.newValues) == (2, 18))
    let again = try await take(text)
    #expect((again.newValues, again.changedValues, again.unchangedValues) == (0, 0, 18))
    let found = try await figures(1)
    #expect(found?[.composite]?.description == "2.91")
    #expect(found?[.goodDays]?.description == "93.5")
    #expect(found?[.pollutant(.co)]?.description == "0.9")
    #expect(found?.source == .bulletin)
    #expect(try await figures(1, in: .month(4, of: 2021)) == nil)
  }

  @Test func `a corrected figure keeps what it replaced, and an earlier day still knows it`()
    async throws
  {
    _ = try await take(Self.header + "越城区,2.91,27,46,6,27,0.9,128,93.5,4\n")
    let report = try await take(Self.header + "越城区,2.95,28,46,6,27,0.9,128,93.5,4\n")
    #expect((report.newValues, report.changedValues) == (0, 2))
    #expect(try await figures(1)?[.composite]?.description == "2.95")
    #expect(try await figures(1, asKnown: 1)?[.composite]?.description == "2.91")
    #expect(try await figures(1, asKnown: 0) == nil)
  }

  @Test func `a span with a name of its own is found however it was written`() async throws {
    let may = try #require(AssessmentPeriod("2021-05-01..2021-05-31"))
    _ = try await take(Self.header + "越城区,2.91,27,46,6,27,0.9,128,93.5,4\n")
    #expect(try await figures(1, in: may)?[.composite]?.description == "2.91")
  }

  @Test func `a district named alone is the one place of that name`() async throws {
    let path = house.folder.appending(path: "days.csv")
    try Data("city,station,date,PM2.5\n绍兴市,越城区,2021-05-01,30\n".utf8).write(to: path)
    let file = try AirFile.read(path.path)
    try await house.ledger.write { db in
      _ = try AirBook.import(
        file, digest: "d", status: .published, by: .system("test"), at: 1, in: db)
    }
    let report = try await take(Self.header + "越城区,2.91,27,46,6,27,0.9,128,93.5,4\n")
    #expect(report.newPlaces == 0)
  }
}
