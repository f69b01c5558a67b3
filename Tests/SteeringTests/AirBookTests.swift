import AirQuality
import AirRecords
import Foundation
import GRDB
import Ledger
import Testing

@testable import Steering

struct AirBookTests {
  private let house: FreshLedger

  init() throws { house = try FreshLedger() }

  private func table(_ text: String) throws -> AirFile {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv")
    try Data(text.utf8).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    return try AirFile.read(path.path)
  }

  private func take(
    _ text: String, status: AirStatus = .published, into ledger: LedgerDatabase
  ) async throws -> AirImportReport {
    let file = try table(text)
    return try await ledger.write { db in
      try AirBook.import(
        file, digest: "d", status: status, by: .system("test"), at: 1_000, in: db)
    }
  }

  @Test func `importing twice changes nothing`() async throws {
    let ledger = house.ledger
    let text =
      "city,station,date,hour,PM2.5,CO\n绍兴,A,2021-06-01,1,12.5,0.7\n绍兴,A,2021-06-02,0,13,\n"
    let first = try await take(text, into: ledger)
    #expect((first.newPlaces, first.newValues, first.changedValues) == (1, 3, 0))
    #expect(first.touchedPlaces == ["绍兴 A"])
    let again = try await take(text, into: ledger)
    #expect((again.newValues, again.changedValues, again.unchangedValues) == (0, 0, 3))
    #expect(again.touchedPlaces == [])
    let (imports, entries) = try await ledger.read { db in
      (
        try Int.fetchOne(db, sql: "SELECT count(*) FROM air_import"),
        try AuditLog.entries(in: db).filter { $0.action == "air.import" }.count
      )
    }
    #expect(imports == 1)
    #expect(entries == 1)
  }

  @Test func `values come back as they went in`() async throws {
    let ledger = house.ledger
    _ = try await take(
      "station,date,hour,PM2.5,CO\nA,2021-06-01,1,12.5,0.75\nA,2021-06-03,23,13,\n", into: ledger)
    let (place, hours) = try await ledger.read { db in
      let place = try #require(try AirBook.places(in: db).first)
      return (place, try AirBook.hours(of: place.id, status: .published, in: db))
    }
    #expect(place.title == "A")
    let pm25 = try #require(hours[.pm25])
    #expect(pm25.firstDay == CalendarDay(year: 2021, month: 6, day: 1))
    #expect(pm25.dayCount == 3)
    #expect((0..<72).compactMap { pm25[$0] } == [ExactDecimal(125, scale: 1), ExactDecimal(13)])
    #expect(hours[.co]?[1] == ExactDecimal(75, scale: 2))
    #expect(hours[.o3] == nil)
  }

  @Test func `a correction replaces and keeps what it replaced`() async throws {
    let ledger = house.ledger
    _ = try await take("place,date,PM2.5\nA,2021-06-01,12\nA,2021-06-02,20\n", into: ledger)
    let report = try await take(
      "place,date,PM2.5\nA,2021-06-01,14\nA,2021-06-02,20\n", into: ledger)
    #expect((report.changedValues, report.unchangedValues) == (1, 1))
    let (value, revision) = try await ledger.read { db in
      let place = try #require(try AirBook.places(in: db).first)
      return (
        try AirBook.daily(of: place.id, in: db).values[.pm25]?[0],
        try Row.fetchOne(db, sql: "SELECT before, after, hour FROM air_revision")
          .map { [$0["before"] as Int64, $0["after"]] }
      )
    }
    #expect(value == ExactFraction(14))
    #expect(revision == [120_000, 140_000])
  }

  @Test func `the most official value of a day decides`() async throws {
    let ledger = house.ledger
    let hours =
      (0..<24).map { "A,2021-06-01,\($0),10,100\n" }.joined()
      + (0..<24).map { "A,2021-06-02,\($0),30,100\n" }.joined()
    _ = try await take("place,date,hour,PM2.5,PM10\n" + hours, status: .realTime, into: ledger)
    _ = try await take("place,date,PM2.5\nA,2021-06-02,33\n", status: .audited, into: ledger)
    _ = try await take("place,date,PM2.5\nA,2021-06-03,40\n", status: .published, into: ledger)
    let daily = try await ledger.read { db in
      try AirBook.daily(of: try #require(try AirBook.places(in: db).first).id, in: db)
    }
    let pm25 = try #require(daily.values[.pm25])
    #expect((0..<3).map { pm25[$0] } == [ExactFraction(10), ExactFraction(33), ExactFraction(40)])
    #expect(daily.values[.pm10]?[1] == ExactFraction(100))
  }

  @Test func `an import is all of it or nothing`() async throws {
    let ledger = house.ledger
    let file = try table("place,date,PM2.5\nA,2021-06-01,12\n")
    struct Stop: Error {}
    await #expect(throws: Stop.self) {
      try await ledger.write { db in
        _ = try AirBook.import(
          file, digest: "d", status: .audited, by: .system("test"), at: 1_000, in: db)
        throw Stop()
      }
    }
    #expect(try await ledger.read { db in try AirBook.places(in: db) } == [])
  }

