import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ledger
import Testing

@testable import Console

struct SecondFactorPageTests {
  /// The secret that a page shows, read as an authenticator reads it.
  private static func secret(on page: String) throws -> [UInt8] {
    let text = try #require(page.firstMatch(of: /<code>([A-Z2-7 ]{39})<\/code>/)?.1)
    var (bytes, buffer, bits): ([UInt8], Int, Int) = ([], 0, 0)
    for letter in text where letter != " " {
      let value = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").firstIndex(of: letter) ?? 0
      buffer = (buffer << 5 | value) & 0xFFFF
      bits += 5
      if bits >= 8 {
        bytes.append(UInt8(buffer >> (bits - 8) & 0xFF))
        bits -= 8
      }
    }
    return bytes
  }

  private static func setUp(_ browser: Browser, _ house: House) async throws -> (
    secret: [UInt8], codes: [String]
  ) {
    _ = try await browser.get("/account/second-factor")
    _ = try await browser.post("/account/second-factor", ["password": House.password])
    let page = try await browser.get("/account/second-factor")
    #expect(page.text.contains("second-factor-qr"))
    let secret = try secret(on: page.text)
    let code = OneTimeCode.code(secret: secret, step: OneTimeCode.step(at: house.now))
    let done = try await browser.post(
      "/account/second-factor/confirmation", ["code": code])
    let codes = done.text.matches(of: /<li><code>([a-z2-7-]{29})<\/code>/).map { String($0.1) }
    #expect(codes.count == 10)
    house.move(seconds: OneTimeCode.stepSeconds)
    return (secret, codes)
  }

  @Test func `with a second factor signing in asks for the code`() async throws {
    let house = try await House()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let (secret, _) = try await Self.setUp(browser, house)
      let page = try await browser.get("/account/second-factor")
      #expect(!page.text.contains("<code>"))
      let other = Browser(client: browser.client)
      _ = try await other.get("/sign-in")
      let asked = try await other.post(
        "/sign-in", ["name": "duty", "password": House.password, "next": "/cases"])
      #expect(asked.headers[.location] == "/sign-in/code?next=%2Fcases")
      #expect(try await other.get("/desk").status == .seeOther)
      _ = try await other.get("/sign-in/code?next=%2Fcases")
      let wrong = try await other.post("/sign-in/code", ["code": "000000", "next": "/cases"])
      #expect(wrong.status == .unauthorized)
      let code = OneTimeCode.code(secret: secret, step: OneTimeCode.step(at: house.now))
      let entered = try await other.post("/sign-in/code", ["code": code, "next": "/cases"])
      #expect(entered.headers[.location] == "/cases")
      #expect(try await other.get("/desk").status == .ok)
    }
  }

  @Test func `after the grace the set-up comes first, and then the desk opens`() async throws {
    let house = try await House()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let desk = try await browser.get("/desk")
      #expect(desk.status == .ok && desk.text.contains("您的账号须在 2026-06-15 前设置双重验证"))
      house.move(seconds: 14 * 86_400)
      _ = try await browser.signIn("duty")
      for path in ["/desk", "/cases", "/devices"] {
        #expect(
          try await browser.get(path).headers[.location] == "/account/second-factor", "\(path)")
      }
      #expect(try await browser.get("/account").status == .ok)
      _ = try await Self.setUp(browser, house)
      let opened = try await browser.get("/desk")
      #expect(opened.status == .ok && !opened.text.contains("factor-due"))
    }
  }

  @Test func `who need not have one is not reminded`() async throws {
    let house = try await House()
    try await house.visit { browser in
      _ = try await browser.signIn("town")
      #expect(try await !browser.get("/desk").text.contains("factor-due"))
    }
  }

  @Test func `a wrong password begins nothing, a wrong first code turns nothing on`()
    async throws
  {
    let house = try await House()
    try await house.visit { browser in
      _ = try await browser.signIn("town")
      _ = try await browser.get("/account/second-factor")
      let wrong = try await browser.post("/account/second-factor", ["password": "Wrong-Sky-2021"])
      #expect(wrong.status == .unprocessableContent)
      #expect(!wrong.text.contains("second-factor-qr"))
      _ = try await browser.post("/account/second-factor", ["password": House.password])
      let refused = try await browser.post(
        "/account/second-factor/confirmation", ["code": "000000"])
      #expect(refused.status == .unprocessableContent)
      _ = try await browser.post("/sign-out", [:])
      #expect(try await browser.signIn("town").headers[.location] == "/desk")
    }
  }

  @Test(arguments: ["", "x", String(repeating: "A", count: 43)])
  func `a made-up sign-in awaits no code`(token: String) async throws {
    let house = try await House()
    try await house.visit { browser in
      _ = try await browser.get("/sign-in")
      let guest = await browser.cookies.map { "\($0)=\($1)" }.joined(separator: "; ")
      let answer = try await Browser(client: browser.client).send(
        "/sign-in/code", .post,
        headers: [
          .contentType: "application/x-www-form-urlencoded",
          .cookie: "\(guest); \(SiteCookies.code)=\(token)",
        ],
        body: ByteBuffer(
          string: "code=000000&form-token=\(LocalPath.encode(await browser.token))"))
      #expect(answer.headers[.location] == "/sign-in")
    }
  }
}
