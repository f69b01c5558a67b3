import ActionPlan
import AirQuality
import Casework
import GRDB
import HTTPTypes
import HummingbirdTesting
import Ledger
import Steering
import Testing

@testable import Console

/// The desk's side of reports: what waits, sheets of the hotline, rewards.
struct ReportDeskTests {
  private static let phone = "13812345678"

  /// People beside those of the house, and a report by telephone.
  private func house(at start: Int? = nil) async throws -> House {
    let house = try await House.withRegisters()
    if let start { house.move(seconds: start - house.now) }
    for draft in [
      AccountDraft(name: "payer", displayName: "出纳", roles: [.payer]),
      AccountDraft(name: "auditor", displayName: "审计", roles: [.auditor]),
    ] {
      _ = try await house.accounts.create(
        draft, password: House.password, mustChangePassword: false, by: .system("test"))
    }
    let (plan, now) = (house.plan, house.now)
    try await house.ledger.write { db in
      _ = try PublicReports.submit(
        ReportDraft(
          category: "illegal-fuel", text: "深夜流动加油车", contact: "李女士 \(Self.phone)",
          requestID: "desk-report-0001"), sentThisHour: 0, plan: plan, at: now, in: db)
    }
    return house
  }

  /// Closes the report's case as real, in the ledger.
  private func proveTrue(_ house: House) async throws {
    let (plan, now) = (house.plan, house.now)
    try await house.ledger.write { db in
      let file = try #require(try CaseBook.find(1, in: db))
      try db.execute(
        sql:
          "UPDATE case_file SET closed_at = ?, state = 'closed', cause_class = 'real' WHERE id = 1",
        arguments: [now])
      _ = try db.execute(
        sql: """
          INSERT INTO case_event (case_id, sequence, at, actor, kind, from_state, to_state, "values")
          VALUES (1, 99, ?, 'account:1', 'step', ?, 'closed', '{}')
          """, arguments: [now, file.state])
      _ = try RewardWatch.sweep(plan, at: now, in: db)
    }
  }

