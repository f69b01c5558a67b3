import AirQuality
import AirRecords
import Foundation
import Hummingbird
import HummingbirdTesting
import Ledger
import Steering
import Testing

@testable import Console

struct PlacePageTests {
  private func take(_ text: String, into house: House) async throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv")
    try Data(text.utf8).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    let file = try AirFile.read(path.path)
    try await house.ledger.write { db in
      _ = try AirBook.import(
        file, digest: "d", status: .published, by: .system("test"), at: 1, in: db)
    }
  }

  /// Days of a place from 2023 on to the last of May 2026, one of them missing.
  private func takeDays(into house: House) async throws {
    let first = CalendarDay(year: 2023, month: 1, day: 1)
    let last = CalendarDay(year: 2026, month: 5, day: 31)
    var text = "city,date,PM2.5,PM10,SO2,NO2,CO,O3_8h\n"
    for number in first.dayNumber...last.dayNumber {
      let day = CalendarDay(dayNumber: number)
      if day == CalendarDay(year: 2024, month: 2, day: 28) { continue }
      let pm25 = day.year == 2024 ? 20 + number % 9 : day.month == 1 ? 80 : 30
      text += "<b>上虞</b>,\(day),\(pm25),40,6,20,0.6,\(90 + number % 31)\n"
    }
    try await take(text, into: house)
  }

  @Test func `without values the list says how to bring them`() async throws {
    try await House().visit { browser in
      _ = try await browser.signIn("chief")
      let page = try await browser.get("/air/places")
      #expect(page.status == .ok)
      #expect(page.text.contains("还没有空气质量数据"))
      #expect(page.text.contains("lantian air import"))
    }
  }

  @Test func `the list tells each place's newest day and its year, by pages and by name`()
    async throws
  {
    let house = try await House()
    var text = "city,date,PM2.5,PM10,SO2,NO2,CO,O3_8h\n"
    for place in 100..<160 { text += "城市\(place),2025-03-04,80,100,6,20,0.6,90\n" }
    try await take(text, into: house)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get("/air/places").text
      for part in ["共 60 个", "城市100", "城市149", "2025-03-04", "轻度污染", "aqi-3", "page=2"] {
        #expect(page.contains(part), "\(part)")
      }
      #expect(!page.contains("城市150"))
      let second = try await browser.get("/air/places?page=2").text
      #expect(second.contains("城市159") && !second.contains("城市149"))
      let filtered = try await browser.get("/air/places?q=%E5%B8%82155").text
      #expect(filtered.contains("城市155") && !filtered.contains("城市154"))
      let none = try await browser.get("/air/places?q=nowhere").text
      #expect(none.contains("没有名称相符"))
      let beyond = try await browser.get("/air/places?page=9")
      #expect(beyond.status == .ok)
      _ = try await browser.post("/preferences", ["language": "en", "back": "/"])
      #expect(try await browser.get("/air/places").text.contains("Lightly polluted"))
    }
  }

  @Test func `new values change what the list and a page say`() async throws {
    let house = try await House()
    try await take("city,date,PM2.5\nA,2025-03-04,20\n", into: house)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      #expect(try await browser.get("/air/places/1").text.contains("2025-03-04：AQI 29"))
      try await take("city,date,PM2.5\nA,2025-03-05,160\n", into: house)
      #expect(try await browser.get("/air/places/1").text.contains("2025-03-05：AQI 210"))
      #expect(try await browser.get("/air/places").text.contains("2025-03-05"))
    }
  }

  @Test func `a place's page holds every day of a leap year and its figures`() async throws {
    let house = try await House()
    try await takeDays(into: house)
    try await house.visit { browser in
      _ = try await browser.signIn("chief")
      let page = try await browser.get("/air/places/1?year=2024").text
      for part in [
        "&lt;b&gt;上虞&lt;/b&gt;", "2024-02-29：AQI", "2024-02-28：无有效数据", "/air/places/1?year=2023",
        "/air/places/1?year=2025", "figure?figure=aqi&amp;day=2024-12-31",
        "figure?figure=mean&amp;pollutant=pm25&amp;period=2024",
        "figure?figure=p98&amp;pollutant=no2&amp;period=2024",
        "figure?figure=composite&amp;period=2024", "figure?figure=good-days&amp;period=2024",
        "第 90 百分位数", "仅严格口径", "通报口径", "GB 3095-2012 (2018)", "该时段没有小时数据", "该时段没有风向风速数据",
        "星期一",
      ] {
        #expect(page.contains(part), "\(part)")
      }
      #expect(!page.contains("<b>上虞"))
      #expect(page.matches(of: /a class="day aqi/).count == 365)
      #expect(page.matches(of: /class="day is-missing"/).count == 1)
      _ = try await browser.post("/preferences", ["language": "en", "back": "/"])
      let english = try await browser.get("/air/places/1?year=2024&month=2").text
      for part in [
        "February 2024", "2024-02-29: AQI", "98th percentile", "strict only", "Monday",
        "figure=mean&amp;pollutant=so2&amp;period=2024-02", "January 2024", "March 2024",
      ] {
        #expect(english.contains(part), "\(part)")
      }
    }
  }

  @Test func `the running year is judged up to its newest day and says what it lacks`()
    async throws
  {
    let house = try await House()
    try await takeDays(into: house)
    try await house.visit { browser in
      _ = try await browser.signIn("chief")
      let page = try await browser.get("/air/places/1").text
      for part in ["2026-01-01 至 2026-05-31", "period=2026-01-01..2026-05-31", "day is-ahead"] {
        #expect(page.contains(part), "\(part)")
      }
      let lacking = try await browser.get("/air/places/1?year=2023&month=12").text
      #expect(lacking.contains("上年数据不足，不可比"))
    }
  }

  @Test func `a year or a month without values says where there are some`() async throws {
    let house = try await House()
    try await take("city,date,PM2.5\nA,2025-03-04,20\n", into: house)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let year = try await browser.get("/air/places/1?year=1999")
      #expect(year.status == .ok)
      #expect(year.text.contains("1999年没有数据"))
      #expect(year.text.contains("/air/places/1?year=2025"))
      let month = try await browser.get("/air/places/1?year=2025&month=7").text
      #expect(month.contains("2025年7月没有数据"))
      #expect(month.contains("2025-03-04：AQI 29"))
      #expect(month.contains("没有有效数据"))
    }
  }

  @Test(arguments: [
    ("/air/places?page=0", "page", "1…1000000"), ("/air/places?place=x", "place", "1…"),
    ("/air/places/1?year=abc", "year", "1900…2200"), ("/air/places/1?month=13", "month", "1…12"),
    ("/air/places/1?year=99999999999999999999", "year", "1900…2200"),
  ])
  func `a parameter that makes no sense is named with its remedy`(
    path: String, name: String, remedy: String
  ) async throws {
    let house = try await House()
    try await take("city,date,PM2.5\nA,2025-03-04,20\n", into: house)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get(path)
      #expect(page.status == .badRequest)
      #expect(page.text.contains("\(name) 的值无法使用：\(remedy)"))
    }
  }

  @Test(arguments: ["/air/places/99", "/air/places/x", "/air/places/-1"])
  func `a place that is not there is not found`(path: String) async throws {
    try await House().visit { browser in
      _ = try await browser.signIn("duty")
      #expect(try await browser.get(path).status == .notFound)
    }
  }

  @Test func `choosing a place leads to its page, in the same year`() async throws {
    try await House().visit { browser in
      _ = try await browser.signIn("duty")
      let answer = try await browser.get("/air/places?year=2024&month=2&place=7")
      #expect(answer.status == .seeOther)
      #expect(answer.headers[.location] == "/air/places/7?year=2024&month=2")
    }
  }

  @Test func `a firm does not see places, and a guest is asked to sign in`() async throws {
    try await House().visit { browser in
      #expect(try await browser.get("/air/places").status == .seeOther)
      #expect(try await browser.get("/air/places/1").status == .seeOther)
      _ = try await browser.signIn("firm")
      #expect(try await browser.get("/air/places").status == .forbidden)
      #expect(try await browser.get("/air/places/1").status == .forbidden)
    }
  }

  @Test func `every number of a pattern opens to its hours or days`() async throws {
    let house = try await House()
    var text = "station,datetime,PM2.5,WS,WD\n"
    for hour in 0..<24 * 14 {
      let day = CalendarDay(year: 2025, month: 3, day: 1).adding(days: hour / 24)
      let clock = "\(hour % 24 < 10 ? "0" : "")\(hour % 24)"
      // Calm at midnight, north-easterly by day.
      text += "A,\(day) \(clock):00,\(hour % 24 + hour / 24),\(hour % 24 == 0 ? "0.1" : "2.5"),45\n"
    }
    try await take(text, into: house)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get("/air/places/1?year=2025&month=3").text
      let links = page.matches(of: /href="(\/air\/places\/1\/pattern[^"]+)"/).map {
        String($0.1).replacing("&amp;", with: "&")
      }
      #expect(links.count > 24 + 7)
      // April has no value: the whole year is shown, its patterns too.
      let april = try await browser.get("/air/places/1?year=2025&month=4").text
      #expect(april.contains("下面显示全年") && april.contains("pattern?part=hour-8"))
      for link in links {
        #expect(try await browser.get(link).status == .ok, "\(link)")
      }
      let hour = try await browser.get(
        "/air/places/1/pattern?part=hour-8&pollutant=pm25&year=2025&month=3"
      ).text
      // 8 + 9 + … + 21 over 14 days.
      for part in ["08–09", "203 ÷ 14 = 14.5", "2025-03-14 08–09", "figure?figure=aqi"] {
        #expect(hour.contains(part), "\(part)")
      }
      let calm = try await browser.get(
        "/air/places/1/pattern?part=calm&year=2025&month=3"
      ).text
      for part in ["14 小时 ÷", "336 小时", "0.1 m/s"] { #expect(calm.contains(part), "\(part)") }
      let none = try await browser.get(
        "/air/places/1/pattern?part=hour-8&pollutant=so2&year=2025"
      )
      #expect(none.status == .ok && none.text.contains("没有数据"))
      for bad in ["part=hour-24&pollutant=so2", "part=hour-1", "part=sector-X", "pollutant=no2"] {
        let page = try await browser.get("/air/places/1/pattern?\(bad)")
        #expect(page.status == .badRequest, "\(bad)")
      }
      #expect(
        try await browser.get("/air/places/9/pattern?part=calm").status == .notFound)
    }
  }
}
