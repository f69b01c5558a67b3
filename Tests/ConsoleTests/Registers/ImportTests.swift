import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ledger
import Testing

@testable import Console

struct ImportTests {
  private static let header = "camera,name,place,position"

  @Test func `a file shows what it will change, and is written once that is confirmed`()
    async throws
  {
    let house = try await House.withRegisters()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let (address, page) = try await browser.preview(
        "cameras",
        "\(Self.header)\nC-1,塔山,330604001,120.9 30.02\nC-2,凤凰山,330604001,120.91 30.03\n")
      #expect(page.contains("\(address)/apply"))
      #expect(page.contains("<dd class=\"figure-value\">2</dd>"))
      #expect(try await house.rows("cameras") == [])
      let done = try await browser.confirm(address, page, why: "年度清单")
      #expect(done.contains("新增 2 行"))
      #expect(try await house.rows("cameras").count == 2)
      #expect(try await house.changes("cameras", 1).first?.why == "年度清单")
      // Confirmed twice, it is written once.
      #expect(try await browser.confirm(address, page).contains("新增 2 行"))
      #expect(try await house.rows("cameras").count == 2)
    }
  }

  @Test func `every fault is named with its place, and nothing is written`() async throws {
    let house = try await House.withRegisters()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let (address, page) = try await browser.preview(
        "cameras", "\(Self.header)\nC-1,塔山,330604001,somewhere\nC-2,<b>凤凰</b>,nowhere,120.91 30\n")
      #expect(page.contains("somewhere") && page.contains("nowhere"))
      #expect(page.contains("没有写入任何内容") && !page.contains("/apply\""))
      _ = try await browser.post("\(address)/apply", [:])
      #expect(try await house.rows("cameras") == [])
    }
  }

  @Test func `an import is its uploader's alone, and gone once it is discarded`() async throws {
    let house = try await House.withRegisters()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let (address, _) = try await browser.preview(
        "cameras", "\(Self.header)\nC-1,塔山,330604001,120.9 30.02\n")
      let other = address.replacing("cameras", with: "construction-sites")
      #expect(try await browser.get(other).status == .unprocessableContent)
      _ = try await browser.post("\(address)/discard", [:])
      #expect(try await browser.get(address).text.contains("已过期或已放弃"))
      #expect(try await house.rows("cameras") == [])
    }
  }

  @Test func `without a file the page asks for one, and who keeps nothing may not import`()
    async throws
  {
    let house = try await House.withRegisters()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      _ = try await browser.get("/registers/cameras/import")
      let none = try await browser.send(
        "/registers/cameras/imports", [:], file: "file", named: "", [])
      #expect(none.status == .unprocessableContent && none.text.contains("请选择文件"))
      _ = try await browser.signIn("chief")
      #expect(try await browser.get("/registers/cameras/import").status == .forbidden)
      let sent = try await browser.send(
        "/registers/cameras/imports", [:], file: "file", named: "x.csv", Array("a\n".utf8))
      #expect(sent.status == .forbidden)
    }
  }
}
