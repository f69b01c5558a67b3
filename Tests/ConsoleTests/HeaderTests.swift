import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import Console

struct HeaderTests {
  @Test(arguments: [
    "/", "/sign-in", "/no-such-page", "/api/air", "/api/series", "/healthz", "/desk",
  ])
  func `every answer carries the headers that bind a browser`(path: String) async throws {
    try await House().visit { browser in
      let response = try await browser.get(path)
      #expect(response.headers[.contentSecurityPolicy] == SecurityHeaders.contentPolicy)
      #expect(response.headers[.xContentTypeOptions] == "nosniff")
      #expect(response.headers[.referrerPolicy] == "same-origin")
      #expect(response.headers[.requestID] != nil)
      #expect(response.headers[.cacheControl] != nil)
      #expect(response.headers[.strictTransportSecurity] == nil)
    }
  }

  @Test func `the policy allows no script or style inside a page`() async throws {
    #expect(!SecurityHeaders.contentPolicy.contains("unsafe"))
    let house = try await House()
    try await house.openCase()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      for path in ["/", "/desk", "/devices", "/devices/\(House.meterMN)", "/password"] {
        let page = try await browser.get(path)
        #expect(page.status == .ok, "\(path)")
        #expect(!page.text.contains(" style="), "\(path)")
        #expect(!page.text.contains("<style"), "\(path)")
        #expect(!page.text.contains(" onclick="), "\(path)")
        for script in page.text.split(separator: "<script").dropFirst() {
          #expect(script.hasPrefix(" type=\"module\" src="), "\(path)")
        }
      }
    }
  }

  @Test func `cookies are for this site and not for scripts`() async throws {
    try await House().visit { browser in
      let page = try await browser.get("/sign-in")
      let cookie = try #require(page.headers[.setCookie])
      #expect(cookie.contains("HttpOnly"))
      #expect(cookie.contains("SameSite=Lax"))
      #expect(!cookie.contains("Secure"))
    }
  }

  @Test func `cookies are for TLS alone where the proxy in front says that it speaks it`()
    async throws
  {
    let house = try await House()
    let overTLS: HTTPFields = [.forwardedProto: "https"]
    try await house.visit(ConsoleSettings(port: 0, isBehindProxy: true)) { browser in
      let page = try await browser.send("/sign-in", .get, headers: overTLS)
      let cookie = try #require(page.headers[.setCookie])
      #expect(cookie.hasPrefix("__Host-lantian_guest="))
      for mark in ["Secure", "Path=/", "HttpOnly"] { #expect(cookie.contains(mark)) }
      #expect(!cookie.contains("Domain"))
    }
    try await house.visit { browser in
      let page = try await browser.send("/sign-in", .get, headers: overTLS)
      #expect(try #require(page.headers[.setCookie]).contains("Secure") == false)
    }
  }

  @Test func `over TLS a cookie that a neighbouring site could set counts for nothing`()
    async throws
  {
    let house = try await House()
    try await house.visit(ConsoleSettings(port: 0, isBehindProxy: true)) { browser in
      _ = try await browser.signIn("duty")
      let session = try #require(await browser.cookies[SiteCookies.session])
      for (name, status) in [
        (SiteCookies.session, HTTPResponse.Status.seeOther),
        ("__Host-" + SiteCookies.session, .ok),
      ] {
        let desk = try await Browser(client: browser.client).send(
          "/desk", .get, headers: [.forwardedProto: "https", .cookie: "\(name)=\(session)"])
        #expect(desk.status == status, "\(name)")
      }
    }
  }

  @Test func `a wrong method is answered 405 with the right ones`() async throws {
    try await House().visit { browser in
      let response = try await browser.send("/healthz", .delete)
      #expect(response.status == .methodNotAllowed)
      #expect(response.headers[.allow] == "GET, HEAD")
    }
  }

  @Test func `an unknown page is a page in the visitor's language, JSON for a program`()
    async throws
  {
    try await House().visit { browser in
      let page = try await browser.get("/no-such-page")
      #expect(page.status == .notFound)
      #expect(page.text.contains("没有这个页面"))
      #expect(page.text.contains(try #require(page.headers[.requestID])))
      let answer = try await browser.get("/api/nothing", accept: "*/*")
      #expect(answer.status == .notFound)
      #expect(answer.text.contains("\"code\":\"notFound\""))
    }
  }

  @Test func `HEAD answers as GET does, without the body`() async throws {
    try await House().visit { browser in
      let response = try await browser.send("/", .head)
      #expect(response.status == .ok)
      #expect(response.body.readableBytes == 0)
    }
  }

  @Test func `metrics are for this machine unless opened`() async throws {
    let house = try await House()
    try await house.visit { browser in
      #expect(try await browser.get("/metrics").text.contains("lantian_up 1"))
      for (name, value) in [
        (HTTPField.Name.forwardedFor, "203.0.113.9"), (.forwardedProto, "https"),
        (.forwarded, "for=203.0.113.9"), (.realIP, "203.0.113.9"),
      ] {
        let forwarded = try await browser.send("/metrics", .get, headers: [name: value])
        #expect(forwarded.status == .forbidden, "\(name)")
      }
    }
    try await house.visit(ConsoleSettings(port: 0, metricsAreOpen: true)) { browser in
      let forwarded = try await browser.send(
        "/metrics", .get, headers: [.forwardedFor: "203.0.113.9"])
      #expect(forwarded.status == .ok)
    }
  }
}
