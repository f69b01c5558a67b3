import AirQuality
import Hummingbird
import HummingbirdTesting
import Ledger
import Testing

@testable import Console

struct BulkTests {
  private func house() async throws -> House {
    let house = try await House.withRegisters()
    for index in 1...3 {
      try await house.addRow(
        "cameras", House.camera("C-\(index)", name: index == 3 ? "凤凰山" : "塔山", height: "10"))
    }
    return house
  }

  @Test func `chosen rows change together with one ground, after a preview`() async throws {
    let house = try await house()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get(
        "/registers/cameras/bulk?which=chosen&row=1&row=3&field=mast-height"
      ).text
      let targets = page.hidden("targets")
      #expect(targets == "1:1 3:1")
      let fields = ["targets": targets, "field": "mast-height", "f-mast-height": "12"]
      let bare = try await browser.post("/registers/cameras/bulk", fields)
      #expect(bare.status == .unprocessableContent && bare.text.contains("请写明理由"))
      let told = fields.merging(["why": "复测"]) { $1 }
      let preview = try await browser.post("/registers/cameras/bulk", told).text
      #expect(preview.contains("将修改 2 行") && preview.contains("12 m"))
      #expect(try await house.rows("cameras").allSatisfy { $0.version == 1 })
      let done = try await browser.post(
        "/registers/cameras/bulk", told.merging(["confirm": "1"]) { $1 })
      #expect(done.headers[.location] == "/registers/cameras")
      let rows = try await house.rows("cameras")
      #expect(rows.map { $0["mast-height"].number?.description } == ["12", "10", "12"])
      #expect(try await house.changes("cameras", 3).last?.why == "复测")
    }
  }

  @Test func `all rows that a list's conditions find are chosen at once`() async throws {
    let house = try await house()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get(
        "/registers/cameras/bulk?which=all&q=%E5%A1%94%E5%B1%B1&field=name"
      ).text
      #expect(Set(page.hidden("targets").split(separator: " ")) == ["1:1", "2:1"])
      let none = try await browser.get("/registers/cameras/bulk?which=chosen").text
      #expect(none.contains("没有选中任何行"))
    }
  }

  @Test func `one row at fault keeps all of them as they were`() async throws {
    let house = try await house()
    let (register, plan) = (try house.register("cameras"), house.plan)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      _ = try await browser.get("/registers/cameras")
      try await house.ledger.write { db in
        _ = try RegisterStore.update(
          register, row: 2, ["name": .text("塔山南")], versionSeen: 1, plan: plan,
          by: .system("command"), at: House.start, in: db)
      }
      let answer = try await browser.post(
        "/registers/cameras/bulk",
        [
          "targets": "1:1 2:1 3:1", "field": "mast-height", "f-mast-height": "11",
          "why": "复测", "confirm": "1",
        ])
      #expect(answer.status == .unprocessableContent)
      #expect(answer.text.contains("1 行不能这样修改"))
      #expect(
        try await house.rows("cameras").allSatisfy { $0["mast-height"].number?.description == "10" }
      )
    }
  }

  @Test(arguments: ["", "1", "1:x", "1:1 1:1", "1:1:1"])
  func `a broken list of rows is refused`(targets: String) async throws {
    let house = try await house()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      _ = try await browser.get("/registers/cameras")
      let answer = try await browser.post(
        "/registers/cameras/bulk",
        ["targets": targets, "field": "name", "f-name": "x", "why": "y", "confirm": "1"])
      #expect(answer.status == .badRequest)
      #expect(try await house.rows("cameras").allSatisfy { $0.version == 1 })
    }
  }
}
