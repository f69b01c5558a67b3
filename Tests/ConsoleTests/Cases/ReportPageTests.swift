import Casework
import HTTPTypes
import HummingbirdTesting
import Ledger
import Testing

@testable import Console

struct ReportPageTests {
  let report = ["category": "smell", "text": "刺鼻的胶水味"]

  func send(
    _ browser: Browser, _ fields: [String: String], photos: [[UInt8]] = []
  ) async throws -> TestResponse {
    let page = try await browser.get("/report").text
    return try await browser.upload(
      "/report", ["request": page.hidden("request")].merging(fields) { $1 }, photos: photos)
  }

  func code(_ page: String) throws -> String {
    let match = try #require(page.firstMatch(of: #/data-tracking-code>([2-9A-HJ-NP-Z-]{19})</#))
    return String(match.1)
  }

  @Test func `a guest reports with photo and position and follows it by the code`() async throws {
    let house = try await House.withRegisters()
    try await house.visit { guest in
      let receipt = try await send(
        guest,
        report.merging([
          "longitude": "120.89", "latitude": "30.03", "contact": "138 0000 0000",
        ]) { $1 }, photos: [onePixel])
      #expect(receipt.status == .created)
      let code = try code(receipt.text)
      let received = try await guest.post("/track", ["code": code])
      #expect(received.status == .ok)
      #expect(received.text.contains("等待值守人员受理"))
      let small = try await guest.post(
        "/track", ["code": code.lowercased().replacing("-", with: "")])
      #expect(small.status == .ok)
      let duty = Browser(client: guest.client)
      _ = try await duty.signIn("duty")
      let page = try await duty.get("/cases/1").text
      #expect(page.contains("刺鼻的胶水味"))
      #expect(!page.contains("138 0000 0000"))
      _ = try await duty.step("dispatched", of: 1, ["unit": "baiguan"])
      let town = Browser(client: guest.client)
      _ = try await town.signIn("town")
      let seen = try await town.get("/cases/1").text
      #expect(seen.contains("刺鼻的胶水味"))
      #expect(!seen.contains("138 0000 0000"))
      _ = try await town.step(
        "handled", of: 1, ["note": "网格员 internal", "cause": "poor-management"])
      _ = try await duty.step(
        "answered", of: 1, ["note": "ok", "answer": "已要求企业整改 <b>谢谢</b>"])
      let answered = try await guest.post("/track", ["code": code]).text
      #expect(answered.contains("已要求企业整改 &lt;b&gt;谢谢&lt;/b&gt;"))
      #expect(!answered.contains("internal"))
      #expect(!answered.contains("值守员"))
    }
  }

  @Test func `the same form twice is one report with the same code`() async throws {
    let house = try await House.withRegisters()
    try await house.visit { guest in
      let page = try await guest.get("/report").text
      let form = report.merging(["request": page.hidden("request")]) { $1 }
      let first = try code(try await guest.upload("/report", form).text)
      let again = try code(try await guest.upload("/report", form).text)
      #expect(first == again)
    }
    let counts = try await house.ledger.read { db in
      try CaseBook.counts(scope: .all, now: house.now, in: db)
    }
    #expect(counts.open == 1)
  }

  @Test func `what is wrong is said and what was typed stays`() async throws {
    let house = try await House.withRegisters()
    try await house.visit { guest in
      let script = "<script>alert(1)</script>"
      let noCategory = try await send(guest, ["text": script, "contact": "\"><script>"])
      #expect(noCategory.status == .unprocessableContent)
      #expect(noCategory.text.contains("请选择是什么问题"))
      #expect(noCategory.text.contains("&lt;script&gt;alert(1)&lt;/script&gt;</textarea>"))
      #expect(!noCategory.text.contains("<script>alert"))
      let noText = try await send(guest, ["category": "smell"])
      #expect(noText.text.contains("请写下情况说明"))
      let noPlace = try await send(guest, report.merging(["longitude": "abc"]) { $1 })
      #expect(noPlace.text.contains("位置无效"))
      let noPhoto = try await send(guest, report, photos: [Array("GIF89a".utf8)])
      #expect(noPhoto.text.contains("JPEG、PNG 或 WebP"))
      let huge = try await send(
        guest, report, photos: [[UInt8](repeating: 1, count: 11 * 1_024 * 1_024)])
      #expect(huge.status == .contentTooLarge)
    }
  }

  @Test func `one source cannot flood the desk, nor fill the disk`() async throws {
    let house = try await House.withRegisters()
    try await house.visit { guest in
      for _ in 1...ReportDraft.hourlyLimit {
        #expect(try await send(guest, report).status == .created)
      }
      let refused = try await send(guest, report, photos: [onePixel])
      #expect(refused.status == .tooManyRequests)
      #expect(refused.headers[.retryAfter] != nil)
      #expect(house.photoFiles == [])
      house.move(seconds: 3600)
      #expect(try await send(guest, report).status == .created)
    }
  }

  @Test(arguments: [
    ["text": " "], ["category": "flood"], ["request": "short"],
    ["longitude": "400", "latitude": "30"], ["contact": String(repeating: "1", count: 300)],
  ])
  func `of a report that is refused no photo is kept`(wrong: [String: String]) async throws {
    let house = try await House.withRegisters()
    try await house.visit { guest in
      let refused = try await send(guest, report.merging(wrong) { $1 }, photos: [onePixel])
      #expect(refused.status == .unprocessableContent)
      #expect(house.photoFiles == [])
      #expect(try await send(guest, report, photos: [onePixel]).status == .created)
      #expect(house.photoFiles.count == 2)
    }
  }

  @Test func `codes cannot be tried out, and stand in no address`() async throws {
    let house = try await House.withRegisters()
    try await house.visit { guest in
      _ = try await guest.get("/track")
      #expect(try await guest.get("/track?code=7KQM-2XPD-9HTR-V4NB").text.contains("7KQM") == false)
      for _ in 1...TrackController.attempts.burst {
        let wrong = try await guest.post("/track", ["code": "7KQM-2XPD-9HTR-V4NB"])
        #expect(wrong.status == .unprocessableContent)
        #expect(wrong.text.contains("没有这个查询码"))
      }
      let refused = try await guest.post("/track", ["code": "7KQM-2XPD-9HTR-V4NB"])
      #expect(refused.status == .tooManyRequests)
    }
  }
}
