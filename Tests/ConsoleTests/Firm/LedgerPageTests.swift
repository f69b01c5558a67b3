import Foundation
import HTTPTypes
import HummingbirdTesting
import Ledger
import Testing

@testable import Console

/// The registers that a firm keeps itself.
struct LedgerPageTests {
  private static let carbon = "/firm/dye-works/ledgers/carbon-changes"
  private static let openings = "/firm/dye-works/ledgers/bypass-openings"

  private func preview(
    _ text: String, _ browser: Browser
  ) async throws -> (address: String, page: String) {
    _ = try await browser.get(Self.carbon + "/import")
    let sent = try await browser.send(
      Self.carbon + "/imports", [:], file: "file", named: "rows.csv", Array(text.utf8))
    let address = sent.headers[.location] ?? ""
    #expect(address.hasPrefix(Self.carbon + "/imports/"))
    return (address, try await browser.settled(address))
  }

  @Test func `a firm adds and corrects its own rows, which the bureau sees as its statement`()
    async throws
  {
    let house = try await House.withFirms()
    try await house.visit { browser in
      _ = try await browser.signIn("firm")
      let form = try await browser.get(Self.openings + "/new").text
      #expect(form.contains("valve-1") && !form.contains("mill-meter"))
      #expect(!form.contains("name=\"f-facility\""))
      let made = try await browser.upload(
        Self.openings + "/rows",
        [
          "request": form.hidden("request"), "f-facility": "paper-mill", "f-bypass": "RTO旁路",
          "f-valve": "valve-1", "f-opened-at": "2026-06-01T08:00", "f-cause": "test",
          "f-by": "赵班长",
        ])
      let address = try #require(made.headers[.location])
      #expect(made.status == .seeOther && address.hasPrefix(Self.openings + "/rows/"))
      #expect(try await browser.get(address).text.contains("赵班长"))
      let bad = try await browser.upload(
        Self.openings + "/rows",
        [
          "request": "another-request", "f-bypass": "RTO旁路", "f-valve": "mill-meter",
          "f-opened-at": "2026-06-01T09:00", "f-cause": "test", "f-by": "赵班长",
        ])
      #expect(bad.status == .unprocessableContent)
      let changed = try await browser.upload(
        address,
        [
          "version": "1", "f-bypass": "RTO旁路", "f-valve": "valve-1",
          "f-opened-at": "2026-06-01T08:00", "f-closed-at": "2026-06-01T08:20",
          "f-cause": "test", "f-by": "赵班长", "why": "补关闭时间",
        ])
      #expect(changed.status == .seeOther)
    }
    let row = try #require(try await house.rows("bypass-openings").first)
    #expect(row["facility"] == .text("dye-works") && row.version == 2)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      #expect(try await browser.get("/registers/bypass-openings").text.contains("企业自报"))
      let page = try await browser.get("/registers/bypass-openings/rows/\(row.id)").text
      #expect(page.contains("企业自报") && page.contains("补关闭时间"))
    }
  }

  @Test func `a table brings the own firm's rows alone`() async throws {
    let house = try await House.withFirms()
    let other = try await house.addRow("carbon-changes", House.carbon("paper-mill", bed: "一号"))
    try await house.visit { browser in
      _ = try await browser.signIn("firm")
      let (_, foreign) = try await preview(
        "facility,bed,due\n造纸厂,一号,2026-06-30\n没有这家,二号,2026-06-30\n", browser)
      #expect(foreign.components(separatedBy: "这里只能填写本企业").count == 3)
      #expect(!foreign.contains("登记") || !foreign.contains("/names"))
      let (_, byNumber) = try await preview(
        "行号,bed,due\n\(other.id),改名,2026-06-30\n", browser)
      #expect(byNumber.contains("台账没有这个行号"))
      let (address, page) = try await preview(
        "bed,due,tonnes\n一号,2026-06-30,1.2\n二号,2026-07-31,0.8\n", browser)
      #expect(try await browser.confirm(address, page).contains("新增 2 行"))
      #expect(try await browser.get(Self.carbon + "/template").status == .ok)
      let export = try await browser.get(Self.carbon + "/export?format=csv").text
      #expect(export.contains("二号") && !export.contains("造纸厂"))
    }
    let rows = try await house.rows("carbon-changes")
    #expect(rows.map { $0["facility"].text } == ["paper-mill", "dye-works", "dye-works"])
    #expect(try await house.row("carbon-changes", other.id)?.version == 1)
  }

  @Test func `the bureau looks at a firm's ledger and changes it nowhere but in the register`()
    async throws
  {
    let house = try await House.withFirms()
    let row = try await house.addRow("carbon-changes", House.carbon("dye-works", bed: "一号"))
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      #expect(try await browser.get(Self.carbon).text.contains("一号"))
      #expect(try await browser.get(Self.carbon + "/new").status == .forbidden)
      let removed = try await browser.post(
        "\(Self.carbon)/rows/\(row.id)/removal", ["version": "1", "why": "x"])
      #expect(removed.status == .forbidden)
    }
  }
}
