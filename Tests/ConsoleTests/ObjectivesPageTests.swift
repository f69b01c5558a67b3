import AirQuality
import AirRecords
import Foundation
import Hummingbird
import HummingbirdTesting
import Ledger
import Steering
import Testing

@testable import Console

struct ObjectivesPageTests {
  /// Days of a clean place from 2024 on to the day before the house's.
  private func takeAir(into house: House) async throws {
    let first = CalendarDay(year: 2024, month: 1, day: 1)
    let last = CalendarDay(year: 2026, month: 5, day: 31)
    var text = "city,date,PM2.5,PM10,SO2,NO2,CO,O3_8h\n"
    for number in first.dayNumber...last.dayNumber {
      let day = CalendarDay(dayNumber: number)
      text += "<b>上虞</b>,\(day),\(15 + number % 9),40,6,20,0.6,\(90 + number % 31)\n"
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

  @Test func `without values the page says how to bring them`() async throws {
    try await House().visit { browser in
      _ = try await browser.signIn("chief")
      let page = try await browser.get("/objectives")
      #expect(page.status == .ok)
      #expect(page.text.contains("还没有空气质量数据"))
      #expect(page.text.contains("lantian air import"))
    }
  }

  @Test func `each objective says where it stands and what the rest may bring`() async throws {
    let house = try await House()
    try await takeAir(into: house)
    try await house.visit { browser in
      _ = try await browser.signIn("chief")
      let page = try await browser.get("/objectives").text
      for part in [
        "PM2.5年均浓度", "≤ 28 µg/m³", "进度良好", "有效 151 天，剩余 214 天", "剩余日均值不超过", "还可以损失",
        "达标可能性 &gt;99%", "fan-band", "&lt;b&gt;上虞&lt;/b&gt;",
      ] {
        #expect(page.contains(part), "\(part)")
      }
      #expect(!page.contains("<b>上虞"))
      let earlier = try await browser.get("/objectives?on=2026-01-02").text
      #expect(earlier.contains("有效 1 天，剩余 364 天"))
      // On 1 January the year that is over has its result.
      let result = try await browser.get("/objectives?on=2026-01-01").text
      #expect(result.contains("年度目标 2025"))
      #expect(result.contains("有效 365 天，剩余 0 天"))
      #expect(result.contains("已达标"))
      let over = try await browser.get("/objectives?on=2025-12-31&place=1").text
      #expect(over.contains("剩余 1 天"))
      _ = try await browser.post("/preferences", ["language": "en", "back": "/"])
      #expect(try await browser.get("/objectives").text.contains("more days may be lost"))
    }
  }

  @Test(arguments: ["?on=yesterday", "?on=2026-02-30", "?place=99999999999999999999", "?place=-1"])
  func `a question that makes no sense gets the page all the same`(query: String) async throws {
    let house = try await House()
    try await takeAir(into: house)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get("/objectives\(query)")
      #expect(page.status == .ok)
      #expect(page.text.contains("日期无法识别") == query.hasPrefix("?on"))
    }
  }

  @Test func `a firm does not see it, and a guest is asked to sign in`() async throws {
    try await House().visit { browser in
      #expect(try await browser.get("/objectives").status == .seeOther)
      _ = try await browser.signIn("firm")
      #expect(try await browser.get("/objectives").status == .forbidden)
    }
  }
}
