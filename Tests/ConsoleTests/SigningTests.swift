import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import Console

struct SigningTests {
  @Test func `the right password opens the desk`() async throws {
    try await House().visit { browser in
      let response = try await browser.signIn("duty")
      #expect(response.status == .seeOther)
      #expect(response.headers[.location] == "/desk")
      let desk = try await browser.get("/desk")
      #expect(desk.status == .ok)
      #expect(desk.text.contains("值守员"))
    }
  }

  @Test func `a wrong password and an unknown name are told the same`() async throws {
    try await House().visit { browser in
      let wrong = try await browser.signIn("duty", password: "Wrong-Sky-2021")
      #expect(wrong.status == .unauthorized)
      #expect(wrong.text.contains("用户名或密码不正确"))
      let unknown = try await browser.signIn("nobody", password: "Wrong-Sky-2021")
      #expect(unknown.status == .unauthorized)
      #expect(unknown.text.contains("用户名或密码不正确"))
    }
  }

  @Test func `a locked name is told how long to wait`() async throws {
    try await House().visit { browser in
      for _ in 0..<5 { _ = try await browser.signIn("duty", password: "Wrong-Sky-2021") }
      let locked = try await browser.signIn("duty")
      #expect(locked.status == .tooManyRequests)
      #expect(locked.text.contains("请在 30 秒后再试"))
    }
  }

  @Test func `too many tries from one address are refused with the wait`() async throws {
    try await House().visit { browser in
      for number in 0..<SigningController.attempts.burst {
        _ = try await browser.signIn("name\(number)", password: "Wrong-Sky-2021")
      }
      let refused = try await browser.signIn("duty")
      #expect(refused.status == .tooManyRequests)
      #expect(refused.headers[.retryAfter] != nil)
    }
  }

  @Test(arguments: ["/desk", "/devices", "/devices/\(House.meterMN)", "/desk/live"])
  func `a guest is sent to sign in and comes back`(path: String) async throws {
    try await House().visit { browser in
      let response = try await browser.get(path)
      #expect(response.status == .seeOther)
      #expect(response.headers[.location] == "/sign-in?next=\(LocalPath.encode(path))")
      _ = try await browser.get("/sign-in")
      let back = try await browser.post(
        "/sign-in", ["name": "duty", "password": House.password, "next": path])
      #expect(back.headers[.location] == path)
    }
  }

  @Test(arguments: ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"])
  func `nobody is sent to another site after signing in`(next: String) async throws {
    try await House().visit { browser in
      _ = try await browser.get("/sign-in")
      let response = try await browser.post(
        "/sign-in", ["name": "duty", "password": House.password, "next": next])
      #expect(response.headers[.location] == "/desk")
    }
  }

  @Test func `who must change the password sees nothing else before`() async throws {
    try await House().visit { browser in
      #expect(try await browser.signIn("fresh").headers[.location] == "/password")
      #expect(try await browser.get("/desk").headers[.location] == "/password")
      _ = try await browser.get("/password")
      let weak = try await browser.post(
        "/password", ["current": House.password, "new": "short", "again": "short"])
      #expect(weak.text.contains("新密码太短"))
      let different = try await browser.post(
        "/password",
        ["current": House.password, "new": "Green-Hill-2022", "again": "Green-Hill-2023"])
      #expect(different.text.contains("不一致"))
      let changed = try await browser.post(
        "/password",
        ["current": House.password, "new": "Green-Hill-2022", "again": "Green-Hill-2022"])
      #expect(changed.headers[.location] == "/desk")
      #expect(try await browser.get("/desk").status == .ok)
    }
  }

  @Test func `signing out ends the session`() async throws {
    try await House().visit { browser in
      _ = try await browser.signIn("duty")
      let before = await browser.cookies
      _ = try await browser.get("/desk")
      #expect(try await browser.post("/sign-out", [:]).status == .seeOther)
      let session = try #require(before[SiteCookies.session])
      let late = try await browser.send(
        "/desk", .get, headers: [.cookie: "\(SiteCookies.session)=\(session)"])
      #expect(late.status == .seeOther)
    }
  }

  @Test func `a desk that only refreshes itself is signed out in the end`() async throws {
    let house = try await House()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let live: HTTPFields = [.requestedWith: "live", .accept: "text/html"]
      for _ in 1...7 {
        house.move(seconds: 3600)
        #expect(try await browser.send("/desk/live", .get, headers: live).status == .ok)
      }
      house.move(seconds: 3601)
      #expect(try await browser.send("/desk/live", .get, headers: live).status == .seeOther)
    }
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      for _ in 1...9 {
        house.move(seconds: 3600)
        #expect(try await browser.get("/desk").status == .ok)
      }
    }
  }

  @Test func `a firm's contact lands at the firm's page and sees no desk`() async throws {
    try await House().visit { browser in
      let landing = try await browser.signIn("firm")
      #expect(landing.headers[.location] == "/firm")
      let desk = try await browser.get("/desk")
      #expect(desk.status == .forbidden)
      let own = try await browser.get("/devices/\(House.meterMN)")
      #expect(own.status == .ok)
      let other = try await browser.get("/devices/\(House.stationMN)")
      #expect(other.status == .notFound)
    }
  }
}
