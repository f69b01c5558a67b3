import FoundationEssentials
import GRDB
import Synchronization
import Testing

@testable import Ledger

/// DingTalk, WeCom and text messages.
struct FieldSignInTests {
  private let clock = TestClock(1_700_000_000)
  private let bench: Bench
  private let accounts: Accounts
  private let officer: Account
  private let sent = Calls()

  final class Calls: Sendable {
    let all = Mutex<[OutsideCall]>([])
    func note(_ call: OutsideCall) { all.withLock { $0.append(call) } }
    var last: OutsideCall? { all.withLock { $0.last } }
    var count: Int { all.withLock { $0.count } }
  }

  init() async throws {
    bench = try await Bench.withFirm()
    let clock = clock
    accounts = Accounts(
      ledger: bench.ledger, hasher: PasswordHasher(cost: ScryptCost(rounds: 16)),
      now: { clock.now })
    officer = try await accounts.create(
      AccountDraft(name: "wang.li", displayName: "王丽", unit: "bureau", roles: [.officer]),
      password: "Blue-sky-2021x", mustChangePassword: false, by: .system("test"))
  }

  private func answer(_ text: String, status: Int = 200) -> OutsideCall.Answer {
    OutsideCall.Answer(status: status, body: Array(text.utf8))
  }

  @Test func `DingTalk's documented calls give the person's union id`() async throws {
    let sent = sent
    let client = DingTalkSignIn(
      DingTalkSignIn.Settings(clientID: "key", clientSecret: "s", site: "https://l.example")
    ) { call in
      sent.note(call)
      if call.url == "https://api.dingtalk.com/v1.0/oauth2/userAccessToken" {
        let body = try JSONDecoder().decode([String: String].self, from: Data(call.body ?? []))
        #expect(
          body == [
            "clientId": "key", "clientSecret": "s", "code": "c", "grantType": "authorization_code",
          ])
        return OutsideCall.Answer(status: 200, body: Array(#"{"accessToken":"t"}"#.utf8))
      }
      #expect(call.headers["x-acs-dingtalk-access-token"] == "t")
      return OutsideCall.Answer(
        status: 200, body: Array(#"{"nick":"王","unionId":"u-1","openId":"o"}"#.utf8))
    }
    let ticket = OutsideTicket()
    let address = client.address(for: ticket)
    #expect(address.hasPrefix("https://login.dingtalk.com/oauth2/auth?"))
    #expect(address.contains("state=\(ticket.state)"))
    let identity = try await client.identity(code: "c", ticket: ticket, at: 0)
    #expect(identity == OutsideIdentity(provider: "dingtalk", subject: "u-1"))
    #expect(sent.last?.url == "https://api.dingtalk.com/v1.0/contact/users/me")
  }

  @Test(arguments: [
    (#"{"errcode":0,"access_token":"t"}"#, #"{"errcode":0,"userid":"wl"}"#, nil),
    (#"{"errcode":40001}"#, "", OutsideRefusal.service("gettoken")),
    (
      #"{"errcode":0,"access_token":"t"}"#, #"{"errcode":40029}"#,
      .service("getuserinfo")
    ),
    (
      #"{"errcode":0,"access_token":"t"}"#, #"{"errcode":0,"openid":"x"}"#,
      .unknownPerson
    ),
    ("<html>", "", .service("gettoken")), ("", "", .service("gettoken")),
  ])
  func `WeCom's documented calls give the member's id, or a refusal`(
    token: String, person: String, refusal: OutsideRefusal?
  ) async throws {
    let client = WeComSignIn(
      WeComSignIn.Settings(
        corporationID: "corp", agentID: "1", secret: "s", site: "https://l.example")
    ) { call in
      OutsideCall.Answer(
        status: 200, body: Array((call.url.contains("gettoken") ? token : person).utf8))
    }
    if let refusal {
      await #expect(throws: refusal) {
        try await client.identity(code: "c", ticket: OutsideTicket(), at: 0)
      }
    } else {
      let identity = try await client.identity(code: "c", ticket: OutsideTicket(), at: 0)
      #expect(identity.subject == "corp/wl")
    }
  }

  @Test func `an identity is connected by whoever is signed in, and opens that account alone`()
    async throws
  {
    let identity = OutsideIdentity(provider: "dingtalk", subject: "u-1")
    await #expect(throws: OutsideRefusal.unknownPerson) {
      try await accounts.signIn(identity, agent: "x")
    }
    let (id, other) = (
      officer.id,
      try await accounts.create(
        AccountDraft(name: "other", displayName: "o", unit: "bureau", roles: [.officer]),
        password: "Blue-sky-2021x", by: clerk)
    )
    try await bench.ledger.write { db in
      try Accounts.bind(identity, to: id, at: 5, in: db)
    }
    #expect(try await accounts.signIn(identity, agent: "x").account == officer)
    await #expect(throws: OutsideRefusal.boundElsewhere) {
      try await bench.ledger.write { db in
        try Accounts.bind(identity, to: other.id, at: 5, in: db)
      }
    }
    try await bench.ledger.write { db in
      try Accounts.unbind("dingtalk", of: id, by: clerk, at: 6, in: db)
    }
    await #expect(throws: OutsideRefusal.unknownPerson) {
      try await accounts.signIn(identity, agent: "x")
    }
  }

  private let service = SMSService(
    url: "https://sms.example/send", body: #"{"to":"{phone}","params":["{code}"]}"#,
    authorization: "Bearer k")

  private func setPhone(_ phone: String?, of account: Account) async throws {
    try await bench.ledger.write { db in
      try SMSCodes.setPhone(phone, of: account.id, by: clerk, at: 1, in: db)
    }
  }

  private func send(_ phone: String = "13800000000", status: Int = 200) async throws {
    let (sent, answer) = (sent, answer("{}", status: status))
    try await accounts.sendCode(to: phone, by: service) { call in
      sent.note(call)
      return answer
    }
  }

  private var code: String {
    let body = String(decoding: sent.last?.body ?? [], as: UTF8.self)
    return body.firstMatch(of: /\["([0-9]{6})"\]/).map { String($0.1) } ?? ""
  }

  @Test func `a code sent to the phone signs in once`() async throws {
    try await setPhone("13800000000", of: officer)
    try await send()
    #expect(sent.last?.headers["Authorization"] == "Bearer k")
    let code = code
    #expect(code.count == 6)
    let entered = try await accounts.signIn(phone: "13800000000", code: code, agent: "x")
    #expect(entered.account == officer)
    await #expect(throws: SignInRefusal.wrong) {
      try await accounts.signIn(phone: "13800000000", code: code, agent: "x")
    }
  }

