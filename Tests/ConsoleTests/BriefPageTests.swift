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

/// The house's clock stands at 2026-06-01, 10:30.
struct BriefPageTests {
  private func takeAir(into house: House) async throws {
    let first = CalendarDay(year: 2024, month: 1, day: 1)
    let last = CalendarDay(year: 2026, month: 5, day: 31)
    var text = "city,station,date,PM2.5,PM10,SO2,NO2,CO,O3_8h\n"
    for number in first.dayNumber...last.dayNumber {
      let day = CalendarDay(dayNumber: number)
      for (name, level) in [("上虞区", 20), ("新昌县", 15)] {
        text += "绍兴市,\(name),\(day),\(level + number % 9),40,6,20,0.6,\(90 + number % 31)\n"
      }
    }
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv")
    try Data(text.utf8).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    let file = try AirFile.read(path.path)
    try await house.ledger.write { db in
      _ = try AirBook.import(
        file, digest: "d", status: .published, by: .system("test"), at: 1, in: db)
    }
  }

  @Test func `the brief tells yesterday, the year, today's outlook, the rank and the cases`()
    async throws
  {
    let house = try await House()
    try await takeAir(into: house)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get("/brief").text
      for part in [
        "【绍兴市 上虞区空气质量晨报】2026年6月1日", "昨日（2026年5月31日）：AQI", "（发布数据）", "PM2.5年均浓度",
        "目标 ≤ 28 µg/m³", "今日展望：AQI", "2026-05综合指数在区、县（市）排名中列第 2/2（临时数据）",
        "问题单：未办结 0 件", "data-copy=\"brief\"",
      ] {
        #expect(page.contains(part), "\(part)")
      }
      _ = try await browser.post("/preferences", ["language": "en", "back": "/"])
      #expect(try await browser.get("/brief").text.contains("air this morning"))
    }
  }

  @Test func `without air values the brief still tells the cases`() async throws {
    try await House().visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get("/brief").text
      #expect(page.contains("还没有空气质量数据入库"))
      #expect(page.contains("问题单"))
    }
  }

  @Test func `the same text comes without a page, for the command`() async throws {
    let house = try await House()
    try await takeAir(into: house)
    let text = try await MorningBrief.text(
      plan: house.plan, ledger: house.ledger, language: .zh, now: house.now)
    #expect(text.split(separator: "\n").count == 12)
    #expect(!text.contains("  "))
    #expect(!text.contains("{"))
  }

  @Test func `a firm has no brief`() async throws {
    try await House().visit { browser in
      _ = try await browser.signIn("firm")
      #expect(try await browser.get("/brief").status == .forbidden)
    }
  }
}
