import Casework
import GRDB
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ledger
import Testing

@testable import Console

struct AbsencePageTests {
  @Test func `a delegate works as the absent one, and the log says for whom`() async throws {
    let house = try await House()
    try await house.openRegisters()
    let neighbour = try await house.person("neighbour", [.officer], unit: "caoe")
    let file = try await house.openCase()
    try await house.visit { browser in
      let duty = Browser(client: browser.client)
      _ = try await duty.signIn("duty")
      _ = try await browser.signIn("neighbour")
      #expect(try await browser.get("/cases/\(file.id)").status == .notFound)
      _ = try await duty.get("/account/absences")
      let made = try await duty.post(
        "/account/absences",
        [
          "from": "2026-06-01", "until": "2026-06-03", "reason": "leave",
          "delegate": "\(neighbour.id)",
        ])
      #expect(made.headers[.location] == "/account/absences")
      let offered = try await browser.get("/account/absences")
      #expect(offered.text.contains("值守员，2026-06-01 至 2026-06-03"))
      #expect(try await browser.get("/notifications").text.contains("值守员委托您代办"))
      let absent = try #require(try await house.account("duty"))
      let acting = try await browser.post("/account/acting", ["for": "\(absent.id)"])
      #expect(acting.status == .seeOther)
      let page = try await browser.get("/cases/\(file.id)")
      #expect(page.status == .ok && page.text.contains("正在代 值守员 办理"))
      _ = try await browser.post("/shift", ["text": "代班记录"])
      _ = try await browser.post("/account/acting", [:])
      #expect(try await browser.get("/cases/\(file.id)").status == .notFound)
      #expect(try await browser.get("/people").text.contains("人员-neighbour 代办"))
    }
    let entry = try await house.ledger.read { db in
      try AuditLog.entries(limit: 50, in: db).first { $0.action == "shift.write" }
    }
    #expect(entry?.actor == "account:\(neighbour.id)")
    #expect(entry?.detail?["for"]?.hasPrefix("account/") == true)
  }

  @Test func `nobody stands in for whom nobody handed it`() async throws {
    let house = try await House()
    let duty = try #require(try await house.account("duty"))
    try await house.visit { browser in
      _ = try await browser.signIn("town")
      _ = try await browser.get("/account/absences")
      let refused = try await browser.post("/account/acting", ["for": "\(duty.id)"])
      #expect(refused.status == .unprocessableContent)
      #expect(refused.text.contains("目前没有人这样委托您"))
    }
  }

  @Test func `an absence ends by the hand of whose it is alone`() async throws {
    let house = try await House()
    try await house.visit { browser in
      let other = Browser(client: browser.client)
      _ = try await browser.signIn("duty")
      _ = try await browser.get("/account/absences")
      _ = try await browser.post(
        "/account/absences",
        ["from": "2026-06-01", "until": "2026-06-02", "reason": "sick", "delegate": ""])
      _ = try await other.signIn("town")
      _ = try await other.get("/account/absences")
      let refused = try await other.post("/account/absences/1/end", [:])
      #expect(refused.status == .unprocessableContent)
      #expect(try await browser.get("/account/absences").text.contains("病假"))
      _ = try await browser.post("/account/absences/1/end", [:])
      #expect(try await browser.get("/account/absences").text.contains("没有登记请假"))
    }
  }

  @Test func `the security administrator notes the absence of who cannot`() async throws {
    let house = try await House()
    try await house.person("guard", [.security])
    let town = try #require(try await house.account("town"))
    try await house.visit { browser in
      _ = try await browser.signIn("guard")
      _ = try await browser.get("/accounts/\(town.id)")
      let fields = ["from": "2026-06-01", "until": "2026-06-30", "reason": "sick", "delegate": ""]
      let noted = try await browser.post("/accounts/\(town.id)/absences", fields)
      #expect(noted.status == .ok && noted.text.contains("2026-06-01 至 2026-06-30"))
      let twice = try await browser.post("/accounts/\(town.id)/absences", fields)
      #expect(twice.status == .unprocessableContent && twice.text.contains("请先销假"))
      let ended = try await browser.post("/accounts/\(town.id)/absences/1/end", [:])
      #expect(ended.text.contains("没有登记请假"))
      let chief = Browser(client: browser.client)
      _ = try await chief.signIn("chief")
      let refused = try await chief.post("/accounts/\(town.id)/absences", fields)
      #expect(refused.status == .forbidden)
    }
  }
}