  private func daily(
    _ ledger: LedgerDatabase, asKnown: Int64?, on day: CalendarDay
  ) async throws -> Double? {
    try await ledger.read { db in
      let place = try #require(try AirBook.places(in: db).first)
      return try AirBook.daily(of: place.id, asKnown: asKnown, in: db).values[.pm25]?[day]?
        .approximate
    }
  }

  @Test func `an earlier import's knowledge comes back, corrections undone`() async throws {
    let ledger = house.ledger
    let first = CalendarDay(year: 2021, month: 6, day: 1)
    let second = first.adding(days: 1)
    _ = try await take("station,date,PM2.5\nA,2021-06-01,30\n", into: ledger)
    _ = try await take("station,date,PM2.5\nA,2021-06-01,31\nA,2021-06-02,40\n", into: ledger)
    _ = try await take("station,date,PM2.5\nA,2021-06-01,32\n", into: ledger)
    #expect(try await daily(ledger, asKnown: nil, on: first) == 32)
    #expect(try await daily(ledger, asKnown: 2, on: first) == 31)
    #expect(try await daily(ledger, asKnown: 2, on: second) == 40)
    #expect(try await daily(ledger, asKnown: 1, on: first) == 30)
    #expect(try await daily(ledger, asKnown: 1, on: second) == nil)
    #expect(try await daily(ledger, asKnown: 0, on: first) == nil)
  }

  @Test func `hours that a later import filled in are not known before it`() async throws {
    let ledger = house.ledger
    _ = try await take("station,date,hour,PM2.5\nA,2021-06-01,1,30\n", into: ledger)
    _ = try await take(
      "station,date,hour,PM2.5\nA,2021-06-01,1,33\nA,2021-06-01,2,40\n", into: ledger)
    func hours(asKnown: Int64?) async throws -> [Double?] {
      try await ledger.read { db in
        let place = try #require(try AirBook.places(in: db).first)
        let hours = try AirBook.hours(of: place.id, asKnown: asKnown, in: db)[.pm25]
        return [hours?[1]?.approximate, hours?[2]?.approximate]
      }
    }
    #expect(try await hours(asKnown: 1) == [30, nil])
    #expect(try await hours(asKnown: 2) == [33, 40])
    #expect(try await hours(asKnown: nil) == [33, 40])
  }

  @Test func `what was known before an instant is what was taken in before it`() async throws {
    let ledger = house.ledger
    _ = try await take("station,date,PM2.5\nA,2021-06-01,30\n", into: ledger)
    let (before, after) = try await ledger.read { db in
      (
        try AirBook.lastImport(before: 1_000, in: db), try AirBook.lastImport(before: 1_001, in: db)
      )
    }
    #expect(before == 0)
    #expect(after == 1)
  }

  @Test func `where the 8 h table of O3 ends, the maximum 1 h mean of the same source stands in`()
    async throws
  {
    let ledger = house.ledger
    var text = "station,date,hour,PM2.5,O3\n"
    for hour in 0..<24 { text += "A,2021-06-01,\(hour),30,\(hour < 12 ? 900 : 850)\n" }
    _ = try await take(text, status: .audited, into: ledger)
    let day = CalendarDay(year: 2021, month: 6, day: 1)
    let index = try await ledger.read { db in
      let place = try #require(try AirBook.places(in: db).first)
      return try AirBook.daily(of: place.id, in: db).index(on: day)
    }
    #expect(index?.primaryPollutants == [.o3])
    #expect(index?.judgements[.o3]?.judged.approximate == 900)
  }

  @Test func `a place is one, whether a table names its city or not`() async throws {
    let ledger = house.ledger
    _ = try await take("station,date,PM2.5\n百官,2021-06-01,30\n", into: ledger)
    _ = try await take("city,station,date,PM2.5\n绍兴市,百官,2021-06-02,31\n", into: ledger)
    _ = try await take("station,date,PM2.5\n百官,2021-06-03,32\n", into: ledger)
    let places = try await ledger.read { db in try AirBook.places(in: db) }
    #expect(places.map(\.title) == ["绍兴市 百官"])
  }
}