  @Test func `nothing is sent to a strange phone, nor for the desk and administrators`()
    async throws
  {
    try await send()
    for (name, roles) in [
      ("d", [Role.duty]), ("l", [.leader]), ("a", [.administrator]), ("s", [.security]),
      ("u", [.auditor]), ("od", [.officer, .duty]), ("n", []),
    ] {
      let account = try await accounts.create(
        AccountDraft(name: "x" + name, displayName: name, unit: "bureau", roles: Set(roles)),
        password: "Blue-sky-2021x", by: clerk)
      try await setPhone("13900000000", of: account)
      try await send("13900000000")
      try await setPhone(nil, of: account)
    }
    #expect(sent.count == 0)
  }

  @Test func `five tries, five minutes, a pause and a daily limit`() async throws {
    try await setPhone("13800000000", of: officer)
    try await send()
    let first = code
    for _ in 0..<SMSCodes.tries {
      await #expect(throws: SignInRefusal.wrong) {
        try await accounts.signIn(phone: "13800000000", code: "x", agent: "x")
      }
    }
    await #expect(throws: SignInRefusal.wrong) {
      try await accounts.signIn(phone: "13800000000", code: first, agent: "x")
    }
    try await send()
    #expect(sent.count == 1)
    for _ in 1..<SMSCodes.dailyLimit + 3 {
      clock.advance(SMSCodes.pauseSeconds)
      try await send()
    }
    #expect(sent.count == SMSCodes.dailyLimit)
    clock.advance(SMSCodes.goodSeconds)
    let late = code
    await #expect(throws: SignInRefusal.wrong) {
      try await accounts.signIn(phone: "13800000000", code: late, agent: "x")
    }
  }

  @Test func `a service that refuses is told, and one number is one person's`() async throws {
    try await setPhone("13800000000", of: officer)
    await #expect(throws: OutsideRefusal.service("sms")) { try await send(status: 500) }
    let other = try await accounts.create(
      AccountDraft(name: "other", displayName: "o", unit: "bureau", roles: [.officer]),
      password: "Blue-sky-2021x", by: clerk)
    await #expect(throws: OutsideRefusal.boundElsewhere) {
      try await setPhone("13800000000", of: other)
    }
    try await setPhone("13800000001", of: other)
    await #expect(throws: OutsideRefusal.boundElsewhere) {
      try await setPhone("13800000000", of: other)
    }
  }

  @Test func `neither numbers nor codes are in the audit log`() async throws {
    try await setPhone("13800000000", of: officer)
    try await send()
    let text = try await bench.ledger.read { db in
      try String.fetchAll(
        db, sql: "SELECT action || object || coalesce(detail, '') FROM audit_entry"
      )
      .joined()
    }
    #expect(text.contains("sms-sent"))
    #expect(!text.contains("13800000000") && !text.contains(code))
  }

  @Test(arguments: [
    ("138 0000 0000", "13800000000"), ("+86 138-0000-0000", "13800000000"), ("12", nil),
    ("23800000000", nil), ("1380000000a", nil), ("１３８００００００００", nil), ("", nil),
  ])
  func `a number is written as eleven digits`(typed: String, phone: String?) {
    #expect(SMSCodes.canonical(typed) == phone)
  }
}
