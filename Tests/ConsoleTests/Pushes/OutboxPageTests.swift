import ActionPlan
import Casework
import GRDB
import HTTPTypes
import HummingbirdTesting
import Ledger
import Testing

@testable import Console

struct OutboxPageTests {
  static let channels = [
    PushChannel(
      id: "desk", label: Label(zh: "值班群", en: "Desk group"), reach: .group, groupSeconds: 0),
    PushChannel(
      id: "sms", label: Label(zh: "短信", en: "SMS"), reach: .phone, least: .ordinary,
      groupSeconds: 0),
  ]

  private func house() async throws -> House {
    let house = try await House()
    _ = try await house.accounts.create(
      AccountDraft(name: "admin", displayName: "管理员", roles: [.administrator]),
      password: House.password, mustChangePassword: false, by: .system("test"))
    try await house.ledger.write { db in
      try Outbox.use(Self.channels, utcOffsetSeconds: 28_800, in: db)
    }
    return house
  }

  /// Forms messages as the sender does and says that they were refused.
  private func refuseAll(_ house: House) async throws {
    let (wording, now) = (
      try PushWording(plan: house.plan, site: "https://lantian.example/", now: { house.now }),
      house.now
    )
    try await house.ledger.write { db in
      try Outbox.form(at: now, in: db) { try wording($0, $1, $2, in: db) }
      for message in try Outbox.begin(at: now, in: db) {
        try Outbox.record(.refused("http-404"), of: message, chance: 0, at: now, in: db)
      }
    }
  }

  @Test func `an administrator sees what failed and why, and sends it again`() async throws {
    let house = try await house()
    let file = try await house.openCase()
    try await refuseAll(house)
    try await house.visit { browser in
      _ = try await browser.signIn("admin")
      let page = try await browser.get("/outbox").text
      for mark in ["值班群", "未送达", "http-404", "【蓝天】新问题单，等待办理"] {
        #expect(page.contains(mark), "\(mark)")
      }
      let sent = try await browser.post("/outbox/retries", ["message": "1"])
      #expect(sent.headers[.location] == "/outbox")
      #expect(try await browser.get("/outbox?state=failed").text.contains("没有消息"))
      let again = try await browser.post("/outbox/retries", ["message": "1"])
      #expect(again.status == .unprocessableContent)
      let tested = try await browser.post("/outbox/tests", ["channel": "desk"])
      #expect(tested.status == .seeOther)
      #expect(try await browser.get("/outbox?state=waiting").text.contains("推送测试"))
      let personal = try await browser.post("/outbox/tests", ["channel": "sms"])
      #expect(personal.status == .unprocessableContent)
    }
    let message = try await house.ledger.read { db in try Outbox.message(1, in: db) }
    #expect(message?.text.contains("https://lantian.example/cases/\(file.id)") == true)
  }

  @Test(arguments: [("duty", true), ("town", false), ("firm", false)])
  func `who does not run the house sends nothing again`(name: String, sees: Bool) async throws {
    let house = try await house()
    _ = try await house.openCase()
    try await refuseAll(house)
    try await house.visit { browser in
      _ = try await browser.signIn(name)
      #expect(try await browser.get("/outbox").status == (sees ? .ok : .forbidden))
      let mine = try await browser.get("/pushes").text
      #expect(mine.contains("href=\"/outbox\"") == sees)
      #expect(try await browser.post("/outbox/retries", ["message": "1"]).status == .forbidden)
      #expect(try await browser.post("/outbox/tests", ["channel": "desk"]).status == .forbidden)
    }
  }

  @Test func `everybody says where and how to be reached`() async throws {
    let house = try await house()
    try await house.visit { town in
      _ = try await town.signIn("town")
      let page = try await town.get("/pushes").text
      #expect(page.contains("短信"))
      #expect(page.contains("填写手机号码后生效"))
      #expect(!page.contains("值班群"))
      let wrong = try await town.post("/pushes", ["phone": "12", "on-sms": "yes"])
      #expect(wrong.status == .unprocessableContent)
      #expect(wrong.text.contains("手机号码不正确"))
      let saved = try await town.post(
        "/pushes", ["phone": "138 0000 0000", "on-sms": "yes", "least-sms": "serious"])
      #expect(saved.headers[.location] == "/pushes?saved=1")
      let after = try await town.get("/pushes").text
      #expect(after.contains("value=\"138 0000 0000\""))
      #expect(after.contains("value=\"serious\" selected"))
      _ = try await town.post("/pushes", ["phone": ""])
      #expect(!(try await town.get("/pushes").text.contains("138 0000")))
    }
  }

  @Test func `a case shows who was told, by what and what became of it`() async throws {
    let house = try await house()
    let file = try await house.openCase()
    try await refuseAll(house)
    try await house.visit { duty in
      _ = try await duty.signIn("duty")
      let page = try await duty.get("/cases/\(file.id)").text
      #expect(page.contains("告知情况"))
      #expect(page.contains("值班群"))
      #expect(page.contains("未送达：http-404"))
      let firm = Browser(client: duty.client)
      _ = try await firm.signIn("firm")
      #expect(!(try await firm.get("/cases/\(file.id)").text.contains("告知情况")))
    }
  }
}
