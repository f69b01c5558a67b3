import ActionPlan
import AirQuality
import Casework
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ledger
import Sheets
import Testing

@testable import Console

struct FacilityDoubtPageTests {
  /// A firm, and an import of two rows that call it otherwise.
  private func house() async throws -> (House, standIn: String) {
    let house = try await House.withRegisters()
    let plan = house.plan
    try await house.ledger.write { db in
      for (id, name) in [("blue-chem", "蓝天化工有限公司"), ("dyers", "曹娥印染厂"), ("dyers-2", "上虞曹娥印染厂")] {
        try Facilities.upsert(
          Facility(id: id, name: Label(zh: name, en: name), kind: .enterprise), plan: plan,
          by: .system("test"), at: 1, in: db)
      }
    }
    let imports = RegisterImport(ledger: house.ledger, plan: plan)
    let register = try house.register("vehicle-purchases")
    let preview = try await imports.stage(
      SheetTable(reading: Array(Self.table.utf8), file: "车辆.csv"),
      into: register, digest: "d", by: .account(1), at: house.now)
    #expect(preview.faults == [])
    try await imports.apply(preview.id, by: .account(1), at: house.now)
    let doubt = try await house.ledger.read { db in try NameDoubts.list(limit: 9, in: db) }
    return (house, try #require(doubt.first).facility)
  }

  private static let table = """
    vehicle,owner,class,new-energy,bought-on
    甲,上虞蓝天化工,taxi,是,2026-05-01
    """

  private func owner(_ house: House) async throws -> FieldValue? {
    try await house.rows("vehicle-purchases").first?["owner"]
  }

  @Test func `the list of facilities says how many wait, and the page shows each with its ground`()
    async throws
  {
    let (house, standIn) = try await house()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      #expect(try await browser.get("/facilities").text.contains("2 个名称待确认"))
      let page = try await browser.get("/facilities/doubts").text
      for part in [
        "上虞蓝天化工", "车辆.csv 第 2 行", "值守员", "名称相近", "蓝天化工有限公司",
        "/registers/vehicle-purchases/rows/1", "/facilities/doubts/\(standIn)", "dyers-2",
      ] {
        #expect(page.contains(part), "\(part)")
      }
      let own = try await browser.get("/facilities/\(standIn)").text
      #expect(own.contains("/facilities/doubts#\(standIn)"))
    }
  }

