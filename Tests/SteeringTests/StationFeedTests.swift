import ActionPlan
import AirQuality
import Foundation
import Ledger
import Telemetry
import Testing

@testable import Steering

/// Over a real store.
struct StationFeedTests {
  private let house: FreshLedger
  private let store: EmbeddedStore
  private let day = CalendarDay(year: 2021, month: 6, day: 1)
  private let offset = 8 * 3600
  private let station = MonitoringPoint(
    id: "st-1", label: Label(zh: "百官", en: "Baiguan"), kind: .airStation, role: .assessed)

  init() throws {
    house = try FreshLedger()
    store = try EmbeddedStore(
      path: house.folder.appending(path: "telemetry.sqlite").path, utcOffsetSeconds: 8 * 3600)
  }

  private var midnight: Int { day.dayNumber * 86_400 - offset }

  private var plan: Plan {
    func quantity(_ id: String, _ pollutant: String?, _ code: String) -> Quantity {
      Quantity(
        id: id, label: Label(zh: id, en: id), unit: "", pollutant: pollutant, factorCodes: [code])
    }
    return Plan(
      id: "p", title: Label(zh: "p", en: "p"), digest: "d", utcOffsetSeconds: offset,
      center: Coordinate(longitude: 0, latitude: 0), zoom: 1, boundary: nil, units: [], places: [],
      quantities: [
        quantity("pm25", "pm25", "a34004"), quantity("so2", "so2", "a21026"),
        quantity("wind-speed", nil, "a01007"), quantity("wind-direction", nil, "a01008"),
      ], objectives: [], clauses: [], registers: [], rules: [], procedures: [])
  }

  private func sample(
    _ quantity: String, window: Int, at start: Int, _ value: String, flag: SampleFlag = .normal
  ) throws -> Sample {
    let value = try #require(ExactDecimal(value))
    return Sample(
      series: SeriesKey(
        point: "st-1", quantity: quantity, statistic: .mean, windowSeconds: window),
      start: start, value: value, asSent: value, flag: flag)
  }

  private func hours(_ samples: [Sample], now: Int) async throws -> [StationHours] {
    let stamped = samples.enumerated().map {
      StampedSample($0.element, sequence: Int64($0.offset + 1), receivedAt: now)
    }
    _ = try await store.apply(stamped, through: Int64(samples.count))
    let feed = StationFeed(
      plan: plan, store: store, latest: try await LatestValues(from: store))
    return try await feed.hours(of: [station], from: day, now: now)
  }

  @Test func `a station's own hourly mean stands before its minutes, and minutes fill the gaps`()
    async throws
  {
    var samples = [try sample("pm25", window: 3600, at: midnight, "31")]
    for minute in 0..<120 {
      samples.append(try sample("pm25", window: 60, at: midnight + minute * 60, "40"))
    }
    let found = try await hours(samples, now: midnight + 3 * 3600)
    #expect(found.map(\.name) == ["百官"])
    let pm25 = found.first?.hours[.pm25]
    #expect(pm25?[0]?.approximate == 31)
    #expect(pm25?[1]?.approximate == 40)
    #expect(pm25?[2] == nil)
  }

  @Test(arguments: [(45, true), (44, false)])
  func `an hour of minutes needs forty-five of them`(minutes: Int, counts: Bool) async throws {
    let samples = try (0..<minutes).map {
      try sample("pm25", window: 60, at: midnight + $0 * 60, "40")
    }
    let found = try await hours(samples, now: midnight + 7200)
    #expect((found.first?.hours[.pm25]?[0] != nil) == counts)
  }

  @Test func `an hour that is hardly over is left for the next look`() async throws {
    let samples = [try sample("pm25", window: 3600, at: midnight, "31")]
    #expect(try await hours(samples, now: midnight + 3600 + 599).isEmpty)
    #expect(try await hours(samples, now: midnight + 3600 + 600).count == 1)
  }

  @Test func `directions are taken as sent, never averaged from minutes`() async throws {
    var samples = [
      try sample("wind-speed", window: 3600, at: midnight, "2.5"),
      try sample("wind-direction", window: 3600, at: midnight, "350"),
    ]
    for minute in 60..<120 {
      samples.append(try sample("wind-direction", window: 60, at: midnight + minute * 60, "10"))
    }
    let wind = try await hours(samples, now: midnight + 3 * 3600).first?.wind
    #expect(wind?.direction[0]?.approximate == 350)
    #expect(wind?.direction[1] == nil)
  }

  @Test func `taking the same hours again changes nothing, and a day shares one number`()
    async throws
  {
    let found = try await hours(
      [try sample("pm25", window: 3600, at: midnight, "31")], now: midnight + 7200)
    let (day, ledger) = (day, house.ledger)
    func take(_ stations: [StationHours], on day: CalendarDay) async throws -> AirImportReport {
      try await ledger.write { db in
        try AirBook.takeRealTime(
          stations, district: AirPlaceName(name: "上虞区", city: "绍兴市"), today: day, at: 5, in: db)
      }
    }
    #expect(try await take(found, on: day).newValues == 1)
    #expect(try await take(found, on: day).unchangedValues == 1)
    let more = try await hours(
      [
        try sample("pm25", window: 3600, at: midnight, "31"),
        try sample("pm25", window: 3600, at: midnight + 3600, "33"),
      ], now: midnight + 3 * 3600)
    _ = try await take(more, on: day)
    let (imports, places) = try await ledger.read { db in
      (try AirBook.version(in: db).lastImport, try AirBook.places(in: db))
    }
    #expect(imports == 1)
    #expect(places.map(\.point) == ["st-1", nil])
    #expect(places.map(\.title) == ["百官", "绍兴市 上虞区"])
  }
}
