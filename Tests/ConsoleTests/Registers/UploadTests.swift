import ActionPlan
import AirQuality
import Foundation
import GRDB
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ledger
import TableFixtures
import Testing

@testable import Console

/// What becomes of an upload between its preview and its confirmation.
struct UploadTests {
  private static let table =
    "camera,name,place,position\nC-1,塔山,330604001,120.9 30.02\nC-2,凤凰山,330604001,120.91 30.03\n"

  /// Of a register whose rows have a key.
  private static let parks = "park,due\n甲园,2021-10-31\n乙园,2021-11-30\n"

  private func files(_ house: House) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: house.folder + "/uploads")) ?? []
  }

  private func actions(_ house: House) async throws -> [String] {
    try await house.ledger.read { db in
      try AuditLog.entries(object: "register/cameras", in: db).map(\.action)
    }
  }

  @Test func `a restart between upload and confirmation loses nothing`() async throws {
    let house = try await House.withRegisters()
    let seen = Box<(address: String, page: String)>(("", ""))
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      await seen.set(try await browser.preview("cameras", Self.table))
    }
    #expect(files(house).count == 1)
    // A server that starts while the file is still to be read begins anew.
    try await house.ledger.write { db in
      try db.execute(sql: "UPDATE register_import SET state = 'staging', preview = NULL")
    }
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let (address, _) = await seen.value
      #expect(try await browser.get("/registers/cameras/import").text.contains(address))
      let page = try await browser.settled(address)
      #expect(page.contains("<dd class=\"figure-value\">2</dd>"))
      #expect(try await browser.confirm(address, page).contains("新增 2 行"))
    }
    #expect(try await house.rows("cameras").count == 2)
    #expect(files(house) == [])
    #expect(try await actions(house) == ["register.import", "register.upload"])
  }

  @Test func `an import that a stop broke off is taken back, and the person is told`()
    async throws
  {
    let house = try await House.withRegisters()
    let seen = Box<(address: String, page: String)>(("", ""))
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      await seen.set(try await browser.preview("cameras", Self.table))
    }
    try await house.ledger.write { db in
      try db.execute(sql: "UPDATE register_import SET state = 'undone'")
    }
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let (address, _) = await seen.value
      #expect(try await browser.settled(address).contains("已写入的部分全部撤回"))
    }
  }

  @Test func `under another plan a new preview is shown and nothing is written`() async throws {
    let house = try await House.withRegisters()
    let seen = Box<(address: String, page: String)>(("", ""))
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      await seen.set(try await browser.preview("cameras", Self.table))
    }
    try await house.ledger.write { db in
      try db.execute(sql: "UPDATE register_import SET plan = 'another'")
    }
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let (address, old) = await seen.value
      let page = try await browser.confirm(address, old)
      #expect(page.contains("方案有了变动，没有写入任何内容"))
      #expect(try await browser.confirm(address, page).contains("新增 2 行"))
    }
  }

  @Test func `a key taken after the preview gives a new preview and no word of the database`()
    async throws
  {
    let house = try await House.withRegisters()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let (address, old) = try await browser.preview("fresh-air-parks", Self.parks)
      try await house.addRow(
        "fresh-air-parks", ["park": .text("乙园"), "due": .text("2021-12-01")])
      let page = try await browser.confirm(address, old)
      #expect(page.contains("台账有了变动，没有写入任何内容"))
      #expect(!page.contains("SQLite") && !page.contains("UNIQUE"))
      #expect(page.contains("2021-12-01") && page.contains("2021-11-30"))
      #expect(try await house.rows("fresh-air-parks").count == 1)
      _ = try await browser.post("/preferences", ["language": "en", "back": "/"])
      #expect(try await browser.get(address).text.contains("changed after your preview"))
      #expect(try await browser.confirm(address, page).contains("1 rows added, 1 changed"))
    }
  }

  @Test func `a row that has nothing to do with the table does not hinder it`() async throws {
    let house = try await House.withRegisters()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let (address, page) = try await browser.preview("cameras", Self.table)
      try await house.addRow("cameras", House.camera("C-9"))
      #expect(try await browser.confirm(address, page).contains("新增 2 行"))
      #expect(try await house.rows("cameras").count == 3)
    }
  }

  @Test func `two windows see the same upload, and it is written once`() async throws {
    let house = try await House.withRegisters()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let (first, page) = try await browser.preview("fresh-air-parks", Self.parks)
      let (second, _) = try await browser.preview(
        "fresh-air-parks", Self.parks.replacing("甲园", with: "丙园"))
      #expect(try await browser.get(first).text.contains("/apply\""))
      let other = Browser(client: browser.client)
      _ = try await other.signIn("duty")
      let same = try await other.settled(first)
      #expect(try await browser.confirm(first, page).contains("新增 2 行"))
      #expect(try await other.confirm(first, same).contains("新增 2 行"))
      // Of the other file one row is there now.
      let moved = try await browser.confirm(second, try await browser.get(second).text)
      #expect(moved.contains("台账有了变动"))
      #expect(try await house.rows("fresh-air-parks").count == 2)
    }
  }

  @Test func `an upload is nobody else's`() async throws {
    let house = try await House.withRegisters()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let (address, page) = try await browser.preview("construction-sites", "name\nx\n")
      let other = Browser(client: browser.client)
      _ = try await other.signIn("builder")
      #expect(try await other.get(address).text.contains("已过期或已放弃"))
      _ = try await other.confirm(address, page)
      _ = try await other.post("\(address)/discard", [:])
      #expect(!(try await browser.get(address).text.contains("已过期或已放弃")))
    }
  }

  @Test func `nobody keeps more than a few uploads, and a day later they are gone`() async throws {
    let house = try await House.withRegisters()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      // What was written is no longer one of them.
      let (written, page) = try await browser.preview("fresh-air-parks", Self.parks)
      #expect(try await browser.confirm(written, page).contains("新增 2 行"))
      var last = ""
      for _ in 0..<UploadStore.personLimit {
        last = try await browser.preview("cameras", Self.table).address
      }
      let refused = try await browser.send(
        "/registers/cameras/imports", [:], file: "file", named: "x.csv", Array("a\n".utf8))
      #expect(refused.text.contains("已有 8 份上传的表格等待确认"))
      #expect(files(house).count == UploadStore.personLimit)
      house.move(seconds: UploadStore.keptSeconds)
      _ = try await browser.signIn("duty")
      let (address, _) = try await browser.preview("cameras", Self.table)
      #expect(files(house) == [address.split(separator: "/").last.map(String.init) ?? ""])
      #expect(try await browser.get(last).text.contains("已过期或已放弃"))
      #expect(try await actions(house).contains("register.upload-discard"))
    }
  }

  @Test func `another sheet may be read, and what was left out is told`() async throws {
    let house = try await House.withRegisters()
    let book = try TableFiles.workbook(
      TableFiles.row(
        1, ["camera", "name", "place", "position"].map { TableFiles.inline($0) })
        + TableFiles.row(
          2, ["C-1", "塔山", "330604001", "120.9 30.02"].map { TableFiles.inline($0) }))
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let (address, page) = try await browser.preview("cameras", bytes: book, named: "b.xlsx")
      #expect(page.contains("只读入了工作表“一 &amp; 二”，没有读入：other。"))
      _ = try await browser.post("\(address)/sheet", ["sheet": "other"])
      let other = try await browser.settled(address)
      #expect(other.contains("PM10") && other.contains("台账没有这一列"))
    }
  }

  private actor Box<Value: Sendable> {
    private(set) var value: Value
    init(_ value: Value) { self.value = value }
    func set(_ value: Value) { self.value = value }
  }
}
