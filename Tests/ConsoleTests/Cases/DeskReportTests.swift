import Casework
import HTTPTypes
import HummingbirdTesting
import Ledger
import Testing

@testable import Console

struct DeskReportTests {
  private let report = [
    "channel": "phone", "category": "smell", "text": "夜里有胶水味", "contact": "李女士 138",
    "longitude": "120.89", "latitude": "30.03",
  ]

  private func take(
    _ browser: Browser, _ more: [String: String] = [:]
  ) async throws -> TestResponse {
    let page = try await browser.get("/reports/new").text
    return try await browser.post(
      "/reports", report.merging(["request": page.hidden("request")]) { $1 }.merging(more) { $1 })
  }

  private func code(_ page: String) throws -> String {
    let match = try #require(page.firstMatch(of: #/data-tracking-code>([2-9A-HJ-NP-Z-]{19})</#))
    return String(match.1)
  }

  @Test func `a caller's report becomes a case, and caller and desk write to each other`()
    async throws
  {
    let house = try await House.withRegisters()
    try await house.visit { duty in
      _ = try await duty.signIn("duty")
      #expect(try await duty.get("/cases").text.contains("/reports/new"))
      let receipt = try await take(duty)
      #expect(receipt.status == .created)
      let code = try code(receipt.text)
      let page = try await duty.get("/cases/1").text
      #expect(page.contains("电话") && !page.contains("李女士 138"))
      _ = try await duty.step("dispatched", of: 1, ["unit": "baiguan"])
      let guest = Browser(client: duty.client)
      _ = try await guest.get("/track")
      let tracked = try await guest.post("/track", ["code": code]).text
      let sent = try await guest.post(
        "/track/messages",
        ["code": code, "request": tracked.hidden("request"), "message": "今晚又有了 <b>"])
      #expect(sent.status == .ok && sent.text.contains("今晚又有了 &lt;b&gt;"))
      let town = Browser(client: duty.client)
      _ = try await town.signIn("town")
      let seen = try await town.get("/cases/1").text
      #expect(seen.contains("今晚又有了") && !seen.contains("李女士"))
      _ = try await town.post(
        "/cases/1/messages", ["message": "今晚去看", "request": "town-reply-request-1"])
      let answered = try await guest.post("/track", ["code": code]).text
      #expect(answered.contains("今晚去看") && !answered.contains("网格员"))
    }
  }

  @Test func `what was told nearby is shown first, and taken down once it is said to be another`()
    async throws
  {
    let house = try await House.withRegisters()
    try await house.visit { duty in
      _ = try await duty.signIn("duty")
      _ = try await take(duty)
      let asked = try await take(duty, ["longitude": "120.891"])
      #expect(asked.status == .conflict)
      #expect(asked.text.contains("/cases/1") && asked.text.contains("name=\"other\""))
      #expect(asked.text.contains("夜里有胶水味"))
      let taken = try await take(duty, ["longitude": "120.891", "other": "1"])
      #expect(taken.status == .created)
      #expect(try await duty.get("/cases/2").text.contains("/cases/1"))
    }
  }

  @Test func `the same form twice is one report with the same code`() async throws {
    let house = try await House.withRegisters()
    try await house.visit { duty in
      _ = try await duty.signIn("duty")
      let page = try await duty.get("/reports/new").text
      let form = report.merging(["request": page.hidden("request")]) { $1 }
      let first = try code(try await duty.post("/reports", form).text)
      #expect(try code(try await duty.post("/reports", form).text) == first)
      #expect(try await duty.get("/cases/2").status == .notFound)
    }
  }

  @Test func `a form that lacks something says so and keeps what was typed`() async throws {
    let house = try await House.withRegisters()
    try await house.visit { duty in
      _ = try await duty.signIn("duty")
      let page = try await take(duty, ["text": ""])
      #expect(page.status == .unprocessableContent && page.text.contains("李女士 138"))
      let wrong = try await take(duty, ["longitude": "north"])
      #expect(wrong.status == .unprocessableContent)
    }
  }

  @Test(arguments: ["chief", "firm"])
  func `who opens no cases takes no reports down and writes to no reporter`(who: String)
    async throws
  {
    let house = try await House.withRegisters()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      _ = try await take(browser)
      _ = try await browser.signIn(who)
      #expect(try await browser.get("/reports/new").status == .forbidden)
      _ = try await browser.get("/cases")
      #expect(try await browser.post("/reports", report).status == .forbidden)
      let reply = try await browser.post(
        "/cases/1/messages", ["message": "x", "request": "some-request-id-1"])
      #expect(reply.status == (who == "firm" ? .notFound : .forbidden) || reply.status == .seeOther)
    }
  }
}
