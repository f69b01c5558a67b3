import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import Ledger
import Telemetry
import Testing

@testable import Console

/// A firm's own page, its stops and what it acknowledges.
struct FirmPageTests {
  private static let page = "/firm/dye-works"

  private func form(_ page: String, of action: String) throws -> [String: String] {
    let rest = try #require(page.components(separatedBy: "action=\"\(action)\"").dropFirst().first)
    return ["request": rest.hidden("request")]
  }

  private func declare(
    _ fields: [String: String], _ browser: Browser, photos: [[UInt8]] = []
  ) async throws -> TestResponse {
    let page = try await browser.get(Self.page + "/stops/new").text
    return try await browser.upload(
      Self.page + "/stops",
      try form(page, of: Self.page + "/stops").merging([
        "kind": "bypass", "from": "2026-06-01T10:30", "until": "2026-06-01T12:00",
        "reason": "检修<b>", "point": "valve-1",
      ]) { $1 }.merging(fields) { $1 }, photos: photos)
  }

  @Test func `a contact lands on the firm's page and sees what is asked, with what is late first`()
    async throws
  {
    let house = try await House.withFirms()
    let file = try await house.openCase()
    try await house.sample("meter-1", "power", "12.5", at: house.now - 60)
    try await house.visit { browser in
      let signedIn = try await browser.signIn("firm")
      #expect(signedIn.headers[.location] == "/firm")
      #expect(try await browser.get("/firm").headers[.location] == Self.page)
      let page = try await browser.get(Self.page).text
      #expect(page.contains("&lt;b&gt;染厂") && !page.contains("<b>染厂"))
      #expect(page.contains(file.number) && page.contains("12.5"))
      #expect(page.contains("活性炭更换台账") && page.contains("旁路启闭台账"))
      let sent = try await browser.post(
        Self.page + "/acknowledgements",
        try form(page, of: Self.page + "/acknowledgements").merging([
          "what": "case", "id": "\(file.id)",
        ]) { $1 })
      #expect(sent.status == .seeOther)
    }
    let events = try await house.ledger.read { db in try CaseBook.events(of: file.id, in: db) }
    #expect(events.map(\.kind) == [.opened, .acknowledged])
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      #expect(try await browser.get("/cases/\(file.id)").text.contains("企业确认已知悉"))
      let seen = try await browser.get(Self.page).text
      #expect(seen.contains("您只能查看") && !seen.contains("acknowledgements"))
    }
  }

  @Test func `a contact of two firms chooses, and sees each by itself`() async throws {
    let house = try await House.withFirms()
    try await house.visit { browser in
      _ = try await browser.signIn("both")
      let choice = try await browser.get("/firm").text
      #expect(choice.contains("/firm/dye-works") && choice.contains("/firm/paper-mill"))
      let mill = try await browser.get("/firm/paper-mill").text
      #expect(mill.contains("造纸厂") && !mill.contains("染厂") && !mill.contains("valve-1"))
    }
  }

  @Test func `a stop is declared, shown to the bureau with its contact, and withdrawn`()
    async throws
  {
    let house = try await House.withFirms()
    try await house.visit { browser in
      _ = try await browser.signIn("firm")
      let answer = try await declare([:], browser, photos: [onePixel])
      #expect(answer.status == .seeOther)
      let stop = try #require(try await house.stops().first)
      #expect(stop.points == ["valve-1"] && stop.photo != nil && stop.exceedances == [])
      let page = try await browser.get(Self.page).text
      #expect(page.contains("检修&lt;b&gt;") && page.contains("生效中"))
      let photo = try await browser.get("\(Self.page)/stops/\(stop.rows[0])/photo")
      #expect(photo.status == .ok)
      let action = "\(Self.page)/stops/\(stop.rows[0])/withdrawal"
      let gone = try await browser.post(
        action, try form(page, of: action).merging(["ground": "改期"]) { $1 })
      #expect(gone.status == .seeOther)
      #expect(try await house.stops().first?.withdrawnAt == house.now)
    }
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      #expect(try await browser.get("/notifications").text.contains("申报旁路开启"))
      let list = try await browser.get("/registers/declared-stops").text
      #expect(list.contains("企业自报"))
      let row = try #require(try await house.stops().first?.rows.first)
      let page = try await browser.get("/registers/declared-stops/rows/\(row)").text
      #expect(page.contains("企业联系人（企业自报）") && page.contains("改期"))
    }
  }

  @Test(arguments: [
    (["from": "2026-06-01T09:00"], "最早可填 2026-06-01 10:00"), (["kind": "holiday"], "请选择类型"),
    (["point": "mill-meter"], "所选点位不属于本企业"), (["until": ""], "请填写开始和结束时间"),
    (["reason": " "], "请写明原因"),
  ])
  func `what may not be declared is told, and what was typed stays`(
    fields: [String: String], said: String
  ) async throws {
    let house = try await House.withFirms()
    try await house.visit { browser in
      _ = try await browser.signIn("firm")
      let answer = try await declare(fields, browser)
      #expect(answer.status == .unprocessableContent)
      #expect(answer.text.contains(said))
      if fields["reason"] == nil { #expect(answer.text.contains("检修&lt;b&gt;")) }
    }
    #expect(try await house.stops() == [])
  }

  @Test func `a bypass declared while a value is over its limit is shown as that`() async throws {
    let house = try await House.withFirms()
    try await house.sample(
      "valve-1", "valve-state", "1", at: house.now - 60, statistic: .state)
    try await house.visit { browser in
      _ = try await browser.signIn("firm")
      #expect(try await declare([:], browser).status == .seeOther)
      #expect(try await browser.get(Self.page).text.contains("申报时数值已超限"))
    }
    #expect(try await house.stops().first?.exceedances.map(\.point) == ["valve-1"])
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      #expect(try await browser.get("/notifications").text.contains("申报时数值超限"))
    }
  }

  @Test func `another firm's contact gets nothing of it, by whatever address`() async throws {
    let house = try await House.withFirms()
    let file = try await house.openCase()
    try await house.visit { browser in
      _ = try await browser.signIn("firm")
      _ = try await declare([:], browser, photos: [onePixel])
    }
    let stop = try #require(try await house.stops().first)
    let carbon = try await house.addRow("carbon-changes", House.carbon("dye-works", bed: "一号炭床"))
    let own = try await house.addRow("carbon-changes", House.carbon("paper-mill", bed: "二号炭床"))
    try await house.visit { browser in
      _ = try await browser.signIn("rival")
      let ledger = "/firm/dye-works/ledgers/carbon-changes"
      for path in [
        Self.page, Self.page + "/stops/new", "\(Self.page)/stops/\(stop.rows[0])/photo", ledger,
        "\(ledger)/export", "\(ledger)/import", "\(ledger)/new", "\(ledger)/rows/\(carbon.id)",
        "\(ledger)/rows/\(carbon.id)/edit",
      ] {
        let answer = try await browser.get(path)
        #expect(answer.status == .forbidden, "\(path)")
        #expect(!answer.text.contains("染厂") && !answer.text.contains("炭床"))
      }
      // The own firm's address with the other's things.
      let mine = "/firm/paper-mill"
      for path in [
        "\(mine)/stops/\(stop.rows[0])/photo",
        "\(mine)/ledgers/carbon-changes/rows/\(carbon.id)",
        "\(mine)/ledgers/carbon-changes/rows/\(carbon.id)/edit", "\(mine)/ledgers/bypass-valves",
        "\(mine)/ledgers/declared-stops", "\(mine)/ledgers/nothing",
      ] {
        #expect(try await browser.get(path).status == .notFound, "\(path)")
      }
      let list = try await browser.get(
        "\(mine)/ledgers/carbon-changes?f-facility=dye-works&q=%E4%B8%80%E5%8F%B7"
      ).text
      #expect(!list.contains("一号炭床"))
      #expect(try await browser.get("\(mine)/ledgers/carbon-changes").text.contains("二号炭床"))
      let requests = [
        ("\(mine)/stops/\(stop.rows[0])/withdrawal", ["request": "rival-0001"]),
        (
          "\(mine)/acknowledgements",
          ["what": "case", "id": "\(file.id)", "request": "rival-0002"]
        ), ("\(Self.page)/stops", ["request": "rival-0003", "kind": "stop"]),
        (
          "\(mine)/ledgers/carbon-changes/rows/\(carbon.id)",
          ["version": "1", "f-bed": "三号", "f-due": "2026-07-01"]
        ),
        (
          "\(mine)/ledgers/carbon-changes/rows/\(carbon.id)/removal",
          ["version": "1", "why": "x"]
        ),
      ]
      for (path, fields) in requests {
        let status = try await browser.post(path, fields).status
        #expect([.forbidden, .notFound].contains(status), "\(path): \(status)")
      }
    }
    #expect(try await house.stops().first?.withdrawnAt == nil)
    #expect(try await house.row("carbon-changes", carbon.id)?["bed"] == .text("一号炭床"))
    #expect(try await house.row("carbon-changes", own.id)?.version == 1)
  }
}
