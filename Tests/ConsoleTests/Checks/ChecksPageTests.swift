import ActionPlan
import Foundation
import Hummingbird
import HummingbirdTesting
import Ledger
import Testing

@testable import Console

struct ChecksPageTests {
  private func house() async throws -> House {
    let house = try await House()
    let plan = house.plan
    try await house.ledger.write { db in
      try RegisterStore.migrate(plan.registers, at: 0, in: db)
      let rows: [(String, [String: FieldValue])] = [
        (
          "machines",
          [
            "code": .text("3A-0001"), "kind": .text("excavator"), "stage": .text("four"),
            "level": .text("green"), "labelled": .flag(true),
          ]
        ),
        (
          "emission-reductions",
          [
            "project": .text("减排一"), "pollutant": .text("vocs"), "due": .text("2026-05-01"),
            "verified": .integer(12), "verified-on": .text("2026-05-01"),
          ]
        ),
        ("mines", ["facility": .text("dye-works"), "operating": .flag(true)]),
        (
          "inspectors",
          [
            "number": .text("1"), "name": .text("甲<b>"), "unit": .text("NRP"),
            "available": .flag(true),
          ]
        ),
      ]
      for (register, values) in rows {
        _ = try RegisterStore.insert(
          plan.register(register)!, values, plan: plan, by: .system("test"), at: 1, in: db)
      }
    }
    return house
  }

  @Test func `a gate answers, writes the entry down and lists it; a firm may ask it too`()
    async throws
  {
    try await house().visit { browser in
      _ = try await browser.signIn("firm")
      let page = try await browser.post("/checks/site-gate", ["subject": "3a-0001"]).text
      for part in ["放行", "非道路移动机械台账：登记齐全", "最近进出", "3A-0001"] {
        #expect(page.contains(part), "\(part)")
      }
      let refused = try await browser.post("/checks/site-gate", ["subject": "<i>1"])
      #expect(refused.text.contains("台账中查无登记"))
      #expect(!refused.text.contains("<i>1"))
      #expect(try await browser.get("/checks/admission").status == .notFound)
    }
  }

  @Test(arguments: ["浙d·12345", "  浙Ｄ １２３４５", "３ａ－0001", "3A-0001"])
  func `plates and codes are understood in whatever signs they are typed`(typed: String)
    async throws
  {
    let house = try await house()
    let plan = house.plan
    try await house.ledger.write { db in
      _ = try RegisterStore.insert(
        plan.register("trucks")!,
        [
          "plate": .text("浙D12345"), "stage": .text("five"), "labelled": .flag(true),
        ], plan: plan, by: .system("test"), at: 1, in: db)
    }
    try await house.visit { browser in
      _ = try await browser.signIn("firm")
      let page = try await browser.post("/checks/site-gate", ["subject": typed]).text
      #expect(page.contains("class=\"check-word\">放行"), "\(typed)")
    }
  }

