import ActionPlan
import AirQuality
import AirRecords
import Foundation
import Hummingbird
import HummingbirdTesting
import Ledger
import Steering
import Testing

@testable import Console

struct FiguresPageTests {
  private func take(
    _ text: String, _ status: AirStatus, into house: House, by actor: Actor = .system("test")
  ) async throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv")
    try Data(text.utf8).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    let file = try AirFile.read(path.path)
    try await house.ledger.write { db in
      _ = try AirBook.import(
        file, digest: "d", status: status, by: actor, at: House.start - 3_600, in: db)
    }
  }

  /// A year of published days, the hours of one of them, and a correction.
  private func takeAir(into house: House) async throws {
    var days = "city,date,PM2.5,PM10,SO2,NO2,CO,O3_8h\n"
    for (number, day) in AssessmentPeriod.year(2025).days.enumerated() where number % 40 != 39 {
      days += "<b>上虞</b>,\(day),\(20 + number % 31),60,6,20,0.6,\(90 + number % 91)\n"
    }
    try await take(days, .published, into: house)
    var hours = "city,date,hour,PM2.5,O3\n"
    for hour in 0..<24 { hours += "<b>上虞</b>,2025-06-01,\(hour),\(30 + hour),\(60 + hour * 4)\n" }
    // The 9th of February is published by nobody; half of its hours were measured.
    for hour in 0..<12 { hours += "<b>上虞</b>,2025-02-09,\(hour),44,\n" }
    try await take(hours, .realTime, into: house)
    let chief = try await house.ledger.read { db in try Accounts.find(name: "chief", in: db) }
    try await take(
      "city,date,PM2.5\n<b>上虞</b>,2025-06-01,47\n", .published, into: house,
      by: .account(try #require(chief).id))
  }

  @Test func `a month's mean opens to its steps and days`() async throws {
    let house = try await House()
    try await takeAir(into: house)
    try await house.visit { browser in
      _ = try await browser.signIn("chief")
      let path = "/air/places/1/figure?figure=mean&pollutant=pm25&period=2025-02"
      let page = try await browser.get(path).text
      for part in [
        "2025年2月 PM2.5平均浓度", "共 28 天，其中 27 天有有效日均值，1 天未计入", "÷ 27 天", "四舍六入五成双",
        "GB/T 8170-2008 3.2", "与年平均限值 35 µg/m³", "HJ 663-2013", "表4",
        "figure=aqi&amp;day=2025-02-01",
        "数据不足：12 个，至少需要 20 个", "&lt;b&gt;上虞",
      ] {
        #expect(page.contains(part), "\(part)")
      }
      #expect(!page.contains("<b>上虞"))
      _ = try await browser.post("/preferences", ["language": "en", "back": "/"])
      let english = try await browser.get(path).text
      for part in ["Mean of PM2.5, February 2025", "27 have a valid daily mean", "ties to even"] {
        #expect(english.contains(part), "\(part)")
      }
    }
  }

  @Test func `a year opens by months, and a percentile names the days it lies between`()
    async throws
  {
    let house = try await House()
    try await takeAir(into: house)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get(
        "/air/places/1/figure?figure=p90&pollutant=o3&period=2025"
      ).text
      // 356 days: k = 1 + 355 × 0.9
      for part in [
        "k = 1 + (356 − 1) × 90 ÷ 100 = 320.5", "第 320 位：", "第 321 位：", "figure=aqi&amp;day=",
        "figure=p90&amp;pollutant=o3&amp;period=2025-12", "2025年12月",
      ] {
        #expect(page.contains(part), "\(part)")
      }
      #expect(page.ranges(of: "<details class=\"step\"").count == 12)
      // 365 days, 9 of them left out: only those say so.
      #expect(page.ranges(of: "class=\"is-out\"").count == 9)
    }
  }

  @Test func `a day of the district without a figure of its own tells its stations`() async throws {
    let house = try await House()
    let day = CalendarDay(year: 2025, month: 6, day: 1)
    var hours = HourlyValues(firstDay: day, dayCount: 1, decimals: 4)
    for hour in 0..<24 { try hours.set(ExactDecimal(30), at: hour) }
    let station = StationHours(
      point: "station-1", name: "站", hours: [.pm25: hours], wind: nil)
    try await house.ledger.write { db in
      _ = try AirBook.takeRealTime(
        [station], district: house.plan.airDistrict, today: day, at: house.now, in: db)
    }
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let places = try await house.ledger.read { db in try AirBook.places(in: db) }
      let district = try #require(places.first { $0.name == "上虞区" })
      let page = try await browser.get(
        "/air/places/\(district.id)/figure?figure=aqi&day=2025-06-01"
      ).text
      #expect(page.contains("考核站平均"))
    }
  }

  @Test func `a figure that only a bulletin states tells the bulletin`() async throws {
    let house = try await House()
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv")
    try Data("区县,综合指数,PM2.5\n越城区,2.91,27\n".utf8).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    let bulletin = try AirBulletin.read(path.path)
    try await house.ledger.write { db in
      _ = try AirBook.takeBulletin(
        bulletin, period: .month(5, of: 2025), digest: "d", by: .system("test"), at: house.now,
        in: db)
    }
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get(
        "/air/places/1/figure?figure=mean&pollutant=pm25&period=2025-05"
      ).text
      #expect(page.contains("上级通报为 27"))
    }
  }

  @Test func `a composite index and a share of good days open too`() async throws {
    let house = try await House()
    try await takeAir(into: house)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let composite = try await browser.get(
        "/air/places/1/figure?figure=composite&period=2025"
      ).text
      for part in ["综合指数", "环办监测〔2018〕19号", "figure=p95&amp;pollutant=co&amp;period=2025", "最大"] {
        #expect(composite.contains(part), "\(part)")
      }
      let good = try await browser.get(
        "/air/places/1/figure?figure=good-days&period=2025-06"
      ).text
      for part in ["优良天数比例", "没有 AQI", "aqi aqi-2"] {
        #expect(good.contains(part), "\(part)")
      }
    }
  }

  @Test func `a day opens to breakpoints, sources, hours and corrections`() async throws {
    let house = try await House()
    try await takeAir(into: house)
    try await house.visit { browser in
      _ = try await browser.signIn("chief")
      let path = "/air/places/1/figure?figure=aqi&day=2025-06-01"
      let page = try await browser.get(path).text
      for part in [
        // 47 µg/m³ published; the hours' mean is 41.5.
        "(100 − 50) ÷ (75 − 35) × (47 − 35) + 50 = 65，向上进位得 65", "发布的日值", "实时的小时值", "采用",
        "−5.5", "24 个小时值（实时，按结束时刻）", "更正记录", "Leader", "HJ 633-2012 表1、6.2",
      ] {
        #expect(page.contains(part), "\(part)")
      }
      #expect(page.contains("figure=aqi&amp;day=2025-05-31"))
      _ = try await browser.post("/preferences", ["language": "en", "back": "/"])
      let english = try await browser.get(path).text
      for part in ["rounded up to 65", "published daily value", "Corrections", "decides"] {
        #expect(english.contains(part), "\(part)")
      }
    }
  }

  @Test func `O3 of hours names the eight hours it is the mean of`() async throws {
    let house = try await House()
    var hours = "city,date,hour,O3\n"
    for hour in 0..<24 { hours += "A,2025-06-01,\(hour),\((10...17).contains(hour) ? 180 : 40)\n" }
    try await take(hours, .audited, into: house)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get("/air/places/1/figure?figure=aqi&day=2025-06-01").text
      for part in ["最大的是第 11 至 18 小时，180", "is-largest", "17 个 8 小时滑动平均", "当日数据没有更正过"] {
        #expect(page.contains(part), "\(part)")
      }
    }
  }

  @Test(arguments: [
    "figure=mean&pollutant=pm25&period=2019", "figure=composite&period=2019",
    "figure=good-days&period=2019", "figure=aqi&day=2019-01-01",
  ])
  func `where nothing was taken in the page says what to do`(query: String) async throws {
    let house = try await House()
    try await takeAir(into: house)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get("/air/places/1/figure?\(query)")
      #expect(page.status == .ok)
      #expect(page.text.contains("所选时间还没有数据"))
      #expect(page.text.contains("lantian air import"))
    }
  }

  @Test(arguments: [
    ("", "figure", "aqi, mean"), ("?figure=median", "figure", "good-days"),
    ("?figure=mean&period=2021", "pollutant", "pm25, pm10"),
    ("?figure=aqi&day=2021-02-30", "day", "2021-06-01"),
    ("?figure=composite&period=2021-13", "period", "2021-Q2"),
    ("?figure=composite&period=0001-01-01..9999-12-31", "period", "≤ 1100"),
  ])
  func `a bad question is told with its parameter and the remedy`(
    query: String, field: String, remedy: String
  ) async throws {
    let house = try await House()
    try await takeAir(into: house)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get("/air/places/1/figure\(query)")
      #expect(page.status == .badRequest)
      #expect(page.text.contains("\(field) 的值无法使用"))
      #expect(page.text.contains(remedy))
    }
  }

  @Test func `only staff see it, and only of places that are there`() async throws {
    try await House().visit { browser in
      let query = "figure?figure=composite&period=2025"
      #expect(try await browser.get("/air/places/1/\(query)").status == .seeOther)
      _ = try await browser.signIn("duty")
      for place in ["1", "x", "-1", "99999999999999999999"] {
        #expect(try await browser.get("/air/places/\(place)/\(query)").status == .notFound)
      }
      _ = try await browser.signIn("firm")
      #expect(try await browser.get("/air/places/1/\(query)").status == .forbidden)
    }
  }
}
