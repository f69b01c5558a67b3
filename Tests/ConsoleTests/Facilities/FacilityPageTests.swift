import Casework
import Hummingbird
import HummingbirdTesting
import Ledger
import Testing

@testable import Console

struct FacilityPageTests {
  @Test func `one page holds a facility's rows, devices and cases`() async throws {
    let house = try await House.withRegisters()
    try await house.addRow(
      "construction-sites",
      [
        "facility": .text("dye-works"), "authority": .text("CSB"), "place": .text("330604001"),
        "kind": .text("demolition"),
      ])
    let file = try await house.openCase()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get("/facilities/dye-works").text
      #expect(page.contains("/registers/construction-sites/rows/1") && page.contains("拆除"))
      #expect(page.contains("/devices/\(House.meterMN)"))
      #expect(page.contains("/cases/\(file.id)"))
      #expect(page.contains("&lt;b&gt;染厂&lt;/b&gt;") && !page.contains("<b>染厂"))
      #expect(page.contains("/registers/construction-sites?f-facility=dye-works"))
      #expect(try await browser.get("/facilities/nobody").status == .notFound)
    }
  }

  @Test func `a facility is found by a part of its name, its kind and place`() async throws {
    let house = try await House.withRegisters()
    try await house.visit { browser in
      _ = try await browser.signIn("chief")
      for query in ["", "?q=%E6%9F%93%E5%8E%82", "?kind=enterprise&place=330604001"] {
        #expect(try await browser.get("/facilities\(query)").text.contains("/facilities/dye-works"))
      }
      let none = try await browser.get("/facilities?kind=mine").text
      #expect(none.contains("没有符合条件的对象"))
    }
  }

  @Test func `an officer sees of a facility's cases only the own`() async throws {
    let house = try await House.withRegisters()
    let file = try await house.openCase()
    try await house.visit { browser in
      _ = try await browser.signIn("builder")
      let page = try await browser.get("/facilities/dye-works").text
      #expect(!page.contains("/cases/\(file.id)\""))
    }
  }

  @Test func `a firm's contact and a guest do not see the master`() async throws {
    let house = try await House.withRegisters()
    try await house.visit { browser in
      #expect(try await browser.get("/facilities").status == .seeOther)
      _ = try await browser.signIn("firm")
      #expect(try await browser.get("/facilities").status == .forbidden)
      #expect(try await browser.get("/facilities/dye-works").status == .forbidden)
    }
  }
}
