import ActionPlan
import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import Ledger
import NIOCore
import Testing

@testable import Console

extension Browser {
  /// Uploads a sheet and follows to its preview.
  fileprivate func preview(
    _ csv: String, of system: String = "12345"
  ) async throws -> (address: String, page: String) {
    _ = try await get("/exchange/\(system)")
    let sent = try await send(
      "/exchange/\(system)/imports", [:], file: "file", named: "热线.csv", Array(csv.utf8))
    let address = try #require(sent.headers[.location])
    return (address, try await get(address).text)
  }
}

struct ExchangePageTests {
  private func numbers(_ house: House, _ file: CaseFile) async throws -> [OutsideNumber] {
    try await house.ledger.read { db in try OutsideNumbers.of(file.id, in: db) }
  }

  @Test func `a number is written on a case's page, found by the list and told in the timeline`()
    async throws
  {
    let house = try await House()
    let file = try await house.openCase(finding: 1)
    let other = try await house.openCase(finding: 2)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get("/cases/\(file.id)").text
      #expect(page.contains("外部编号") && page.contains("12345政务服务便民热线"))
      let form = ["system": "12345", "number": "20260601000123", "request": "request-1"]
      #expect(try await browser.post("/cases/\(file.id)/numbers", form).status == .seeOther)
      let shown = try await browser.get("/cases/\(file.id)").text
      #expect(shown.contains("20260601000123") && shown.contains("登记12345政务服务便民热线编号"))
      let list = try await browser.get("/cases?show=all&q=20260601000123").text
      #expect(list.contains(file.number) && !list.contains(other.number))
      let taken = try await browser.post(
        "/cases/\(other.id)/numbers",
        ["system": "12345", "number": "20260601000123", "request": "request-2"])
      #expect(taken.status == .conflict && taken.text.contains("已登记在 \(file.number)"))
      let bound = try await browser.get("/cases?show=all&system=12345").text
      #expect(bound.contains(file.number) && !bound.contains(other.number))
    }
    try await house.visit { browser in
      _ = try await browser.signIn("chief")
      let page = try await browser.get("/cases/\(file.id)").text
      #expect(page.contains("20260601000123") && !page.contains("登记外部编号"))
      #expect(try await browser.get("/exchange").status == .forbidden)
    }
  }

  @Test func `a sheet is shown, asks of conflicts, is written once confirmed, and taken back`()
    async throws
  {
    let house = try await House()
    let file = try await house.openCase(finding: 1)
    let other = try await house.openCase(finding: 2)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      _ = try await browser.post(
        "/cases/\(other.id)/numbers", ["system": "12345", "number": "1111", "request": "request-1"])
      let sheet = "问题单编号,工单编号,状态\n\(file.number),2222,处理中\n\(other.number),3333,已办结\n"
      let (address, page) = try await browser.preview(sheet)
      #expect(page.contains("编号冲突") && page.contains("name=\"row-3\""))
      #expect(page.contains("与本系统不一致"))
      let mark = String(page).hidden("mark")
      let unsaid = try await browser.post("\(address)/apply", ["mark": mark])
      #expect(unsaid.status == .conflict && unsaid.text.contains("有 1 行与已登记的编号冲突"))
      let stale = try await browser.post("\(address)/apply", ["mark": "x", "row-3": "keep"])
      #expect(stale.status == .conflict && stale.text.contains("重新作的预览"))
      #expect(try await numbers(house, file).isEmpty)
      _ = try await browser.post("\(address)/apply", ["mark": mark, "row-3": "keep"])
      #expect(try await numbers(house, file).map(\.status) == ["办理中"])
      #expect(try await numbers(house, other).map(\.number) == ["1111"])
      let shown = try await browser.get("/cases/\(other.id)").text
      #expect(shown.contains("不一致：本系统为未受理，应为“待受理”"))
      #expect(try await browser.get("/exchange").text.contains("状态不一致"))
      #expect(try await browser.get("/exchange/12345").text.contains("新登记 1，变更 1"))
      _ = try await browser.post("/exchange/12345/done/1/undo", [:])
      #expect(try await numbers(house, file).isEmpty)
      let again = try await browser.post("/exchange/12345/done/1/undo", [:])
      #expect(again.status == .conflict && again.text.contains("已撤销"))
    }
  }

  @Test func `a list goes out as a sheet in a system's words or in our own`() async throws {
    let house = try await House()
    let file = try await house.openCase(finding: 1)
    let other = try await house.openCase(finding: 2)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      _ = try await browser.post(
        "/cases/\(file.id)/numbers", ["system": "12369", "number": "5555", "request": "request-1"])
      let all = try await browser.get("/cases/export?show=all&words=12369&format=csv").text
      #expect(all.contains("\(file.number),5555,待办") && all.contains("\(other.number),,待办"))
      let bound = try await browser.get("/cases/export?words=12369&numbered=1&format=csv").text
      #expect(bound.contains(file.number) && !bound.contains(other.number))
      let own = try await browser.get("/cases/export?show=all&format=csv").text
      #expect(own.contains("办理环节") && !own.contains("外部编号"))
      #expect(try await browser.get("/cases/export?words=none").status == .badRequest)
      #expect(try await browser.get("/cases/export?format=xlsx").status == .ok)
      #expect(try await browser.get("/exchange/12345/template?format=csv").text.contains("对方状态"))
    }
    try await house.visit { browser in
      _ = try await browser.signIn("town")
      let none = try await browser.get("/cases/export?show=all&format=csv").text
      #expect(!none.contains(file.number))
    }
  }

  @Test func `a program reads the words, gives numbers and status, all or nothing, and once`()
    async throws
  {
    let house = try await House()
    let file = try await house.openCase(finding: 1)
    let other = try await house.openCase(finding: 2)
    let key = try await house.caseKey(of: "duty")
    let bearer: HTTPFields = [.authorization: "Bearer \(key)"]
    try await house.visit { program in
      let systems = try await program.send("/api/exchange", .get, headers: bearer).text
      #expect(systems.contains(#""system":"12345""#) && systems.contains("办理中"))
      let wrong = try await program.json(
        "/api/exchange/12345",
        #"{"request": "exchange-1", "rows": [{"case": "\#(file.number)", "number": "1234"}, {"case": "X", "number": "5678"}]}"#,
        key: key)
      #expect(wrong.status == .unprocessableContent)
      #expect(wrong.text.contains(#""field":"case""#) && wrong.text.contains(#""row":2"#))
      #expect(try await numbers(house, file).isEmpty)
      let body =
        #"{"request": "exchange-2", "rows": [{"case": "\#(file.number)", "number": "1234", "status": "处理中", "statusAt": 1780281000}]}"#
      let first = try await program.json("/api/exchange/12345", body, key: key)
      #expect(first.status == .ok && first.text.contains(#""outcome":"added""#))
      let second = try await program.json("/api/exchange/12345", body, key: key)
      #expect(second.text == first.text)
      #expect(try await numbers(house, file).map(\.status) == ["办理中"])
      let clash = try await program.json(
        "/api/exchange/12345",
        #"{"request": "exchange-3", "rows": [{"case": "\#(file.number)", "number": "9999"}]}"#,
        key: key)
      #expect(
        clash.text.contains(#""outcome":"conflict""#) && clash.text.contains(#""present":"1234""#))
      let list = try await program.send("/api/exchange/12345", .get, headers: bearer).text
      #expect(list.contains(file.number) && !list.contains(other.number))
      #expect(list.contains(#""status":"待受理""#))
      let set = try await program.json(
        "/api/cases/\(other.id)/numbers",
        #"{"request": "number-01", "system": "12345", "number": "4321"}"#, key: key)
      #expect(set.status == .ok)
      let gone = try await program.json(
        "/api/cases/\(other.id)/numbers",
        #"{"request": "number-02", "system": "12345", "former": "4321"}"#, key: key)
      #expect(gone.status == .ok)
      #expect(try await numbers(house, other).isEmpty)
      let none = try await program.send("/api/exchange/none", .get, headers: bearer)
      #expect(none.status == .notFound)
    }
  }
}
