import AirQuality
import AirRecords
import Foundation
import Hummingbird
import HummingbirdTesting
import Ledger
import Steering
import Testing

@testable import Console

/// The house's clock stands at 2026-06-01: May is the month to close.
struct RankingPageTests {
  /// Two years of two districts, the second the cleaner.
  private func takeAir(into house: House, offset: Int = 0, at: Int = 1) async throws {
    let first = CalendarDay(year: 2025, month: 1, day: 1)
    let last = CalendarDay(year: 2026, month: 5, day: 31)
    var text = "city,station,date,PM2.5,PM10,SO2,NO2,CO,O3_8h\n"
    for (name, level) in [("上虞区", 20 + offset), ("新昌县", 15)] {
      for number in first.dayNumber...last.dayNumber {
        let day = CalendarDay(dayNumber: number)
        let more = day.year == 2025 ? 2 : 0
        text += "绍兴市,\(name),\(day),\(level + more + number % 9),40,6,20,0.6,\(90 + number % 31)\n"
      }
    }
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv")
    try Data(text.utf8).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    let file = try AirFile.read(path.path)
    try await house.ledger.write { db in
      _ = try AirBook.import(
        file, digest: "d\(offset)", status: .published, by: .system("test"), at: at, in: db)
    }
  }

  private func seen(_ page: String) throws -> String {
    let match = try #require(try /name="seen" value="([0-9a-f]+)"/.firstMatch(in: page))
    return String(match.1)
  }

  @Test func `places stand in order of their composite index, with last year's`() async throws {
    let house = try await House()
    try await takeAir(into: house)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get("/rankings").text
      for part in [
        "区、县（市）排名 2026-05", "临时数据", "上虞区", "新昌县", "本区", "越城区", "核对无误，关账",
        "figure=composite&amp;period=2026-05",
      ] {
        #expect(page.contains(part), "\(part)")
      }
      let first = try #require(page.range(of: ">新昌县<")?.lowerBound)
      let second = try #require(page.range(of: ">上虞区<")?.lowerBound)
      #expect(first < second)
      let toDate = try await browser.get("/rankings?span=year-to-date&by=good-days").text
      #expect(toDate.contains("2026-01-01..2026-05-31"))
      _ = try await browser.post("/preferences", ["language": "en", "back": "/"])
      #expect(try await browser.get("/rankings").text.contains("Composite index"))
    }
  }

  @Test func `a ranking is public once its month is closed by one and signed by another`()
    async throws
  {
    let house = try await House()
    try await takeAir(into: house)
    try await house.visit { browser in
      let page = try await browser.get("/ranking").text
      #expect(page.contains("还没有签发过排名"))
    }
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let number = try seen(try await browser.get("/rankings").text)
      let step = "/months/2026-05/steps"
      #expect(
        try await browser.post(step, ["step": "closed", "seen": "999"]).text.contains("重新核对"))
      #expect(
        try await browser.post(step, ["step": "closed", "seen": number]).status == .seeOther)
      let page = try await browser.get("/rankings").text
      #expect(page.contains("值守员 核对并关账"))
      #expect(!page.contains("签发</button>"))
      #expect(try await browser.post(step, ["step": "signed"]).status == .forbidden)
    }
    try await house.visit { browser in
      #expect(try await browser.get("/ranking").text.contains("还没有签发过排名"))
      _ = try await browser.signIn("chief")
      let number = try seen(try await browser.get("/rankings").text)
      #expect(
        try await browser.post("/months/2026-05/steps", ["step": "signed", "seen": number]).status
          == .seeOther)
    }
    try await house.visit { browser in
      let page = try await browser.get("/ranking").text
      for part in ["区、县（市）排名 2026-05", "已签发", "Leader 签发", "新昌县"] {
        #expect(page.contains(part), "\(part)")
      }
      #expect(!page.contains("/air/places/"))
      // 0.10 + 0.50 + 0.57 + 0.54 + 0.15 + 0.73 of 新昌县: figures of the same page over limits.
      #expect(page.contains("综合指数怎样算出"))
      for part in ["6 ÷ 60", "20 ÷ 40", "40 ÷ 70", "0.6 ÷ 4", "÷ 160", "÷ 35"] {
        #expect(page.contains(part), "\(part)")
      }
      // A month that nobody signed is not there.
      #expect(try await browser.get("/ranking?month=2026-04").status == .notFound)
    }
  }

  @Test func `a correction after the closing stands beside what was closed`() async throws {
    let house = try await House()
    try await takeAir(into: house)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let number = try seen(try await browser.get("/rankings").text)
      _ = try await browser.post(
        "/months/2026-05/steps", ["step": "closed", "seen": number, "note": "核对无误"])
      let before = try await browser.get("/rankings").text
      #expect(!before.contains("关账后的更正"))
      try await takeAir(into: house, offset: 4, at: 2)
      let after = try await browser.get("/rankings").text
      #expect(after.contains("关账后的更正"))
      #expect(after.contains("核对无误"))
    }
    try await house.visit { browser in
      _ = try await browser.signIn("chief")
      let refused = try await browser.post("/months/2026-05/steps", ["step": "reopened"])
      #expect(refused.status == .conflict)
      #expect(refused.text.contains("请写明重新打开的原因"))
      _ = try await browser.post(
        "/months/2026-05/steps", ["step": "reopened", "note": "上级更正"])
      #expect(try await browser.get("/rankings").text.contains("上级更正"))
    }
  }

  @Test(arguments: [
    ("month=2026", "month"), ("span=week", "span"), ("by=lead", "by"),
  ])
  func `a bad query says which parameter and what to write`(query: String, field: String)
    async throws
  {
    try await House().visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get("/rankings?\(query)")
      #expect(page.status == .badRequest)
      #expect(page.text.contains(field))
    }
  }

  @Test func `a month that still runs cannot be closed`() async throws {
    let house = try await House()
    try await takeAir(into: house)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get("/rankings?month=2026-06").text
      #expect(page.contains("本月尚未结束"))
      let refused = try await browser.post(
        "/months/2026-06/steps", ["step": "closed", "seen": "1", "back": "month=2026-06"])
      #expect(refused.status == .conflict)
    }
  }

  @Test func `rankings are the staff's, not a firm's`() async throws {
    try await House().visit { browser in
      _ = try await browser.signIn("firm")
      #expect(try await browser.get("/rankings").status == .forbidden)
    }
  }
}
