import ActionPlan
import Hummingbird
import HummingbirdTesting
import Ledger
import Testing

@testable import Console

struct RowFormTests {
  private static let site = [
    "f-facility": "dye-works", "f-authority": "CSB", "f-place": "330604001",
    "f-kind": "building", "f-developer": "某建设公司", "f-from": "2026-03-01",
  ]

  private func send(
    _ browser: Browser, _ path: String, _ fields: [String: String], photo: [UInt8]? = nil
  ) async throws -> TestResponse {
    try await browser.upload(path, fields, photos: photo.map { [$0] } ?? [])
  }

  @Test func `an officer of a unit that keeps the register adds, changes and removes a row`()
    async throws
  {
    let house = try await House.withRegisters()
    try await house.visit { browser in
      _ = try await browser.signIn("builder")
      let form = try await browser.get("/registers/construction-sites/new").text
      let made = try await send(
        browser, "/registers/construction-sites/rows",
        Self.site.merging(["request": form.hidden("request"), "why": "新开工"]) { $1 })
      #expect(made.headers[.location] == "/registers/construction-sites/rows/1")
      let edit = try await browser.get("/registers/construction-sites/rows/1/edit").text
      #expect(edit.contains("某建设公司") && edit.contains("(dye-works)"))
      let changed = try await send(
        browser, "/registers/construction-sites/rows/1",
        Self.site.merging(["version": edit.hidden("version"), "f-developer": "另一公司"]) { $1 })
      #expect(changed.status == .seeOther)
      let page = try await browser.get("/registers/construction-sites/rows/1").text
      #expect(page.contains("某建设公司") && page.contains("另一公司") && page.contains("新开工"))
      #expect(page.contains("建设科"))
      let bare = try await browser.post(
        "/registers/construction-sites/rows/1/removal", ["version": "2"])
      #expect(bare.status == .unprocessableContent)
      _ = try await browser.post(
        "/registers/construction-sites/rows/1/removal", ["version": "2", "why": "已完工"])
      #expect(try await house.row("construction-sites", 1) == nil)
      let gone = try await browser.get("/registers/construction-sites/rows/1").text
      #expect(gone.contains("已移除") && gone.contains("已完工"))
    }
  }

