import ActionPlan
import Ledger
import Testing

@testable import Pushes

struct WebhookTests {
  private static func robot(_ stand: HTTPStandIn) -> ChannelSettings {
    ChannelSettings(
      channel: PushBench.channel(.group),
      transport: .wecom(WebhookRobot(url: "http://127.0.0.1:\(stand.port)/send?key=geheim")),
      secrets: ["geheim"])
  }

  @Test func `a robot gets what was told, with the message's key`() async throws {
    let (bench, stand) = (try await PushBench(), try await HTTPStandIn())
    let sender = try await bench.sender(Self.robot(stand))
    try await bench.tell("case/1")
    try await sender.turn()
    let heard = try #require(stand.heard.first)
    #expect(heard.uri == "/send?key=geheim")
    #expect(heard.body == #"{"msgtype":"text","text":{"content":"蓝天\ncase/1"}}"#)
    let message = try #require(try await bench.messages().first)
    #expect(message.state == .sent)
    #expect(heard.headers["idempotency-key"] == message.key)
    try await sender.close()
    try await stand.close()
  }

  @Test func `who is killed between sending and writing it down sends again under the same key`()
    async throws
  {
    let bench = try await PushBench()
    let stand = try await HTTPStandIn(HTTPStandIn.Answer(isSilent: true), HTTPStandIn.Answer())
    let first = try await bench.sender(Self.robot(stand))
    for number in 1...3 { try await bench.tell("case/\(number)") }
    let turn = Task { try await first.turn() }
    await stand.arrival()
    turn.cancel()
    _ = try? await turn.value
    #expect(try await bench.messages().map(\.state) == [.waiting])
    let second = try await bench.sender(Self.robot(stand))
    try await second.turn()
    #expect(try await bench.messages().map(\.state) == [.sent])
    #expect(stand.heard.count == 2)
    #expect(Set(stand.heard.map { $0.headers["idempotency-key"] }).count == 1)
    #expect(Set(stand.heard.map(\.body)).count == 1)
    #expect(stand.heard[0].body.contains(#"case/1\ncase/2\ncase/3"#))
    try await first.close()
    try await second.close()
    try await stand.close()
  }

  @Test(arguments: [
    (500, "", PushMessage.State.waiting, "http-500"), (429, "", .waiting, "http-429"),
    (404, "", .failed, "http-404"), (302, "", .failed, "http-302"),
    (
      200, #"{"errcode":45009,"errmsg":"api freq out of limit"}"#, .waiting,
      "robot: 45009 api freq out of limit"
    ),
    (200, #"{"errcode":93000,"errmsg":"no robot geheim"}"#, .failed, "robot: 93000 no robot •••"),
    (200, "<html>", .waiting, "answer-unreadable"),
  ])
  func `what the robot answers decides whether it is tried again, and shows no secret`(
    status: Int, body: String, state: PushMessage.State, reason: String
  ) async throws {
    let bench = try await PushBench()
    let stand = try await HTTPStandIn(
      HTTPStandIn.Answer(
        status: status, headers: ["location": "http://127.0.0.1:1/elsewhere"], body: body))
    let sender = try await bench.sender(Self.robot(stand))
    try await bench.tell("case/1")
    try await sender.turn()
    let message = try #require(try await bench.messages().first)
    #expect(message.state == state)
    #expect(message.reason == reason)
    #expect(stand.heard.count == 1)
    try await sender.close()
    try await stand.close()
  }

  @Test func `nothing is lost while nobody answers, and it goes out when somebody does`()
    async throws
  {
    let (bench, stand) = (try await PushBench(), try await HTTPStandIn())
    let settings = Self.robot(stand)
    try await stand.close()
    let sender = try await bench.sender(settings)
    for number in 1...5 {
      try await bench.tell("case/\(number)")
      try await sender.turn()
      bench.pass(seconds: 10)
    }
    #expect(try await bench.messages().map(\.state) == [.waiting])
    let later = try await HTTPStandIn()
    let revived = try await bench.sender(Self.robot(later))
    bench.pass(seconds: 300)
    try await revived.turn()
    #expect(Set(try await bench.messages().map(\.state)) == [.sent])
    #expect(later.heard.map(\.body).map { $0.contains("case/1") } == [true, false])
    #expect(later.heard.last?.body.contains(#"case/2\ncase/3\ncase/4\ncase/5"#) == true)
    try await sender.close()
    try await revived.close()
    try await later.close()
  }

  @Test func `DingTalk's signature is HMAC-SHA256 over time and secret`() {
    // By `printf '1700000000000\nSECabc' | openssl dgst -sha256 -hmac SECabc -binary | base64`.
    #expect(
      PreparedRequest.dingtalkSignature("SECabc", atMilliseconds: 1_700_000_000_000)
        == "jcUpW0QmtKduN03n4JqQ0PBosVjqnM8gU7fIIvsDmCM=")
    let message = message(title: "t", text: "x")
    let request = PreparedRequest.dingtalk(
      message, to: WebhookRobot(url: "https://a/send?access_token=1", signingSecret: "SECabc"),
      atMilliseconds: 1_700_000_000_000)
    #expect(
      request.url.hasPrefix("https://a/send?access_token=1&timestamp=1700000000000&sign="))
    #expect(!request.url.dropFirst(60).contains("+") && !request.url.hasSuffix("="))
  }

  @Test func `an SMS service's texts are filled in as its form wants them`() throws {
    let message = message(title: "报\"警", text: "a\nb&c", address: "138")
    let json = PreparedRequest.filled(
      HTTPTemplate(
        url: "https://sms/{phone}", headers: ["X-Id": "{message}\r\n{title}"],
        body: #"{"to":"{phone}","text":"{text}{title}","n":{}}"#), message)
    #expect(json.url == "https://sms/138")
    #expect(json.body == Array(#"{"to":"138","text":"a\nb&c报\"警","n":{}}"#.utf8))
    #expect(json.headers.allSatisfy { !$0.value.contains("报") })
    let form = PreparedRequest.filled(
      HTTPTemplate(url: "https://sms/", content: .form, body: "to={phone}&text={text}"), message)
    #expect(form.body == Array("to=138&text=a%0Ab%26c".utf8))
  }

  @Test func `a text too long for a robot is cut between characters`() {
    let long = String(repeating: "警", count: 2_000)
    let request = PreparedRequest.wecom(
      message(title: "t", text: long), to: WebhookRobot(url: "https://a"))
    let body = String(decoding: request.body ?? [], as: UTF8.self)
    #expect(body.hasSuffix("警…\"}}"))
    #expect(body.utf8.count <= 2_048 + 50)
  }

  private func message(title: String, text: String, address: String = "") -> PushMessage {
    .sample(title: title, text: text, address: address)
  }
}
