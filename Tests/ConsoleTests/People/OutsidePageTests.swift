import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ledger
import Synchronization
import Testing

@testable import Console

/// A service that knows one person, whatever the code.
private struct KnowsOne: OutsideSignIn {
  let kind = "wecom"
  var provider: String { kind }
  let subject: String

  func address(for ticket: OutsideTicket) -> String {
    "https://login.example/?state=\(ticket.state)"
  }

  func identity(code: String, ticket: OutsideTicket, at: Int) throws -> OutsideIdentity {
    guard code == "good" else { throw OutsideRefusal.service("getuserinfo") }
    return OutsideIdentity(provider: kind, subject: subject)
  }
}

struct OutsidePageTests {
  private func visit(
    _ house: House, _ services: OutsideServices,
    _ test: @escaping @Sendable (Browser) async throws -> Void
  ) async throws {
    var subjects = house.subjects
    subjects.outside = services
    let server = try await ConsoleServer(
      subjects: subjects, settings: ConsoleSettings(port: 0))
    try await Application(responder: server.responder, logger: subjects.logger).test(.router) {
      client in
      try await test(Browser(client: client))
    }
  }

  private static func state(_ response: TestResponse) throws -> String {
    String(try #require(response.headers[.location]?.split(separator: "=").last))
  }

  @Test func `an identity is connected under the own account and then signs in`() async throws {
    let house = try await House()
    try await visit(house, OutsideServices(signIns: [KnowsOne(subject: "wl")])) { browser in
      #expect(try await browser.get("/sign-in").text.contains("企业微信登录"))
      let unknown = try await browser.get("/sign-in/by/wecom?next=/cases")
      let refused = try await browser.get(
        "/sign-in/by/wecom/answer?code=good&state=\(try Self.state(unknown))")
      #expect(refused.status == .unauthorized && refused.text.contains("没有账号与这个身份关联"))
      _ = try await browser.signIn("town")
      let left = try await browser.get("/account/identities/wecom")
      let bound = try await browser.get(
        "/sign-in/by/wecom/answer?code=good&state=\(try Self.state(left))")
      #expect(bound.headers[.location] == "/account")
      #expect(try await browser.get("/account").text.contains("已关联"))
      let phone = Browser(client: browser.client)
      let away = try await phone.get("/sign-in/by/wecom?next=/cases")
      let entered = try await phone.get(
        "/sign-in/by/wecom/answer?code=good&state=\(try Self.state(away))")
      #expect(entered.headers[.location] == "/cases")
      #expect(try await phone.get("/desk").status == .ok)
    }
  }

  @Test func `an answer that another browser began, or none, opens nothing`() async throws {
    let house = try await House()
    try await visit(house, OutsideServices(signIns: [KnowsOne(subject: "wl")])) { browser in
      let stranger = Browser(client: browser.client)
      let state = try Self.state(try await stranger.get("/sign-in/by/wecom"))
      for query in [
        "?code=good&state=\(state)", "?code=good", "", "?state=%00&code=good",
        "?code=good&state=\(String(repeating: "A", count: 5_000))",
      ] {
        let answer = try await browser.get("/sign-in/by/wecom/answer\(query)")
        #expect(answer.status == .unauthorized, "\(query.prefix(40))")
        #expect(answer.text.contains("请重新登录"))
      }
      #expect(try await browser.get("/desk").status == .seeOther)
      #expect(try await browser.get("/sign-in/by/oidc").status == .notFound)
    }
  }

  @Test func `nobody is sent to another site after coming back`() async throws {
    let house = try await House()
    let town = try #require(try await house.account("town"))
    try await house.ledger.write { db in
      try Accounts.bind(
        OutsideIdentity(provider: "wecom", subject: "wl"), to: town.id, at: 1, in: db)
    }
    try await visit(house, OutsideServices(signIns: [KnowsOne(subject: "wl")])) { browser in
      let left = try await browser.get("/sign-in/by/wecom?next=https%3A%2F%2Fevil.example")
      let back = try await browser.get(
        "/sign-in/by/wecom/answer?code=good&state=\(try Self.state(left))")
      #expect(back.headers[.location] == "/desk")
    }
  }

  @Test
  func `a code by text message signs an officer in, and tells nobody whose numbers are known`()
    async throws
  {
    let house = try await House()
    let town = try #require(try await house.account("town"))
    try await house.person("guard", [.security])
    let sent = Mutex<[String]>([])
    let services = OutsideServices(
      sms: SMSService(url: "https://sms.example", body: "{phone} {code}", authorization: nil)
    ) { call in
      sent.withLock { $0.append(String(decoding: call.body ?? [], as: UTF8.self)) }
      return OutsideCall.Answer(status: 200, body: [])
    }
    try await visit(house, services) { browser in
      let guardian = Browser(client: browser.client)
      _ = try await guardian.signIn("guard")
      _ = try await guardian.get("/accounts/\(town.id)")
      let noted = try await guardian.post(
        "/accounts/\(town.id)/roles",
        ["role": "officer", "unit": "baiguan", "facility": "", "phone": "138 0000 0000"])
      #expect(noted.status == .ok && noted.text.contains("13800000000"))
      _ = try await browser.get("/sign-in/sms")
      let strange = try await browser.post("/sign-in/sms", ["phone": "13900000000"])
      let known = try await browser.post("/sign-in/sms", ["phone": "13800000000"])
      #expect(
        strange.text.replacing("13900000000", with: "")
          == known.text.replacing("13800000000", with: ""))
      let code = try #require(sent.withLock { $0 }.first?.split(separator: " ").last)
      let wrong = try await browser.post(
        "/sign-in/sms/code", ["phone": "13800000000", "code": "x"])
      #expect(wrong.status == .unauthorized)
      let entered = try await browser.post(
        "/sign-in/sms/code", ["phone": "13800000000", "code": String(code)])
      #expect(entered.headers[.location] == "/desk")
    }
  }

  @Test func `without a service there is no such page`() async throws {
    let house = try await House()
    try await house.visit { browser in
      let sms = try await browser.get("/sign-in/sms")
      #expect(sms.status == .notFound)
      let page = try await browser.get("/sign-in")
      #expect(!page.text.contains("other-ways"))
    }
  }
}
