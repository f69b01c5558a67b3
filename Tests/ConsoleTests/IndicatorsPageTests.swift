import ActionPlan
import AirQuality
import Foundation
import GRDB
import Hummingbird
import HummingbirdTesting
import Ledger
import Testing

@testable import Console

/// Over a register and indicators of its own, in the house's year.
struct IndicatorsPageTests {
  private static let register = Register(
    id: "spot-checks", label: Label(zh: "抽检<台账>", en: "Spot <checks>"), clause: "3.3.a", role: nil,
    fields: [
      field("sample", .text), field("sampled-on", .date), field("place", .place),
      field("firm", .facility), field("litres", .decimal),
      field(
        "result",
        .choice(
          ["pass", "fail"].map { Field.Choice(id: $0, label: Label(zh: $0, en: $0)) })),
    ], dated: "sampled-on")

  private static func field(_ id: String, _ kind: Field.Kind) -> Field {
    Field(
      id: id, label: Label(zh: "栏\(id)", en: id), kind: kind, isRequired: false, unit: nil,
      atLeast: nil, atMost: nil)
  }

  private static func result(_ value: String) -> RowFilter {
    RowFilter(
      text: "result = '\(value)'",
      predicate: .compare(.field("result"), .equal, .literal(.text(value))))
  }

  private static func indicators() -> [Indicator] {
    let rows = Indicator.Rows(register: "spot-checks", filter: nil, dated: "sampled-on")
    let year = CalendarDay(year: 2026, month: 12, day: 31)
    return [
      Indicator(
        id: "checked", clause: "3.3.a", label: Label(zh: "<抽检>批次", en: "Batches"),
        unit: Label(zh: "批次", en: "batches"),
        measure: .fold(.init(fold: .count, rows: rows)),
        target: .init(
          .atLeast, ExactDecimal(4), by: year, pace: .even, tolerance: ExactDecimal(10)),
        by: "place"),
      Indicator(
        id: "passed", clause: "3.3.a", label: Label(zh: "合格率", en: "Passed"), unit: "%",
        measure: .share(
          .init(register: "spot-checks", filter: result("pass"), dated: "sampled-on"), among: nil),
        target: .init(
          .atLeast, ExactDecimal(90), by: year, pace: .level, tolerance: ExactDecimal(10)),
        by: nil),
      Indicator(
        id: "asked", clause: "6.1.a", label: Label(zh: "查询", en: "Query"), unit: "",
        measure: .query("SELECT COUNT(*) FROM published_spot_checks"), target: nil, by: nil),
    ]
  }

  private func house() async throws -> House {
    let house = try await House { plan in
      Plan(
        id: plan.id, title: plan.title, digest: plan.digest,
        utcOffsetSeconds: plan.utcOffsetSeconds, center: plan.center, zoom: plan.zoom,
        boundary: plan.boundary, units: plan.units, places: plan.places,
        quantities: plan.quantities, objectives: plan.objectives, clauses: plan.clauses,
        registers: plan.registers + [Self.register], rules: plan.rules,
        procedures: plan.procedures, year: 2026, indicators: Self.indicators(),
        vetoes: [
          Veto(
            id: "bad", clause: "5.5.b", label: Label(zh: "否决规则", en: "The veto"),
            rows: .init(register: "spot-checks", filter: Self.result("fail"), dated: nil),
            facility: "firm")
        ])
    }
    let plan = house.plan
    try await house.ledger.write { db in
      try RegisterStore.migrate(plan.registers, at: House.start, in: db)
    }
    return house
  }

  @discardableResult
  private func add(
    _ values: [String: FieldValue], to house: House
  ) async throws -> Int64 {
    let (plan, at) = (house.plan, house.now)
    return try await house.ledger.write { db in
      try RegisterStore.insert(
        Self.register, values, plan: plan, by: .system("test"), at: at, in: db
      ).id
    }
  }

