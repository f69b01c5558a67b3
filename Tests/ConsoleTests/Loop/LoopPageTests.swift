import Casework
import GRDB
import HTTPTypes
import HummingbirdTesting
import Ledger
import Testing

@testable import Console

struct LoopPageTests {
  @Test func `the page, the table and the answer tell the same, and lead to the cases`()
    async throws
  {
    let house = try await House()
    let file = try await house.openCase()
    house.move(seconds: 1_200)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      _ = try await browser.step("dispatched", of: file.id, ["unit": "baiguan"])
      let page = try await browser.get("/loop?stage=dispatched&by=unit").text
      #expect(page.contains("20 分钟") && page.contains("百官街道"))
      let bin = try #require(page.firstMatch(of: #/href="([^"]*bin=900)"/#)).1
      let below = try await browser.get(String(bin).replacing("&amp;", with: "&")).text
      #expect(below.contains(file.number))
      let answer = try await browser.get("/api/loop?by=unit").text
      #expect(answer.contains(#""median":1200"#) && answer.contains(#""id":"baiguan""#))
      let table = try await browser.get("/loop/export?by=unit&format=csv").text
      #expect(table.contains("百官街道,派单,1,1,0,0,20,20,"))
      #expect(try await browser.get("/loop/export?format=xlsx").status == .ok)
      _ = try await browser.post("/preferences", ["language": "en", "back": "/"])
      #expect(try await browser.get("/loop?from=2026-06-01").text.contains("Kaplan–Meier"))
    }
  }

  @Test(arguments: [
    "from=2026-02-30", "month=2026", "by=colour", "stage=x", "severity=x", "bin=7",
    "from=2026-06-02&until=2026-06-01",
  ])
  func `a question that cannot be read is refused with its remedy`(query: String) async throws {
    try await House().visit { browser in
      _ = try await browser.signIn("duty")
      #expect(try await browser.get("/loop?" + query).status == .badRequest)
    }
  }

  @Test func `an officer measures the own unit's loops only, and a firm none`() async throws {
    let house = try await House()
    try await house.openCase()
    try await house.visit { browser in
      _ = try await browser.signIn("town")
      #expect(try await browser.get("/api/loop").text.contains(#""count":0"#))
      _ = try await browser.post("/sign-out", [:])
      _ = try await browser.signIn("firm")
      #expect(try await browser.get("/loop").status == .notFound)
      #expect(try await browser.get("/loop/cases").status == .notFound)
    }
  }
}

struct SignsPageTests {
  @Test func `the auditor reads why a sign is listed and says what it comes to`() async throws {
    let house = try await House.withSign()
    try await house.visit { browser in
      _ = try await browser.signIn("auditor")
      let page = try await browser.get("/loop/signs").text
      #expect(page.contains("集中办结") && page.contains("由一人办结 2 件"))
      let action = try #require(page.firstMatch(of: #/action="([^"]*judgement)"/#)).1
      let request = "judge-0123456789"
      let refused = try await browser.post(
        String(action), ["verdict": "explained", "note": " ", "request": request])
      #expect(refused.status == .unprocessableContent && refused.text.contains("请写明说明"))
      let done = try await browser.post(
        String(action), ["verdict": "explained", "note": "值班交接统一核销<b>", "request": request])
      #expect(done.status == .seeOther)
      #expect(try await browser.get("/loop/signs").text.contains("没有待判断的迹象"))
      let judged = try await browser.get("/loop/signs?show=judged").text
      #expect(judged.contains("值班交接统一核销&lt;b&gt;") && judged.contains("有正当原因"))
      _ = try await browser.post("/preferences", ["language": "en", "back": "/"])
      #expect(try await browser.get("/loop/signs?show=judged").text.contains("Bulk closing"))
    }
  }

  @Test(arguments: ["duty", "town", "chief", "firm"])
  func `nobody but the auditor sees signs`(name: String) async throws {
    let house = try await House.withSign()
    try await house.visit { browser in
      _ = try await browser.signIn(name)
      #expect(try await browser.get("/loop/signs").status == .forbidden)
      let answer = try await browser.post(
        "/loop/signs/1/judgement",
        ["verdict": "explained", "note": "x", "request": "judge-0123456789"])
      #expect(answer.status == .forbidden || answer.status == .unprocessableContent)
    }
    let sign = try await house.ledger.read { db in try LoopSigns.find(1, in: db) }
    #expect(sign != nil && sign?.judgement == nil)
  }
}

extension House {
  /// An auditor, and two closings at one moment where two are a sign.
  fileprivate static func withSign() async throws -> House {
    let house = try await House()
    _ = try await house.accounts.create(
      AccountDraft(name: "auditor", displayName: "审计", roles: [.auditor]), password: password,
      mustChangePassword: false, by: .system("test"))
    var files: [CaseFile] = []
    for finding in 1...2 as ClosedRange<Int64> {
      files.append(try await house.openCase("instrument-fault", finding: finding))
    }
    let cases = files.map(\.id)
    let at = house.now
    try await house.ledger.write { db in
      try db.execute(
        sql: """
          INSERT INTO loop_sign (kind, mark, actor, first_at, last_at, found_at, grounds)
          VALUES ('bulk-closings', '1', 'account:1', ?, ?, ?, '{"count":"2","seconds":"60"}')
          """, arguments: [at - 60, at, at])
      for id in cases {
        try db.execute(sql: "INSERT OR IGNORE INTO loop_sign_case VALUES (1, ?)", arguments: [id])
      }
    }
    return house
  }
}
