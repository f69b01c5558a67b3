import ActionPlan
import Casework
import Foundation
import GRDB
import Ledger
import Testing

@testable import lantian

/// A record served on a firm that refuses it, and the firm's contact on a phone.
@Suite(.serialized) struct `The story of a firm` {
  private static let fields = [
    "v-address": "杭州湾上虞经开区", "v-inspected-on": "", "v-from-until": "9时30分至10时15分",
    "v-officer-1.name": "卫红", "v-officer-1.certificate": "YC-001", "v-officer-2.name": "何平",
    "v-officer-2.certificate": "YC-002", "v-recorder": "何平", "v-contact": "钱建", "v-post": "厂长",
    "v-informed": "done", "v-findings": "治污设施停运。", "v-receipt": "refused",
    "v-refusal": "不认可", "v-witness": "社区李某",
  ]

  @Test(.timeLimit(.minutes(3)))
  func `a record is served before a witness, its receipt drafted, and withdrawn; the firm answers`()
    async throws
  {
    try await TestDistrict.during(before: Self.openCase) { district in
      let officer = try await district.account("wei-bureau", role: "officer", unit: "EEB")
      let contact = try await district.contact("qian-firm", of: "dye-works")
      try await Browser.during(width: 1440, height: 900) { browser in
        try await browser.view(.desk)
        try await browser.signIn(officer, at: district.console)
        let record = try await draft(browser, district)
        try await serve(record, browser, district)
        try await browser.signOut()
        try await browser.view(.phone)
        try await browser.signIn(contact, at: district.console)
        try await answer(browser)
        try await follow(browser, district, officer)
      }
    }
  }

  /// A firm with a case, before anybody serves the folder.
  @Sendable private static func openCase(in site: ServerProcess.Site) async throws {
    let reading = try PlanReading(checking: site.plan.path)
    let plan = try #require(reading.plan)
    let district = try await OpenDistrict(
      opening: site.data.path, plan: reading, holdsSimulatedData: nil)
    let now = district.now()
    try await district.ledger.write { db in
      _ = try Facilities.upsert(
        Facility(
          id: "dye-works", name: Label(zh: "蓝天染厂", en: "Dye works"),
          creditCode: "91330604MA2885Q68A", kind: .enterprise, place: "330604001"),
        plan: plan, by: .system("test"), at: now, in: db)
      _ = try CaseBook.open(
        CaseOpening(
          procedure: "electricity-abnormal", severity: .serious, source: .finding(1),
          title: CaseTitle(.rule, ["rule": "treatment-off-while-producing"]), occurredAt: now,
          facility: "dye-works", place: "330604001"),
        plan: plan, actor: .system("test"), at: now, in: db)
    }
  }

  /// - Returns: the address of the record once it is signed.
  private func draft(_ browser: Browser, _ district: TestDistrict) async throws -> String {
    try await browser.go(to: district.console + "/cases/1")
    try await browser.choose("inspection-record", in: "#document-form")
    try await browser.click(".document-form button")
    let today = try await browser.evaluate("return new Date().toISOString().slice(0, 10)")
    try await fill(Self.fields.merging(["v-inspected-on": today]) { $1 }, browser)
    try await browser.click("#sign form button")
    try await browser.waitFor("#serve-on")
    return try await browser.evaluate("return location.pathname")
  }

  /// Writes into a document's form and keeps it.
  private func fill(_ fields: [String: String], _ browser: Browser) async throws {
    try await browser.waitFor("form[action$='/values']")
    try await browser.evaluate(
      """
      for (const [name, value] of Object.entries(arguments[0]))
        document.getElementsByName(name)[0].value = value;
      window.before = true;
      """, [fields])
    try await browser.click("form[action$='/values'] button.primary")
    try await browser.wait(until: "return window.before === undefined", "the kept draft")
    #expect(try await browser.exists("#sign .document-gaps") == false)
  }

