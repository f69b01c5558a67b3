import Casework
import HTTPTypes
import HummingbirdTesting
import Ledger
import Testing

@testable import Console

struct CaseListPageTests {
  @Test func `each tab shows its cases and says when there are none`() async throws {
    let house = try await House()
    let file = try await house.openCase()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let open = try await browser.get("/cases").text
      #expect(open.contains(file.number))
      #expect(open.contains("class=\"item case-item serious\""))
      #expect(try await browser.get("/cases?show=closed").text.contains("还没有办结的问题单"))
      #expect(try await browser.get("/cases?late=1").text.contains("没有逾期的问题单"))
      #expect(try await browser.get("/cases?state=opened").text.contains(file.number))
      #expect(try await browser.get("/cases?q=nothing").text.contains("没有符合条件的问题单"))
      #expect(try await browser.get("/cases?q=SHANGYU").text.contains(file.number))
      #expect(try await browser.get("/cases?unit=baiguan").text.contains("没有符合条件的问题单"))
      house.move(seconds: 3600)
      let late = try await browser.get("/cases?show=late").text
      #expect(late.contains(file.number))
      #expect(late.contains("逾期 45 分钟"))
      _ = try await browser.post("/preferences", ["language": "en", "back": "/"])
      #expect(
        try await browser.get("/cases?show=closed").text.contains("No case has been closed yet."))
    }
  }

  @Test func `an officer sees only the own unit's cases`() async throws {
    let house = try await House()
    let file = try await house.openCase()
    try await house.visit { browser in
      _ = try await browser.signIn("town")
      #expect(!(try await browser.get("/cases?show=all").text).contains(file.number))
      #expect(try await browser.get("/cases?show=mine").text.contains("本单位没有在办的问题单"))
    }
  }

  @Test func `pages follow one another until the list ends`() async throws {
    let house = try await House()
    for finding in 1...60 as ClosedRange<Int64> { try await house.openCase(finding: finding) }
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      var seen: Set<String> = []
      var address: String? = "/cases?show=all"
      while let next = address {
        let page = try await browser.get(next).text
        for mark in page.ranges(of: "data-key=\"") {
          #expect(seen.insert(String(page[mark.upperBound...].prefix { $0 != "\"" })).inserted)
        }
        address = page.firstRange(of: "\" rel=\"next\"").map { mark in
          let before = page[..<mark.lowerBound]
          let start = before.ranges(of: "href=\"").last?.upperBound ?? before.endIndex
          return String(before[start...]).replacing("&amp;", with: "&")
        }
      }
      #expect(seen.count == 60)
    }
  }

  @Test(arguments: ["/cases", "/cases/1", "/report", "/track"])
  func `no text is missing in either language`(path: String) async throws {
    let house = try await House()
    try await house.openCase()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      for language in ["zh", "en"] {
        _ = try await browser.post("/preferences", ["language": language, "back": "/"])
        let page = try await browser.get(path)
        #expect(page.status == .ok)
        let gap = #/>\s*(cases|case|report|track|refusal|cause|actor|evidence|ground)\.[a-zA-Z-]+/#
        #expect(page.text.firstMatch(of: gap) == nil)
        #expect(
          page.text.firstMatch(of: #/<(h1|h2|button|label|dt|summary|legend)[^>]*>\s*<//#) == nil)
      }
    }
  }
}
