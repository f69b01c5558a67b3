import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ledger
import Testing

@testable import Console

struct RotaPageTests {
  @Test func `turns are added day by day, shown on the desk, and removed`() async throws {
    let house = try await House()
    let duty = try #require(try await house.account("duty"))
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      #expect(try await browser.get("/desk").text.contains("目前没有排班"))
      _ = try await browser.get("/rota")
      let added = try await browser.post(
        "/rota",
        [
          "day": "2026-06-01", "through": "2026-06-03", "part": "whole", "account": "\(duty.id)",
          "month": "2026-06",
        ])
      #expect(added.headers[.location] == "/rota?month=2026-06")
      let page = try await browser.get("/rota?month=2026-06")
      #expect(page.text.matches(of: /class="rota-turn[ "]/).count == 3)
      #expect(page.text.contains("当班：值守员"))
      #expect(try await browser.get("/desk").text.contains("当班：值守员"))
      let again = try await browser.post(
        "/rota", ["day": "2026-06-03", "part": "whole", "account": "\(duty.id)"])
      #expect(again.status == .unprocessableContent)
      _ = try await browser.post("/rota/1/removal", ["month": "2026-06"])
      #expect(try await browser.get("/desk").text.contains("目前没有排班"))
    }
  }

  @Test(arguments: ["", "2026-13", "x", "2026-6", "9999-01", "-001-01", "2026-06-01"])
  func `a month that is none is the present one`(month: String) async throws {
    try await House().visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get("/rota?month=\(month)")
      #expect(page.status == .ok && page.text.contains("2026-06"))
    }
  }

  @Test func `officers see the rota and cannot change it, contacts and guests see nothing`()
    async throws
  {
    try await House().visit { browser in
      _ = try await browser.signIn("town")
      let page = try await browser.get("/rota")
      #expect(page.status == .ok && !page.text.contains("name=\"part\""))
      for (path, fields) in [
        ("/rota", ["day": "2026-06-01", "part": "whole", "account": "1"]),
        ("/rota/1/removal", [:]), ("/shift", ["text": "x"]),
        ("/shift/hand-overs", ["to": "1", "note": "x"]),
      ] {
        #expect(try await browser.post(path, fields).status == .forbidden, "\(path)")
      }
      let firm = Browser(client: browser.client)
      _ = try await firm.signIn("firm")
      for path in ["/rota", "/shift", "/people"] {
        #expect(try await firm.get(path).status == .forbidden, "\(path)")
        #expect(
          try await Browser(client: browser.client).get(path).status == .seeOther, "\(path)")
      }
    }
  }

  @Test func `the desk is handed over with a note that both sign`() async throws {
    let house = try await House()
    try await house.openRegisters()
    let second = try await house.person("second", [.duty])
    try await house.visit { browser in
      let other = Browser(client: browser.client)
      _ = try await browser.signIn("duty")
      _ = try await browser.get("/shift")
      _ = try await browser.post("/shift", ["text": "10:05 接报 <b>秸秆焚烧</b>"])
      let page = try await browser.get("/shift")
      #expect(page.text.contains("接报 &lt;b&gt;秸秆焚烧"))
      let empty = try await browser.post("/shift", ["text": "  "])
      #expect(empty.status == .unprocessableContent && empty.text.contains("内容为空"))
      _ = try await browser.post(
        "/shift/hand-overs", ["to": "\(second.id)", "note": "请跟进焚烧点"])
      #expect(try await browser.get("/shift").text.contains("待接班人签字"))
      let own = try await browser.post("/shift/hand-overs/1/signature", [:])
      #expect(own.status == .unprocessableContent)
      _ = try await other.signIn("second")
      #expect(try await other.get("/notifications").text.contains("值守员向您交班"))
      #expect(try await other.get("/shift").text.contains("签字接班"))
      _ = try await other.post("/shift/hand-overs/1/signature", [:])
      #expect(try await other.get("/shift").text.contains("双方已签"))
      #expect(try await other.get("/registers/duty-shifts").text.contains("请跟进焚烧点"))
    }
  }

  @Test func `a rota is imported whole, or its faults are shown, and given out as it is taken`()
    async throws
  {
    let house = try await House()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      _ = try await browser.get("/rota")
      func send(_ text: String) async throws -> TestResponse {
        try await browser.send(
          "/rota/imports", [:], file: "file", named: "六月.csv", Array(text.utf8))
      }
      let refused = try await send("日期,班次,值班人员\n2026-06-02,白班,值守员\n2026-06-03,白班,<b>谁\n")
      #expect(refused.status == .unprocessableContent)
      #expect(refused.text.contains("六月.csv") && refused.text.contains("&lt;b&gt;谁"))
      #expect(!(try await browser.get("/rota?month=2026-06").text.contains("/removal")))
      let taken = try await send("日期,班次,值班人员\n2026-06-02,白班,值守员\n")
      #expect(taken.headers[.location] == "/rota?month=2026-06&added=1&known=0&removed=0")
      let page = try await browser.get(taken.headers[.location] ?? "").text
      #expect(page.contains("新增 1 班") && page.contains("/removal"))
      let sheet = try await browser.get("/rota/sheet?month=2026-06&format=csv").text
      #expect(sheet.contains("2026-06-02,白班,值守员"))
      let again = try await send(sheet)
      #expect(again.headers[.location] == "/rota?month=2026-06&added=0&known=1&removed=0")
    }
    try await house.visit { browser in
      _ = try await browser.signIn("town")
      _ = try await browser.get("/rota")
      let refused = try await browser.send(
        "/rota/imports", [:], file: "file", named: "a.csv", Array("日期,全天\n".utf8))
      #expect(refused.status == .forbidden)
    }
  }
}
