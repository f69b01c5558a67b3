import ActionPlan
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ledger
import Testing

@testable import Console

struct FacilityListPageTests {
  private func facilities(_ house: House) async throws -> [Facility] {
    try await house.ledger.read { db in try Facilities.list(in: db) }
  }

  private func field(_ name: String, in page: String) -> String {
    let found = page.firstRange(of: "name=\"\(name)\" value=\"")
    return found.map { String(page[$0.upperBound...].prefix { $0 != "\"" }) } ?? ""
  }

  /// The address of the preview and its page.
  private func upload(
    _ browser: Browser, _ csv: String
  ) async throws -> (address: String, page: String) {
    _ = try await browser.get("/facilities/import")
    let sent = try await browser.send(
      "/facilities/imports", [:], file: "file", named: "对象.csv", Array(csv.utf8))
    let address = try #require(sent.headers[.location])
    return (address, try await browser.get(address).text)
  }

  @Test func `a list shows what each row means, is written once confirmed, and is taken back`()
    async throws
  {
    let house = try await House.withRegisters()
    let before = try await facilities(house)
    let known = try #require(before.first { $0.id == "dye-works" })
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      #expect(try await browser.get("/facilities").text.contains("/facilities/import"))
      let (address, page) = try await upload(
        browser, "名称,类型,位置\n新天地涂装,企业,120.9 30.1\n甲乙\(known.name.zh),企业,\n")
      #expect(page.contains("新天地涂装") && page.contains("name=\"row-3\""))
      #expect(page.contains("is-\(known.id)"))
      let mark = field("mark", in: page)
      let unsaid = try await browser.post("\(address)/apply", ["mark": mark])
      #expect(unsaid.status == .conflict && unsaid.text.contains("还有 1 行未确认"))
      let stale = try await browser.post("\(address)/apply", ["mark": "x", "row-3": "new"])
      #expect(stale.status == .conflict && stale.text.contains("重新作的预览"))
      #expect(try await facilities(house) == before)
      _ = try await browser.post(
        "\(address)/apply", ["mark": mark, "row-3": "is-\(known.id)"])
      #expect(try await facilities(house).count == before.count + 1)
      let aliases = try await house.ledger.read { db in
        try FacilityAliases.list(of: known.id, in: db).map(\.name)
      }
      #expect(aliases == ["甲乙\(known.name.zh)"])
      let done = try await browser.get("/facilities/import").text
      #expect(done.contains("新增 1，修改 1，不变 0"))
      _ = try await browser.post("/facilities/imported/1/undo", [:])
      #expect(try await facilities(house) == before)
      let again = try await browser.post("/facilities/imported/1/undo", [:])
      #expect(again.status == .conflict && again.text.contains("已撤销"))
    }
  }

  @Test func `faults are named with row and column, and what is no table is refused`() async throws
  {
    let house = try await House.withRegisters()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let (_, page) = try await upload(browser, "名称,类型\n新天地,飞船\n")
      #expect(page.contains("飞船") && page.contains("没有写入任何内容"))
      let (address, none) = try await upload(browser, "\u{0}\u{1}")
      #expect(none.contains("没有写入任何内容"))
      _ = try await browser.post("\(address)/apply", [:])
      _ = try await browser.post("\(address)/discard", [:])
      #expect(try await browser.get(address).text.contains("已过期或已放弃"))
    }
  }

  @Test func `the template and the list are handed out, and the list taken back changes nothing`()
    async throws
  {
    let house = try await House.withRegisters()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let template = try await browser.get("/facilities/template?format=csv").text
      #expect(template.contains("统一社会信用代码"))
      let list = try await browser.get("/facilities/export?format=csv").text
      let (_, page) = try await upload(browser, list)
      #expect(page.contains("没有需要写入的变动"))
    }
  }

  @Test(arguments: ["builder", "chief", "firm"])
  func `only who keeps the master imports lists`(who: String) async throws {
    let house = try await House.withRegisters()
    try await house.visit { browser in
      _ = try await browser.signIn(who)
      for path in ["/facilities/import", "/facilities/imports/x"] {
        #expect(try await browser.get(path).status == .forbidden)
      }
      _ = try await browser.get("/cases")
      for path in [
        "/facilities/imports/x/apply", "/facilities/imports/x/discard",
        "/facilities/imported/1/undo",
      ] {
        #expect(try await browser.post(path, [:]).status == .forbidden)
      }
    }
  }

  @Test func `unknown names of a register's table are registered, and the import goes on`()
    async throws
  {
    let house = try await House.withRegisters()
    let register = try #require(
      house.plan.registers.first { register in
        register.fields.contains { $0.kind == .facility }
          && register.fields.allSatisfy {
            !$0.isRequired || [.facility, .text].contains($0.kind)
          } && register.key.allSatisfy { register.field($0)?.kind == .facility }
      })
    let owner = try #require(register.fields.first { $0.kind == .facility })
    let others = register.fields.filter { $0.isRequired && $0.kind == .text }.map(\.id)
    let header = ([owner.id] + others).joined(separator: ",")
    let rest = others.map { _ in ",x" }.joined()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let (address, page) = try await browser.preview(
        register.id, "\(header)\n新天地涂装\(rest)\n星河工地\(rest)\n")
      #expect(page.contains("2 个名称还没有登记") && page.contains("\(address)/names"))
      let names = try await browser.get("\(address)/names").text
      #expect(names.contains("新天地涂装") && names.contains("星河工地"))
      _ = try await browser.post("\(address)/names", ["kind": "site"])
      let again = try await browser.settled(address)
      #expect(again.contains("\(address)/apply"))
      #expect(
        try await facilities(house).filter { $0.kind == .site && $0.name.zh == "星河工地" }.count == 1)
      // Nothing is left to be asked.
      #expect(try await browser.get("\(address)/names").status == .seeOther)
    }
  }
}