  @Test
  func `a name is settled, its row corrected, its alias shown with who said so, and taken back`()
    async throws
  {
    let (house, standIn) = try await house()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      _ = try await browser.get("/facilities/doubts")
      let sent = try await browser.post(
        "/facilities/doubts/\(standIn)", ["step": "same", "facility": "blue-chem"])
      #expect(sent.headers[.location] == "/facilities/doubts")
      #expect(try await owner(house) == .text("blue-chem"))
      let firm = try await browser.get("/facilities/blue-chem").text
      #expect(firm.contains("上虞蓝天化工") && firm.contains("值守员"))
      #expect(firm.contains("/registers/vehicle-purchases/rows/1"))
      #expect(
        try await browser.get("/facilities/\(standIn)").headers[.location]
          == "/facilities/blue-chem")
      let row = try await browser.get("/registers/vehicle-purchases/rows/1").text
      #expect(row.contains("确认为同一对象，归并"))
      #expect(
        try await browser.get("/facilities?q=%E4%B8%8A%E8%99%9E%E8%93%9D").text.contains(
          "blue-chem"))
      let settled = try await browser.get("/facilities/doubts?show=settled").text
      #expect(settled.contains("“上虞蓝天化工”就是 蓝天化工有限公司"))
      _ = try await browser.post("/facilities/doubts/\(standIn)", ["step": "back"])
      #expect(try await owner(house) == .text(standIn))
    }
  }

  @Test func `a name is registered as new or said to be none`() async throws {
    let (house, standIn) = try await house()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      _ = try await browser.get("/facilities/doubts")
      let bad = try await browser.post(
        "/facilities/doubts/\(standIn)",
        ["step": "new", "name": "上虞蓝天化工", "kind": "depot", "code": "123"])
      #expect(bad.status == .conflict && bad.text.contains("校验不通过"))
      _ = try await browser.post(
        "/facilities/doubts/\(standIn)", ["step": "new", "name": "蓝天仓储", "kind": "depot"])
      #expect(try await browser.get("/facilities?kind=depot").text.contains("蓝天仓储"))
      _ = try await browser.post("/facilities/doubts/\(standIn)", ["step": "back"])
      _ = try await browser.post("/facilities/doubts/\(standIn)", ["step": "none"])
      #expect(try await owner(house) == .null)
      #expect(!(try await browser.get("/facilities").text.contains("/facilities/\(standIn)\"")))
    }
  }

  @Test func `two facilities are merged, their cases are on one page, and they come apart again`()
    async throws
  {
    let (house, _) = try await house()
    let file = try await house.openCase()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      _ = try await browser.get("/facilities/dyers")
      let merged = try await browser.post(
        "/facilities/pairs",
        ["step": "merge", "kept": "dyers", "other": "x (dye-works)", "back": "/facilities/dyers"])
      #expect(merged.headers[.location] == "/facilities/dyers")
      let page = try await browser.get("/facilities/dyers").text
      #expect(page.contains("/cases/\(file.id)") && page.contains("/devices/\(House.meterMN)"))
      let firm = Browser(client: browser.client)
      _ = try await firm.signIn("firm")
      #expect(try await firm.get("/cases/\(file.id)").status == .ok)
      _ = try await browser.post(
        "/facilities/pairs", ["step": "back", "kept": "dyers", "other": "dye-works"])
      #expect(try await browser.get("/facilities/dye-works").text.contains("/cases/\(file.id)"))
      #expect(!(try await browser.get("/facilities/dyers").text.contains("/cases/\(file.id)")))
      let refused = try await browser.post(
        "/facilities/pairs", ["step": "merge", "kept": "dyers", "other": "nobody"])
      #expect(refused.status == .conflict && refused.text.contains("没有名为“nobody”的对象"))
    }
  }

  @Test func `who only looks settles nothing`() async throws {
    let (house, standIn) = try await house()
    try await house.visit { browser in
      _ = try await browser.signIn("chief")
      let page = try await browser.get("/facilities/doubts").text
      #expect(page.contains("上虞蓝天化工") && !page.contains("value=\"same\""))
      for (path, step) in [
        ("/facilities/doubts/\(standIn)", "none"), ("/facilities/pairs", "merge"),
        ("/facilities/dyers/aliases", "add"),
      ] {
        #expect(try await browser.post(path, ["step": step]).status == .forbidden)
      }
    }
  }

  @Test
  func `a facility's page shows its credit with the rows that counted, and says where nothing is`()
    async throws
  {
    let house = try await House.withRegisters()
    try await house.addRow(
      "dust-penalties",
      try house.filled(
        "dust-penalties",
        [
          "company": .text("dye-works"), "gravity": .text("serious"),
          "decided-on": .text("2026-05-20"),
        ]))
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get("/facilities/dye-works").text
      #expect(page.contains("100 − 15 = 85"))
      #expect(page.contains("/registers/dust-penalties/rows/1"))
      #expect(page.contains("未被否决") && page.contains("没有其他名称"))
    }
  }
}

extension House {
  /// What a register asks for besides.
  func filled(
    _ register: String, _ values: [String: FieldValue]
  ) throws -> [String: FieldValue] {
    var values = values
    for field in try self.register(register).fields
    where field.isRequired && values[field.id] == nil {
      values[field.id] =
        switch field.kind {
        case .choice(let choices): .text(choices[0].id)
        case .date: .text("2026-05-20")
        case .integer: .integer(1)
        case .decimal: .decimal(ExactDecimal(1))
        case .flag: .flag(true)
        case .place: .text("330604001")
        default: .text("甲")
        }
    }
    return values
  }
}