  @Test func `the field is empty for the next vehicle, what was not understood stays`() async throws
  {
    try await house().visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.post("/checks/site-gate", ["subject": "3A-0001"]).text
      #expect(page.contains("name=\"subject\" value=\"\""))
      #expect(page.contains("<p class=\"check-subject number\">3A-0001</p>"))
      let wrong = try await browser.post("/checks/site-gate", ["subject": "x"])
      #expect(wrong.status == .unprocessableContent)
      #expect(wrong.text.contains("name=\"subject\" value=\"x\""))
    }
  }

  @Test func `a gate's page that is loaded again writes nothing down twice`() async throws {
    let house = try await house()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      for _ in 1...2 {
        let page = try await browser.post(
          "/checks/site-gate", ["subject": "3A-0001", "request": "0123456789abcdef"])
        #expect(page.text.contains("放行"))
      }
    }
    #expect(try await house.rows("gate-entries").count == 1)
  }

  @Test func `a position is chosen on the map or typed, and town and zones are told`() async throws
  {
    try await house().visit { browser in
      _ = try await browser.signIn("duty")
      let form = try await browser.get("/checks/admission").text
      #expect(form.contains("data-map=\"/api/map?zones=1\"") && form.contains("leaflet.css"))
      let page = try await browser.post(
        "/checks/admission",
        ["trade": "shared-treatment", "longitude": "120.88", "latitude": "30.03"]
      ).text
      #expect(page.contains("所在镇街：") && page.contains("管控单元："))
      #expect(
        page.contains("name=\"longitude\" inputmode=\"decimal\" maxlength=\"20\" value=\"120.88\""))
    }
  }

  @Test func `a project's offsets are drawn and given back with a ground`() async throws {
    let asked = [
      "trade": "shared-treatment", "place": "HSZ-area", "project": "甲", "emission.vocs": "5",
    ]
    try await house().visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.post("/checks/admission", asked).text
      #expect(page.contains("有条件"))
      #expect(page.contains("尚须落实10吨，可用12吨"))
      let drawn = try await browser.post(
        "/checks/admission/offsets", asked.merging(["step": "draw"]) { _, new in new })
      #expect(drawn.text.contains("已落实10吨"))
      let again = try await browser.post(
        "/checks/admission/offsets", asked.merging(["step": "draw"]) { _, new in new })
      #expect(again.text.contains("没有需要落实的替代量"))
      let back = try await browser.post(
        "/checks/admission/offsets",
        asked.merging(["step": "give-back", "why": "项目取消"]) { _, new in new })
      #expect(back.text.contains("尚须落实10吨"))
    }
  }

  @Test func `a seed is published first and drawn from afterwards`() async throws {
    let house = try await house()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      #expect(try await browser.get("/checks/mine-draw").text.contains("/checks/mine-draw/draws"))
      _ = try await browser.post(
        "/checks/mine-draw/draws", ["subjects": "1", "inspectors": "1"])
      let published = try await browser.get("/checks/mine-draw/draws").text
      #expect(published.contains("sha256sum") && published.contains("order inspector"))
      house.move(seconds: 60)
      _ = try await browser.post("/checks/mine-draw/draws/1", [:])
      let drawn = try await browser.get("/checks/mine-draw/draws").text
      #expect(drawn.contains("甲&lt;b&gt;"))
      let open = try await Browser(client: browser.client).get("/draws/1").text
      #expect(open.contains("sha256sum") && !open.contains("甲&lt;b&gt;"))
      let short = try await browser.post(
        "/checks/mine-draw/draws", ["subjects": "9", "inspectors": "1"])
      #expect(short.text.contains("可抽的对象或人员不足"))
      _ = try await browser.signIn("town")
      let other = try await browser.post(
        "/checks/mine-draw/draws", ["subjects": "1", "inspectors": "1"])
      #expect(other.status == .forbidden)
    }
  }

  @Test func `labels are printed with a code that leads to a page for everybody`() async throws {
    try await house().visit { browser in
      let open = try await browser.get("/codes/machine-label/3A-0001")
      #expect(open.status == .ok)
      #expect(open.text.contains("绿"))
      #expect(try await browser.get("/codes/machine-label/none").status == .notFound)
      _ = try await browser.signIn("chief")
      let sheet = try await browser.get("/checks/machine-label/labels").text
      #expect(sheet.contains("label-qr"))
      #expect(sheet.contains("label-card green"))
    }
  }

  @Test func `programs ask with the same input and get codes`() async throws {
    try await house().visit { browser in
      _ = try await browser.signIn("chief")
      let answer = try await browser.get(
        "/api/checks/machine-label?code=3A-0001", accept: "application/json")
      #expect(answer.status == .ok)
      #expect(answer.text.contains(#""code":"found""#))
      let wrong = try await browser.get("/api/checks/machine-label?x=1", accept: "application/json")
      #expect(wrong.status == .badRequest)
    }
  }
}
