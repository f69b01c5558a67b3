import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ledger
import NIOCore
import Testing

@testable import Console

/// `POST /api/checks/ID`, as another program sees it.
struct CheckAPITests {
  private func house() async throws -> (House, key: String) {
    let house = try await House.withRegisters()
    try await house.addRow(
      "machines",
      [
        "code": .text("3A-0001"), "kind": .text("excavator"), "stage": .text("four"),
        "level": .text("green"), "labelled": .flag(true),
      ])
    let key = try await house.ledger.write { db in
      try IntakeKeys.create(name: "gates", for: .checks, by: .system("test"), at: 0, in: db).token
    }
    return (house, key)
  }

  private func ask(
    _ browser: Browser, _ check: String, _ body: String, key: String? = nil,
    type: String = "application/json"
  ) async throws -> (status: HTTPResponse.Status, answer: [String: Any]) {
    var headers: HTTPFields = [.contentType: type, .accept: "application/json"]
    headers[.authorization] = key.map { "Bearer \($0)" }
    let answer = try await browser.send(
      "/api/checks/\(check)", .post, headers: headers, body: ByteBuffer(string: body))
    let json = try JSONSerialization.jsonObject(with: Data(answer.text.utf8))
    return (answer.status, json as? [String: Any] ?? [:])
  }

  private func fault(_ answer: [String: Any]) -> [String?] {
    let error = answer["error"] as? [String: Any]
    return ["code", "field"].map { error?[$0] as? String }
  }

  @Test func `a program with a key passes a gate, and the entry has the platform's name`()
    async throws
  {
    let (house, key) = try await house()
    try await house.visit { browser in
      let (status, answer) = try await ask(
        browser, "site-gate", #"{"subject": "３a-0001"}"#, key: key)
      #expect(status == .ok)
      #expect(answer["code"] as? String == "admitted")
      #expect(answer["entry"] as? Int == 1)
    }
    #expect(try await house.changes("gate-entries", 1).map(\.actor) == ["system:checks:gates"])
  }

  @Test
  func `a repeated request is answered and written down once; another one under its id is not`()
    async throws
  {
    let (house, key) = try await house()
    try await house.visit { browser in
      for _ in 1...2 {
        let (_, answer) = try await ask(
          browser, "site-gate", #"{"subject": "3A-0001", "request": "gate-00000001"}"#, key: key)
        #expect(answer["entry"] as? Int == 1)
      }
      let (status, answer) = try await ask(
        browser, "site-gate", #"{"subject": "3A-0002", "request": "gate-00000001"}"#, key: key)
      #expect(status == .conflict)
      #expect(fault(answer) == ["request-reused", "request"])
    }
    #expect(try await house.rows("gate-entries").count == 1)
  }

  @Test func `every other check answers without writing; numbers and flags are as good as texts`()
    async throws
  {
    let (house, key) = try await house()
    try await house.visit { browser in
      let (status, answer) = try await ask(
        browser, "admission",
        #"{"trade": "shared-treatment", "place": "HSZ-area", "emission.vocs": 2.5, "is.own-coal": true}"#,
        key: key)
      #expect(status == .ok)
      #expect(answer["code"] as? String == "forbidden")
      #expect(answer["entry"] == nil)
      let label = try await ask(browser, "machine-label", #"{"code": "3a-0001"}"#, key: key)
      #expect(label.answer["code"] as? String == "found")
    }
  }

  @Test(arguments: [
    ("retest", "{}", 422, "bad-field", "plate"),
    ("site-gate", #"{"subject": "x"}"#, 422, "bad-field", "subject"),
    ("site-gate", #"{"subject": "3A-0001", "site": "nowhere"}"#, 422, "bad-field", "site"),
    ("site-gate", #"{"subject": "3A-0001", "site": "77"}"#, 422, "bad-field", "site"),
    ("site-gate", #"{"colour": "red"}"#, 422, "bad-field", "colour"),
    ("site-gate", #"{"subject": ["3A-0001"]}"#, 400, "bad-body", nil),
    ("site-gate", "[]", 400, "bad-body", nil), ("site-gate", "{\"sub", 400, "bad-body", nil),
    ("site-gate", String(repeating: " ", count: 20_000), 413, "too-large", nil),
    ("nothing", "{}", 404, "no-such-check", nil),
  ])
  func `what is wrong is named with its field, and nothing is written down`(
    check: String, body: String, status: Int, code: String, field: String?
  ) async throws {
    let (house, key) = try await house()
    try await house.visit { browser in
      let (found, answer) = try await ask(browser, check, body, key: key)
      #expect(found.code == status)
      #expect(fault(answer) == [code, field])
      let remedy = (answer["error"] as? [String: Any])?["remedy"] as? String
      #expect(remedy?.isEmpty == false)
    }
    #expect(try await house.rows("gate-entries") == [])
  }

  @Test func `without a key of the right kind or a session nothing is answered`() async throws {
    let (house, key) = try await house()
    let cameras = try await house.ledger.write { db in
      try IntakeKeys.create(name: "towers", for: .cameras, by: .system("test"), at: 0, in: db).token
    }
    try await house.visit { browser in
      for key in [nil, "nonsense", cameras] {
        let (status, answer) = try await ask(browser, "retest", #"{"plate": "浙D12345"}"#, key: key)
        #expect(status == .unauthorized)
        #expect(fault(answer) == ["no-key", nil])
      }
      let form = try await ask(
        browser, "retest", "plate=x", key: key, type: "application/x-www-form-urlencoded")
      #expect(form.status == .unsupportedMediaType)
    }
  }

  @Test func `a session asks what its account may ask`() async throws {
    let (house, _) = try await house()
    try await house.visit { browser in
      _ = try await browser.signIn("firm")
      #expect(try await ask(browser, "site-gate", #"{"subject": "3A-0001"}"#).status == .ok)
      #expect(try await ask(browser, "retest", #"{"plate": "浙D12345"}"#).status == .notFound)
      let list = try await browser.get("/api/checks", accept: "application/json").text
      #expect(list.contains("site-gate") && !list.contains("retest"))
    }
    #expect(try await house.changes("gate-entries", 1).first?.actor.hasPrefix("account:") == true)
  }
}
