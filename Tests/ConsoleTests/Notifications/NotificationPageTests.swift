import Casework
import HTTPTypes
import HummingbirdTesting
import Ledger
import Testing

@testable import Console

struct NotificationPageTests {
  func unread(_ page: String) -> Substring? {
    page.firstMatch(of: #/data-unread><span data-unread-number>([0-9+]+)</#)?.1
  }

  @Test func `each is told what concerns the own unit, role or facility, and marks it read`()
    async throws
  {
    let house = try await House()
    let file = try await house.openCase()
    try await house.visit { duty in
      _ = try await duty.signIn("duty")
      let told = try await duty.get("/notifications").text
      #expect(told.contains("新问题单，等待办理"))
      #expect(told.contains("href=\"/cases/\(file.id)\""))
      #expect(told.contains("生产运行而治污停运"))
      #expect(unread(told) == "1")
      _ = try await duty.step("dispatched", of: file.id, ["unit": "baiguan"])
      let town = Browser(client: duty.client)
      _ = try await town.signIn("town")
      let own = try await town.get("/notifications").text
      #expect(own.contains("已派单，等待处置"))
      #expect(!own.contains("新问题单，等待办理"))
      #expect(try await town.get("/cases").text.contains("data-unread-number>1<"))
      let read = try await town.post("/notifications/read", ["through": own.hidden("through")])
      #expect(read.headers[.location] == "/notifications")
      let after = try await town.get("/notifications").text
      #expect(unread(after) == nil)
      #expect(!after.contains("全部标为已读"))
      #expect(after.contains("已派单，等待处置"))
      // What one has read is still unread for others.
      #expect(unread(try await duty.get("/desk").text) == "1")
    }
  }

  @Test func `a firm's contact reads what the facility was told, and nothing of others`()
    async throws
  {
    let house = try await House()
    let since = house.now - 120
    try await house.ledger.write { db in
      for facility in ["dye-works", "other"] {
        try Notifications.tell(
          .facility(facility), code: "finding-told", object: "finding/1",
          values: ["rule": "treatment-off-while-producing", "since": "\(since)"], at: since, in: db)
      }
    }
    try await house.visit { firm in
      _ = try await firm.signIn("firm")
      let page = try await firm.get("/notifications").text
      #expect(page.ranges(of: "data-key=").count == 1)
      #expect(page.contains("自 10:28 起监测到异常，请立即检查"))
      #expect(page.contains("生产运行而治污停运"))
      #expect(page.contains("&lt;b&gt;染厂&lt;/b&gt;&amp;甲"))
      #expect(unread(page) == "1")
    }
  }

  @Test func `what is fetched while a page is open carries the count`() async throws {
    let house = try await House()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      #expect(try await browser.get("/desk/live").headers[.unread] == "0")
      try await house.openCase()
      #expect(try await browser.get("/desk/live").headers[.unread] == "1")
      #expect(try await browser.get("/notifications/live").text.contains("新问题单，等待办理"))
      let guest = Browser(client: browser.client)
      #expect(try await guest.get("/air/live").headers[.unread] == nil)
      #expect(try await guest.get("/notifications").status == .seeOther)
    }
  }

  @Test func `without any it says so, and pages follow one another`() async throws {
    let house = try await House()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      #expect(try await browser.get("/notifications").text.contains("还没有提醒"))
      let count = NotificationsController.pageLength + 5
      for finding in 1...Int64(count) { try await house.openCase(finding: finding) }
      let first = try await browser.get("/notifications").text
      #expect(first.ranges(of: "data-key=").count == NotificationsController.pageLength)
      let next = try #require(first.firstMatch(of: #/href="([^"]+)" rel="next"/#)?.1)
      let second = try await browser.get(String(next)).text
      #expect(second.ranges(of: "data-key=").count == 5)
      // Reading an old page marks nothing that stands on the first.
      #expect(!second.contains("全部标为已读"))
      #expect(try await browser.post("/notifications/read", [:]).status == .badRequest)
    }
  }

  @Test(arguments: ["opened", "assigned", "informed", "awaits", "returned", "late"])
  func `every kind of message has its text`(kind: String) throws {
    let catalogue = try Catalogue(folder: ConsoleResources.folder("Texts"))
    #expect(Tell.Kind(rawValue: "case-\(kind)") != nil)
    #expect(catalogue.label("notifications.case-\(kind)") != nil)
  }

  @Test func `a late case is told with how late, in both languages`() async throws {
    let house = try await House()
    try await house.openCase()
    house.move(seconds: 2 * 86_400)
    let now = house.now
    try await house.ledger.write { db in _ = try CaseBook.lateSweep(now: now, in: db) }
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      #expect(try await browser.get("/notifications").text.contains("已逾期"))
      _ = try await browser.post("/preferences", ["language": "en", "back": "/"])
      let page = try await browser.get("/notifications").text
      #expect(page.contains("<span>Late</span>"))
      #expect(page.contains("to Duty desk"))
      #expect(page.contains("Mark all as read"))
    }
  }
}