  @Test func `lamps follow the rows, and each reason is said in words`() async throws {
    let house = try await house()
    try await house.visit { browser in
      _ = try await browser.signIn("chief")
      // 4 × 152 / 365 by 1 June.
      let empty = try await browser.get("/indicators").text
      #expect(empty.contains("到当日应达 1.67 批次，现为 0 批次，差距超过 10%。"))
      #expect(empty.contains("分母为零，无法计算。"))
      #expect(empty.contains("&lt;抽检&gt;批次"))
      #expect(!empty.contains("<抽检>"))
      for result in ["pass", "fail"] {
        try await self.add(
          ["sampled-on": .text("2026-05-01"), "result": .text(result)], to: house)
      }
      let page = try await browser.get("/indicators").text
      #expect(page.contains("到当日应达 1.67 批次，现为 2 批次。"))
      #expect(page.contains("50.0 %"))
      let red = try await browser.get("/indicators?lamp=red").text
      #expect(red.contains("合格率"))
      #expect(!red.contains("&lt;抽检&gt;批次"))
      #expect(try await browser.get("/indicators/live").text.contains("合格率"))
      #expect(try await browser.get("/indicators?on=2026-04-01").text.contains("现为 0 批次"))
      _ = try await browser.post("/preferences", ["language": "en", "back": "/"])
      #expect(
        try await browser.get("/indicators").text.contains(
          "1.67 batches was due by that day; it is 2 batches."))
    }
  }

  @Test func `an indicator opens to its very rows, side by side and part by part`() async throws {
    let house = try await house()
    let place = try #require(house.plan.places.first?.id)
    let passed = try await add(
      [
        "sample": .text("甲<1>"), "sampled-on": .text("2026-05-01"), "result": .text("pass"),
        "place": .text(place), "firm": .text("dye-works"),
        "litres": .decimal(ExactDecimal(15, scale: 1)),
      ], to: house)
    let failed = try await add(
      ["sample": .text("乙"), "sampled-on": .text("2026-05-02"), "result": .text("fail")], to: house)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let share = try await browser.get("/indicators/passed").text
      #expect(share.contains("/registers/spot-checks/rows/\(passed)"))
      #expect(!share.contains("/registers/spot-checks/rows/\(failed)"))
      #expect(share.contains("甲&lt;1&gt;"))
      #expect(share.contains("&lt;b&gt;染厂"))
      let whole = try await browser.get("/indicators/passed?side=denominator").text
      #expect(whole.contains("/registers/spot-checks/rows/\(failed)"))
      let count = try await browser.get("/indicators/checked").text
      #expect(count.contains("indicator-course"))
      #expect(count.contains("（未填）"))
      let part = try await browser.get("/indicators/checked?key=\(place)").text
      #expect(part.contains("/rows/\(passed)"))
      #expect(!part.contains("/rows/\(failed)"))
      let then = try await browser.get("/indicators/checked?on=2026-05-31&known=then").text
      #expect(then.contains("现为 0 批次"))
      #expect(then.contains("可能在所选日期之后改过"))
      #expect(try await browser.get("/indicators/asked").text.contains("published_spot_checks"))
    }
  }

  @Test func `pages of rows lead on, and odd addresses harm nothing`() async throws {
    let house = try await house()
    for _ in 0..<(IndicatorsController.rowLimit + 1) {
      try await add(["sampled-on": .text("2026-05-01")], to: house)
    }
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let first = try await browser.get("/indicators/checked").text
      let link = try #require(
        first.firstMatch(of: /href="(\/indicators\/checked\?[^"]*after=[^"#]*)/))
      let next = try await browser.get(
        String(link.1).replacing("&amp;", with: "&"))
      #expect(next.status == .ok)
      #expect(next.text.matches(of: /spot-checks\/rows\//).count == 1)
      for address in [
        "/indicators?lamp=blue&unit=%00&clause=%3Cb%3E", "/indicators/checked?after=%FF&key=%27",
        "/indicators/checked?side=x&known=x",
      ] {
        #expect(try await browser.get(address).status == .ok, "\(address)")
      }
      #expect(try await browser.get("/indicators?on=2026-02-30").status == .badRequest)
      #expect(try await browser.get("/indicators/nothing").status == .notFound)
    }
  }

  @Test func `the veto is looked up by id and by credit code, for people and for programs`()
    async throws
  {
    let house = try await house()
    let row = try await add(["firm": .text("dye-works"), "result": .text("fail")], to: house)
    try await house.visit { browser in
      _ = try await browser.signIn("town")
      #expect(try await browser.get("/checks/veto").status == .ok)
      let page = try await browser.get("/checks/veto?facility=dye-works").text
      #expect(page.contains("已被否决"))
      #expect(page.contains("/registers/spot-checks/rows/\(row)"))
      let unknown = try await browser.get("/checks/veto?code=%3Cb%3E")
      #expect(unknown.status == .notFound)
      #expect(unknown.text.contains("&lt;b&gt;"))
      let answer = try await browser.get(
        "/checks/veto?facility=dye-works", accept: "application/json")
      #expect(answer.text.contains("\"isBarred\":true"))
      #expect(answer.text.contains("\"rows\":[\(row)]"))
      #expect(
        try await browser.get("/checks/veto?facility=x", accept: "application/json").status
          == .notFound)
    }
  }

  @Test func `a firm sees neither, and a guest is asked to sign in`() async throws {
    let house = try await house()
    try await house.visit { browser in
      #expect(try await browser.get("/indicators").status == .seeOther)
      _ = try await browser.signIn("firm")
      for address in ["/indicators", "/indicators/live", "/indicators/checked", "/checks/veto"] {
        #expect(try await browser.get(address).status == .forbidden, "\(address)")
      }
    }
  }
}