  @Test func `a removed row is put back as it was, under its own number`() async throws {
    let house = try await House.withRegisters()
    let before = try await house.addRow("cameras", House.camera("C-1"))
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      _ = try await browser.get("/registers/cameras/rows/1")
      _ = try await browser.post(
        "/registers/cameras/rows/1/removal", ["version": "1", "why": "拆除"])
      #expect(try await house.row("cameras", 1) == nil)
      let back = try await browser.post("/registers/cameras/rows/1/return", ["why": "误删"])
      #expect(back.status == .seeOther)
      let after = try await house.row("cameras", 1)
      #expect(after?.values == before.values)
      #expect(after?.version == 2)
      #expect(try await browser.get("/registers/cameras/rows/1").text.contains("恢复"))
      // Nothing is there to be put back a second time.
      #expect(
        try await browser.post("/registers/cameras/rows/1/return", [:]).status == .conflict)
    }
  }

  @Test func `every fault stands at its field and nothing that was typed is lost`() async throws {
    let house = try await House.withRegisters()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      _ = try await browser.get("/registers/cameras/new")
      let answer = try await send(
        browser, "/registers/cameras/rows",
        [
          "request": RequestID.make(), "f-camera": "C-9", "f-place": "nowhere",
          "f-mast-height": "zwölf", "f-position-longitude": "120.9",
          "f-position-latitude": "", "why": "登记",
        ])
      #expect(answer.status == .unprocessableContent)
      let page = answer.text
      for kept in ["C-9", "zwölf", "120.9", "登记", "value=\"nowhere\" selected"] {
        #expect(page.contains(kept), "\(kept)")
      }
      #expect(page.contains("“zwölf”不是数字") && page.contains("位置无效"))
      #expect(try await house.rows("cameras") == [])
      let more = try await send(
        browser, "/registers/cameras/rows",
        [
          "request": RequestID.make(), "f-camera": "C-9", "f-place": "nowhere",
          "f-mast-height": "501", "f-position-longitude": "120.9",
          "f-position-latitude": "30",
        ])
      let said = more.text
      #expect(said.contains("501 太大") && said.contains("必填，请填写"))
    }
  }

  @Test func `a reference is found by name, and what comes near is offered`() async throws {
    let house = try await House.withRegisters()
    let plan = house.plan
    for index in 1...2 {
      _ = try await house.ledger.write { db in
        try Facilities.upsert(
          Facility(
            id: "paper-\(index)", name: Label(zh: "晨光纸业\(index)厂", en: "Paper \(index)"),
            kind: .enterprise), plan: plan, by: .system("test"), at: House.start, in: db)
      }
    }
    try await house.visit { browser in
      _ = try await browser.signIn("builder")
      _ = try await browser.get("/registers/construction-sites/new")
      func add(_ name: String) async throws -> TestResponse {
        try await send(
          browser, "/registers/construction-sites/rows",
          Self.site.merging(["request": RequestID.make(), "f-facility": name]) { $1 })
      }
      let unsure = try await add("晨光")
      #expect(unsure.status == .unprocessableContent)
      #expect(unsure.text.contains("晨光纸业1厂 (paper-1)"))
      #expect(unsure.text.contains("晨光纸业2厂 (paper-2)"))
      #expect(try await add("晨光纸业2厂").status == .seeOther)
      #expect(try await add("随便写 (paper-1)").status == .seeOther)
      let rows = try await house.rows("construction-sites")
      #expect(rows.map { $0["facility"].text } == ["paper-2", "paper-1"])
      let offered = try await browser.get(
        "/api/registers/construction-sites/suggestions/facility?q=%E6%99%A8%E5%85%89"
      ).text
      #expect(offered.contains("晨光纸业1厂 (paper-1)"))
    }
  }

  @Test func `two people's changes of a row meet side by side`() async throws {
    let house = try await House.withRegisters()
    try await house.addRow("cameras", House.camera("C-1", name: "塔山", height: "10"))
    let (register, plan) = (try house.register("cameras"), house.plan)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      _ = try await browser.get("/registers/cameras/rows/1/edit")
      try await house.ledger.write { db in
        _ = try RegisterStore.update(
          register, row: 1, ["name": .text("塔山顶"), "mast-height": .integer(12)],
          versionSeen: 1, plan: plan, by: .system("command"), at: House.start + 60, in: db)
      }
      let own = [
        "version": "1", "f-camera": "C-1", "f-name": "塔山北", "f-place": "330604001",
        "f-position-longitude": "120.9", "f-position-latitude": "30.02",
        "f-mast-height": "10", "f-in-service": "1",
      ]
      let met = try await send(browser, "/registers/cameras/rows/1", own)
      #expect(met.status == .conflict)
      let page = met.text
      // What both changed stands side by side; what only the other changed is taken over.
      #expect(page.contains("塔山北") && page.contains("改为：塔山顶"))
      #expect(page.contains("value=\"12\"") && page.contains("原为：10 m"))
      #expect(page.hidden("version") == "2")
      let again = try await send(
        browser, "/registers/cameras/rows/1",
        own.merging(["version": "2", "f-mast-height": "12"]) { $1 })
      #expect(again.status == .seeOther)
      #expect(try await house.row("cameras", 1)?["name"] == .text("塔山北"))
    }
  }

  @Test func `a form sent twice makes one row`() async throws {
    let house = try await House.withRegisters()
    try await house.visit { browser in
      _ = try await browser.signIn("builder")
      _ = try await browser.get("/registers/construction-sites/new")
      let fields = Self.site.merging(["request": RequestID.make()]) { $1 }
      for _ in 1...2 {
        let made = try await send(browser, "/registers/construction-sites/rows", fields)
        #expect(made.headers[.location] == "/registers/construction-sites/rows/1")
      }
      let other = try await send(
        browser, "/registers/construction-sites/rows",
        fields.merging(["f-developer": "第三家"]) { $1 })
      #expect(other.status == .unprocessableContent && other.text.contains("第三家"))
      #expect(try await house.rows("construction-sites").count == 1)
    }
  }

  @Test(arguments: ["chief", "town"])
  func `who does not keep a register may read it and change nothing`(name: String) async throws {
    let house = try await House.withRegisters()
    try await house.addRow("cameras", House.camera("C-1"))
    try await house.visit { browser in
      _ = try await browser.signIn(name)
      let page = try await browser.get("/registers/cameras/rows/1")
      #expect(page.status == .ok && !page.text.contains("/removal"))
      #expect(try await browser.get("/registers/cameras/new").status == .forbidden)
      #expect(try await browser.get("/registers/cameras/rows/1/edit").status == .forbidden)
      for path in ["/rows", "/rows/1", "/rows/1/removal", "/rows/1/return"] {
        let answer = try await browser.post("/registers/cameras\(path)", ["why": "x"])
        #expect(answer.status == .forbidden)
      }
      #expect(try await house.row("cameras", 1)?.version == 1)
    }
  }
}