  @Test func `the desk sees what waits, and what is late, of reports`() async throws {
    let house = try await house()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let waiting = try await browser.get("/reports").text
      #expect(waiting.contains("待受理") && waiting.contains("逾期 0"))
      // Four working hours end at half past four.
      house.move(seconds: 23_400)
      #expect(try await browser.get("/reports").text.contains("逾期 1"))
      #expect(try await browser.get("/desk").text.contains("举报逾期"))
      _ = try await browser.post("/preferences", ["language": "en", "back": "/"])
      #expect(try await browser.get("/reports").text.contains("To be taken up"))
      _ = try await browser.post("/sign-out", [:])
      _ = try await browser.signIn("town")
      #expect(!(try await browser.get("/reports").text.contains("SHANGYU")))
      _ = try await browser.post("/sign-out", [:])
      _ = try await browser.signIn("firm")
      #expect(try await browser.get("/reports").status == .forbidden)
    }
  }

  @Test func `a sheet is shown, confirmed, and taken back`() async throws {
    let house = try await house()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      _ = try await browser.get("/reports/import")
      let csv = "工单编号,类别,反映内容,电话\nR-1,异味,<b>胶水味</b>,\(Self.phone)\nR-2,怪味,x,\n"
      let faulty = try await upload(browser, csv)
      #expect(faulty.contains("怪味") && faulty.contains("请填写："))
      #expect(!faulty.contains("确认立单"))
      let good = try await upload(browser, csv.replacing("怪味", with: "扬尘"))
      #expect(good.contains("&lt;b&gt;胶水味") && !good.contains(Self.phone))
      let action = try #require(good.firstMatch(of: #/action="([^"]*\/apply)"/#)).1
      let done = try await browser.post(String(action), ["expected": "2"])
      #expect(done.status == .seeOther)
      #expect(try await browser.get("/reports").text.contains("热线工单 R-1"))
      #expect(!(try await browser.get("/cases/2").text.contains(Self.phone)))
      let again = try await upload(browser, csv.replacing("怪味", with: "扬尘"))
      #expect(again.contains("编号都已有"))
      let undo = try await browser.post("/reports/imported/1/undo", [:])
      #expect(undo.status == .seeOther)
      #expect(try await browser.get("/reports/import").text.contains("已撤销"))
      #expect(!(try await browser.get("/reports").text.contains("R-1")))
      #expect(try await browser.get("/reports/template?format=csv").text.contains("工单编号"))
    }
  }

  @Test func `a sheet of a hotline writes its numbers, and a number that is known names its case`()
    async throws
  {
    let house = try await house()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      #expect(try await browser.get("/reports/import").text.contains("12345政务服务便民热线"))
      let csv = "工单编号,类别,反映内容\n20260001,异味,胶水味\n2026 0002,扬尘,x\n"
      let good = try await upload(browser, csv, of: "12345")
      let action = try #require(good.firstMatch(of: #/action="([^"]*\/apply)"/#)).1
      _ = try await browser.post(String(action), ["expected": "2"])
      #expect(try await browser.get("/cases/3").text.contains("20260002"))
      let again = try await upload(browser, csv + "20260003,扬尘,y\n", of: "12345")
      #expect(again.contains("已有问题单，不再立单") && again.contains("href=\"/cases/3\""))
      let strange = try await upload(browser, csv + "虞信1,扬尘,y\n", of: "12345")
      #expect(strange.contains("不像这条热线的编号"))
      let unknown = try await browser.send(
        "/reports/imports", ["hotline": "penalty"], file: "file", named: "x.csv", Array(csv.utf8))
      #expect(unknown.status == .conflict)
      _ = try await browser.post("/preferences", ["language": "en", "back": "/"])
      #expect(try await browser.get("/reports/import").text.contains("Which hotline"))
    }
  }

  private func upload(
    _ browser: Browser, _ csv: String, of hotline: String = ""
  ) async throws -> String {
    let sent = try await browser.send(
      "/reports/imports", ["hotline": hotline], file: "file", named: "12345.csv", Array(csv.utf8))
    return try await browser.get(try #require(sent.headers[.location])).text
  }

  @Test func `a reward is approved by a leader and paid by another, who alone sees to whom`()
    async throws
  {
    let house = try await house()
    try await proveTrue(house)
    try await house.visit { browser in
      _ = try await browser.signIn("chief")
      let proposed = try await browser.get("/rewards").text
      #expect(proposed.contains("举报黑加油") && proposed.contains("1000 元"))
      #expect(!proposed.contains(Self.phone) && !proposed.contains("/identity"))
      #expect(try await browser.post("/rewards/1/identity", [:]).status == .forbidden)
      let approved = try await browser.post(
        "/rewards/1/approval", ["version": "1", "request": "approve-request-1"])
      #expect(approved.status == .seeOther)
      let stale = try await browser.post(
        "/rewards/1/approval", ["version": "1", "request": "approve-request-2"])
      #expect(stale.status == .conflict)
      _ = try await browser.post("/sign-out", [:])
      _ = try await browser.signIn("payer")
      let list = try await browser.get("/rewards").text
      #expect(list.contains("登记发放") && !list.contains(Self.phone))
      #expect(try await browser.get("/cases/1").status == .notFound)
      let opened = try await browser.post("/rewards/1/identity", [:])
      #expect(opened.text.contains("李女士 \(Self.phone)"))
      #expect(opened.headers[.cacheControl] == "no-store")
      let paid = try await browser.post(
        "/rewards/1/payment",
        ["version": "2", "request": "payment-request-1", "note": "ZZ-20260601"])
      #expect(paid.status == .seeOther)
      #expect(paid.headers[.location] == "/rewards?show=paid#reward-1")
      #expect(try await browser.get("/rewards?show=paid").text.contains("ZZ-20260601"))
      _ = try await browser.post("/preferences", ["language": "en", "back": "/"])
      #expect(try await browser.get("/rewards?show=paid").text.contains("Illegal refuelling"))
    }
  }

  /// A second report a few streets away, whose case proved true as well.
  private func another(_ house: House) async throws {
    let (plan, now) = (house.plan, house.now)
    try await house.ledger.write { db in
      _ = try PublicReports.submit(
        ReportDraft(
          category: "illegal-fuel", text: "又见加油车", contact: "王先生 13987654321",
          requestID: "desk-report-0002"), sentThisHour: 0, plan: plan, at: now, in: db)
      try db.execute(
        sql: """
          UPDATE case_file SET closed_at = ?, state = 'closed', cause_class = 'real',
            longitude = 120.87, latitude = 30.03 + id * 0.001
          """, arguments: [now])
      try db.execute(
        sql: """
          INSERT INTO case_event (case_id, sequence, at, actor, kind, from_state, to_state, "values")
          VALUES (2, 99, ?, 'account:1', 'step', 'opened', 'closed', '{}')
          """, arguments: [now])
      _ = try RewardWatch.sweep(plan, at: now, in: db)
    }
  }

  @Test func `two rewards that may be for one fact name each other until a leader has decided`()
    async throws
  {
    let house = try await house()
    try await proveTrue(house)
    try await another(house)
    try await house.visit { browser in
      _ = try await browser.signIn("chief")
      let list = try await browser.get("/rewards?show=doubtful").text
      #expect(list.contains("第 1 号奖励：举报黑加油") && list.contains("相距 111 米"))
      #expect(list.contains("/rewards/2/doubts/1") && !list.contains("/rewards/2/approval"))
      let refused = try await browser.post(
        "/rewards/2/approval", ["version": "1", "request": "approve-request-1"])
      #expect(refused.status == .conflict)
      #expect(refused.text.contains("第 1 号奖励（举报 1，问题单 SHANGYU-"))
      let empty = try await browser.post(
        "/rewards/2/doubts/1",
        ["verdict": "two-facts", "request": "settle-request-1", "note": ""])
      #expect(empty.status == .conflict)
      let settled = try await browser.post(
        "/rewards/2/doubts/1",
        ["verdict": "two-facts", "request": "settle-request-2", "note": "<b>两辆车</b>"])
      #expect(settled.status == .seeOther)
      let after = try await browser.get("/rewards").text
      #expect(after.contains("&lt;b&gt;两辆车") && after.contains("认定为两件事实"))
      #expect(after.contains("/rewards/2/approval"))
      _ = try await browser.post("/preferences", ["language": "en", "back": "/"])
      #expect(try await browser.get("/rewards").text.contains("two facts, decided by"))
      #expect(try await browser.get("/rewards?show=doubtful").text.contains("no such reward"))
    }
  }

  @Test func `whoever may not decide is told that alone, whatever is wrong with the request`()
    async throws
  {
    let house = try await house()
    try await proveTrue(house)
    try await house.visit { browser in
      for name in ["auditor", "duty", "payer"] {
        _ = try await browser.signIn(name)
        for path in ["approval", "refusal", "doubts/9", "doubts/x"] {
          for reward in ["1", "99", "x"] {
            let answer = try await browser.post("/rewards/\(reward)/\(path)", ["request": "?"])
            #expect(answer.status == .forbidden, "\(name) \(reward) \(path)")
          }
        }
        if name != "payer" {
          for path in ["payment", "identity"] {
            #expect(try await browser.post("/rewards/x/\(path)", [:]).status == .forbidden)
          }
        }
        _ = try await browser.post("/sign-out", [:])
      }
    }
  }

  @Test func `a paid reward stands in its register, and the indicator over it follows`()
    async throws
  {
    // In the year of the plan: 2021-06-01 08:00 by its clock.
    let house = try await house(at: 1_622_505_600)
    try await proveTrue(house)
    try await house.visit { browser in
      _ = try await browser.signIn("chief")
      _ = try await browser.post(
        "/rewards/1/approval", ["version": "1", "request": "approve-request-1"])
      _ = try await browser.post("/sign-out", [:])
      house.move(seconds: 31 * 86_400)
      _ = try await browser.signIn("duty")
      #expect(try await browser.get("/registers/report-rewards").text.contains("1000"))
      #expect(try await share(house) == 0)
      _ = try await browser.post("/sign-out", [:])
      _ = try await browser.signIn("payer")
      let paid = try await browser.post(
        "/rewards/1/payment", ["version": "2", "request": "payment-request-1", "note": "ZZ-1"])
      #expect(paid.status == .seeOther)
      #expect(try await share(house) == 100)
    }
  }

  /// Per cent of the rewards due that are paid.
  private func share(_ house: House) async throws -> Double? {
    let (plan, now) = (house.plan, house.now)
    return try await house.ledger.read { db in
      let indicator = try #require(plan.indicators.first { $0.id == "rewards-paid" })
      let day = CalendarDay(ofEpoch: now, utcOffsetSeconds: plan.utcOffsetSeconds)
      return try IndicatorBook.reading(indicator, plan: plan, on: day, in: db).value?.approximate
    }
  }

  @Test(arguments: ["duty", "town", "chief", "auditor", "firm"])
  func `no page shows those who work or check cases who reported`(name: String) async throws {
    let house = try await house()
    try await proveTrue(house)
    try await house.visit { browser in
      _ = try await browser.signIn(name)
      for path in [
        "/desk", "/reports", "/cases", "/cases/1", "/rewards", "/rewards?show=approved",
        "/notifications", "/audit", "/reports/import", "/registers/odour-complaints",
        "/api/cases",
      ] {
        #expect(!(try await browser.get(path).text.contains(Self.phone)), "\(path)")
      }
      if name != "chief", name != "auditor" {
        #expect(try await browser.get("/rewards").status == .forbidden)
      }
    }
  }
}
