import ActionPlan
import Casework
import Detection
import GRDB
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ledger
import Testing
import Wiring

@testable import Console

/// A case that rests on rows of a register, and the way from one to the other.
struct CaseGroundsTests {
  /// What the server's keeper does after each write.
  static func follow(_ house: House) async throws {
    let open = OpenCaseFromFinding(plan: house.plan, now: { House.start })
    try await RowDetection(plan: house.plan, ledger: house.ledger) { effect, db in
      try open(effect, in: db)
    }.catchUp(now: House.start)
  }

  static func house() async throws -> House {
    let house = try await House.withRegisters()
    let plan = house.plan
    try await house.ledger.write { db in try RowDetection.begin(plan, in: db) }
    return house
  }

  @Test func `an import tells the cases it opens, and case and row lead to each other`()
    async throws
  {
    let house = try await Self.house()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let (address, preview) = try await browser.preview(
        "remote-sensing",
        """
        plate,recorded-on,kind,exceeds
        浙D50001,2026-01-15,remote-sensing,true
        浙D50001,2026-03-15,smoke-capture,true
        浙D50002,2026-03-15,smoke-capture,true

        """)
      #expect(preview.contains("确认导入后将生成问题单：同一车辆六个月内两次超标 1 张"))
      _ = try await browser.confirm(address, preview)
      try await Self.follow(house)
      let shown = try await browser.get("/cases/1").text
      #expect(shown.contains("依据的台账记录") && shown.contains("遥感监测与黑烟抓拍记录"))
      #expect(shown.contains("href=\"/registers/remote-sensing/rows/1\">浙D50001</a>"))
      #expect(shown.contains("href=\"/registers/remote-sensing/rows/2\">浙D50001</a>"))
      let row = try await browser.get("/registers/remote-sensing/rows/1").text
      #expect(row.contains("由此生成的问题单"))
      #expect(row.contains("href=\"/cases/1\">同一车辆六个月内两次超标 · 浙D50001</a>"))
      let other = try await browser.get("/registers/remote-sensing/rows/3").text
      #expect(!other.contains("由此生成的问题单"))
      let found = try await browser.get("/cases?show=all&q=D50001").text
      #expect(found.contains("同一车辆六个月内两次超标 · 浙D50001"))
    }
  }

  @Test func `a row corrected away is told on its case in both languages`() async throws {
    let house = try await Self.house()
    let (plan, at) = (house.plan, House.start)
    let register = try #require(plan.register("product-checks"))
    try await house.ledger.write { db in
      let row = try RegisterStore.insert(
        register,
        [
          "sample": .text("<P1>"), "product": .text("paint"), "sampled-on": .text("2026-05-01"),
          "result": .text("fail"),
        ], plan: plan, by: .system("test"), at: at, in: db)
      #expect(row.id == 1)
    }
    try await Self.follow(house)
    try await house.ledger.write { db in
      _ = try RegisterStore.update(
        register, row: 1, ["result": .text("pass")], versionSeen: 1, plan: plan,
        by: .system("test"), at: at, in: db)
    }
    try await Self.follow(house)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let zh = try await browser.get("/cases/1").text
      #expect(zh.contains("台账记录“&lt;P1&gt;”已更正或删除，不再符合规则；现有 0 条符合，立案需 1 条"))
      #expect(zh.contains("已更正，不再符合规则"))
      _ = try await browser.post("/preferences", ["language": "en", "back": "/"])
      let en = try await browser.get("/cases/1").text
      #expect(en.contains("Row “&lt;P1&gt;” was corrected or removed"))
      #expect(en.contains("corrected, no longer fulfils the rule"))
    }
  }
}