  private func serve(
    _ record: String, _ browser: Browser, _ district: TestDistrict
  ) async throws {
    try await browser.choose("left", in: "#serve-way")
    try await browser.type("门卫王五", into: "#serve-receiver")
    try await browser.click("form[action$='/service'] button")
    try await browser.wait(
      until: "return document.querySelector('[role=alert]')?.innerText.includes('拒收事由')",
      "what a service by leaving behind needs")
    try await browser.choose("left", in: "#serve-way")
    try await browser.type("门卫王五", into: "#serve-receiver")
    try await browser.type("15:30", into: "#serve-time")
    try await browser.type("拒绝接收", into: "#serve-refusal")
    try await browser.type("社区李某", into: "#serve-witness")
    try await browser.click("form[action$='/service'] button")
    try await browser.waitFor("button[value=receipt-of-service]")
    #expect(try await browser.text(".document-head").contains("社区李某"))
    try await browser.picture("document-served")
    try await browser.click("button[value=receipt-of-service]")
    try await browser.waitFor("form[action$='/values']")
    #expect(try await browser.text(".document-paper").contains("留置送达"))
    try await fill(
      [
        "v-officer-1.name": "卫红", "v-officer-1.certificate": "YC-001",
        "v-officer-2.name": "何平", "v-officer-2.certificate": "YC-002",
        "v-place": "企业门卫室", "v-served-at": "15:30",
      ], browser)
    try await browser.picture("receipt-draft")
    try await browser.click("#sign form button")
    try await browser.waitFor("form[action$='/withdrawal']")
    try await browser.click("details.step summary")
    try await browser.type("文号有误，重新制作", into: "#ground")
    try await browser.click("form[action$='/withdrawal'] button")
    try await browser.wait(
      until: "return document.querySelector('.document-head')?.innerText.includes('已撤回')",
      "the withdrawn receipt")
    try await browser.go(to: district.console + record)
    #expect(try await browser.exists("button[value=receipt-of-service]"))
  }

  /// The contact lands on the firm's page, acknowledges the case and declares a stop.
  private func answer(_ browser: Browser) async throws {
    try await browser.waitFor("#asks")
    #expect(try await browser.evaluate("return location.pathname") == "/firm/dye-works")
    #expect(try await browser.text("#documents").contains("现场检查"))
    #expect(try await browser.scrollsSideways() == false)
    try await browser.picture("firm")
    try await browser.click("#asks form button")
    try await browser.wait(
      until: "return !document.querySelector('#asks form button')", "the acknowledged case")
    try await browser.click(".page-head .actions a")
    try await browser.waitFor("[name=kind][value=maintenance]")
    try await browser.click("[name=kind][value=maintenance]")
    try await browser.evaluate(
      """
      const until = document.querySelector("[name=until]");
      until.value = document.querySelector("[name=from]").value.slice(0, 11) + "23:59";
      """)
    try await browser.type("更换布袋", into: "#reason")
    #expect(try await browser.scrollsSideways() == false)
    try await browser.picture("firm-stop")
    try await browser.click("main form button.primary")
    try await browser.wait(
      until: "return document.querySelector('#stops')?.innerText.includes('更换布袋')",
      "the declared stop")
  }

  /// The page follows what the bureau does while the contact writes in it.
  private func follow(
    _ firm: Browser, _ district: TestDistrict, _ officer: TestDistrict.Person
  ) async throws {
    try await firm.evaluate("window.stays = true")
    #expect(try await firm.exists("#asks form button") == false)
    try await firm.click("#stops details summary")
    try await firm.type("改期", into: "#stops input[name=ground]")
    try await Browser.during(width: 1440, height: 900) { bureau in
      try await bureau.signIn(officer, at: district.console)
      try await bureau.go(to: district.console + "/cases/1")
      try await bureau.click(".case-note summary")
      try await bureau.type("请尽快恢复治污设施", into: "#note-text")
      try await bureau.click(".case-note form button:not([type=button])")
      try await bureau.wait(
        until: "return document.querySelector('.timeline').innerText.includes('请尽快恢复')",
        "the bureau's note")
    }
    try await firm.wait(
      until: "return document.querySelector('#asks form button') !== null && window.stays",
      "the news of the case, without a reload")
    #expect(
      try await firm.evaluate("return document.querySelector('#stops input[name=ground]').value")
        == "改期")
    try await firm.picture("firm-followed")
    try await firm.click("#asks .item-title a")
    try await firm.waitFor(".case-acknowledge form button")
    #expect(try await firm.scrollsSideways() == false)
    try await firm.picture("firm-case")
    try await firm.click(".case-acknowledge form button")
    try await firm.wait(
      until: """
        return document.querySelector('.case-acknowledge')?.innerText.includes('已确认')
          && !document.querySelector('.case-acknowledge form')
        """, "the case acknowledged on its own page")
  }
}
