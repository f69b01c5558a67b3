import ActionPlan
import GRDB
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ledger
import Testing

@testable import Console

extension House {
  /// Somebody more.
  @discardableResult
  func person(
    _ name: String, _ roles: Set<Role>, unit: String? = nil, mustChangePassword: Bool = false
  ) async throws -> Account {
    try await accounts.create(
      AccountDraft(name: name, displayName: "人员-\(name)", unit: unit, roles: roles),
      password: House.password, mustChangePassword: mustChangePassword, by: .system("test"))
  }

  /// The plan's registers, empty.
  func openRegisters() async throws {
    let plan = plan
    try await ledger.write { db in
      try RegisterStore.migrate(plan.registers, at: House.start, in: db)
    }
  }

  func account(_ name: String) async throws -> Account? {
    try await ledger.read { db in try Accounts.find(name: name, in: db) }
  }

  func audited(_ action: String) async throws -> Int {
    try await ledger.read { db in
      try AuditLog.entries(limit: 1_000, in: db).count { $0.action == action }
    }
  }
}

struct AccountPageTests {
  @Test func `the system administrator makes an account, the security administrator grants it`()
    async throws
  {
    let house = try await House()
    try await house.person("root", [.administrator])
    try await house.person("guard", [.security])
    try await house.visit { browser in
      _ = try await browser.signIn("root")
      _ = try await browser.get("/accounts/new")
      let made = try await browser.post(
        "/accounts",
        ["name": "wang.li", "display-name": "王丽", "unit": "baiguan", "facility": ""])
      #expect(made.status == .ok)
      let account = try #require(try await house.account("wang.li"))
      #expect(account.roles == [] && account.unit == "baiguan" && account.mustChangePassword)
      let password = try #require(
        made.text.firstMatch(of: /<code class="told-once">([a-z0-9-]+)<\/code>/)?.1)
      let refused = try await browser.post(
        "/accounts/\(account.id)/roles", ["role": "desk", "unit": "baiguan"])
      #expect(refused.status == .forbidden)
      let other = Browser(client: browser.client)
      _ = try await other.signIn("guard")
      let page = try await other.get("/accounts/\(account.id)")
      #expect(page.text.contains("镇街网格员"))
      #expect(!page.text.contains(password))
      let granted = try await other.post(
        "/accounts/\(account.id)/roles",
        ["role": "grid-officer", "unit": "baiguan", "facility": ""])
      #expect(granted.status == .ok)
      let changed = try await house.account("wang.li")
      #expect(changed?.roles == [.officer] && changed?.planRoles == ["grid-officer"])
      let newcomer = Browser(client: browser.client)
      let entered = try await newcomer.signIn("wang.li", password: String(password))
      #expect(entered.headers[.location] == "/password")
    }
  }

  @Test func `nobody grants oneself anything, before and after the separation`() async throws {
    let house = try await House()
    let root = try await house.person("root", [.administrator])
    try await house.visit { browser in
      _ = try await browser.signIn("root")
      let own = try await browser.post("/accounts/\(root.id)/roles", ["role": "desk"])
      #expect(own.status == .forbidden)
      let duty = try #require(try await house.account("duty"))
      let other = try await browser.post(
        "/accounts/\(duty.id)/roles", ["role": "security", "unit": ""])
      #expect(other.status == .ok)
      let late = try await browser.post(
        "/accounts/\(duty.id)/roles", ["role": "desk", "unit": ""])
      #expect(late.status == .forbidden)
    }
    #expect(try await house.account("root")?.roles == [.administrator])
    #expect(try await house.account("duty")?.roles == [.security])
  }

  @Test func `an account of two kinds of administrators is refused with words`() async throws {
    let house = try await House()
    try await house.person("guard", [.security])
    let root = try await house.person("root", [.administrator])
    try await house.visit { browser in
      _ = try await browser.signIn("guard")
      _ = try await browser.get("/accounts/\(root.id)")
      let body = "role=system-keeper&role=inspector&unit=&facility=&form-token="
      let answer = try await browser.send(
        "/accounts/\(root.id)/roles", .post,
        headers: [.contentType: "application/x-www-form-urlencoded"],
        body: ByteBuffer(string: body + LocalPath.encode(await browser.token)))
      #expect(answer.status == .unprocessableContent)
      #expect(answer.text.contains("一个账号只能担任其中之一"))
    }
  }

  @Test func `a locked account is let in again, a forgotten password reset, sessions ended`()
    async throws
  {
    let house = try await House()
    try await house.person("guard", [.security])
    let town = try #require(try await house.account("town"))
    try await house.visit { browser in
      let officer = Browser(client: browser.client)
      _ = try await officer.signIn("town")
      _ = try await browser.signIn("guard")
      let page = try await browser.get("/accounts/\(town.id)")
      #expect(page.text.contains("结束全部会话"))
      _ = try await browser.post("/accounts/\(town.id)/sessions", [:])
      #expect(try await officer.get("/desk").status == .seeOther)
      for _ in 0..<LockOut.freeFailures {
        _ = try? await house.accounts.signIn(
          name: "town", password: "wrong", source: "192.0.2.9", agent: "")
      }
      #expect(try await browser.get("/accounts?q=town").text.contains("已锁定"))
      _ = try await browser.post("/accounts/\(town.id)/lock", [:])
      #expect(try await !browser.get("/accounts?q=town").text.contains("已锁定"))
      let reset = try await browser.post("/accounts/\(town.id)/password", [:])
      #expect(reset.text.contains("told-once"))
      #expect(try await house.account("town")?.mustChangePassword == true)
    }
    #expect(try await house.audited("account.unlock") == 1)
    #expect(try await house.audited("account.password-reset") == 1)
    #expect(try await house.audited("session.end") == 1)
  }

  @Test(arguments: ["/accounts", "/accounts/new", "/accounts/1", "/audit"])
  func `others see no accounts and no audit log`(path: String) async throws {
    let house = try await House()
    try await house.visit { browser in
      for name in ["duty", "town", "chief", "firm"] {
        _ = try await browser.signIn(name)
        #expect(try await browser.get(path).status == .forbidden, "\(name) \(path)")
        let sent = try await browser.post("/accounts/1/roles", ["role": "desk"])
        #expect(sent.status == .forbidden, "\(name)")
        _ = try await browser.post("/sign-out", [:])
      }
    }
  }

  @Test func `the audit administrator reads the log and changes nothing`() async throws {
    let house = try await House()
    try await house.person("eye", [.auditor])
    let town = try #require(try await house.account("town"))
    try await house.visit { browser in
      _ = try await browser.signIn("eye")
      let page = try await browser.get("/audit?object=account/\(town.id)")
      #expect(page.status == .ok && page.text.contains("account.create"))
      #expect(try await browser.get("/accounts/\(town.id)").status == .ok)
      for part in ["", "/roles", "/password", "/lock", "/second-factor", "/sessions"] {
        let sent = try await browser.post("/accounts/\(town.id)\(part)", [:])
        #expect(sent.status == .forbidden, "\(part)")
      }
    }
  }

  @Test func `everybody ends the own sessions and no others`() async throws {
    let house = try await House()
    try await house.visit { browser in
      let (phone, stranger) = (Browser(client: browser.client), Browser(client: browser.client))
      _ = try await phone.signIn("town")
      _ = try await stranger.signIn("chief")
      _ = try await browser.signIn("town")
      let page = try await browser.get("/account")
      #expect(page.text.contains("退出其他设备"))
      _ = try await browser.post("/account/sessions/end", ["session": "2"])
      #expect(try await stranger.get("/desk").status == .ok)
      _ = try await browser.post("/account/sessions/end", [:])
      #expect(try await phone.get("/desk").status == .seeOther)
      #expect(try await browser.get("/account").status == .ok)
    }
  }

  @Test func `the pages of accounts are there in English too`() async throws {
    let house = try await House()
    let root = try await house.person("root", [.administrator])
    try await house.visit { browser in
      _ = try await browser.signIn("root")
      _ = try await browser.get("/account")
      _ = try await browser.post("/preferences", ["language": "en", "back": "/"])
      for (path, text) in [
        ("/accounts", "System keeper"), ("/accounts/new", "New account"),
        ("/accounts/\(root.id)", "System administrator"), ("/account", "Signed in on"),
        ("/account/second-factor", "authenticator app"),
      ] {
        let page = try await browser.get(path)
        #expect(page.status == .ok, "\(path)")
        if path != "/accounts" { #expect(page.text.contains(text), "\(path)") }
      }
    }
  }
}
