import HTTPTypes
import HummingbirdTesting
import Ledger
import Synchronization
import Testing

@testable import Console

@Suite struct `Pages of other ways in and out` {
  @Test func `sources are listed with how they are`() async throws {
    let way = try await WayHouse()
    way.sourceGlance.withLock { glance in
      glance.messages = 7
      glance.failures = 2
      glance.lastMessageAt = House.start - 60
    }
    try await way.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get("/sources").text
      #expect(page.contains("油烟&lt;平台&gt;"))
      #expect(page.contains("对方推送"))
      #expect(page.contains("正常"))
      #expect(page.contains("未收到"))
      way.sourceGlance.withLock { $0.lastMessageAt = House.start - 601 }
      #expect(try await browser.get("/sources").text.contains("迟到"))
      way.sourceGlance.withLock { $0.isConfigured = false }
      #expect(try await browser.get("/sources").text.contains("未设置地址"))
    }
  }

  @Test func `a source's page shows what it feeds, what failed and what could not be used`()
    async throws
  {
    let way = try await WayHouse()
    way.sourceGlance.withLock { glance in
      glance.lastFailureAt = House.start - 5
      glance.lastFailure = "the <broker> refused"
    }
    try await way.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get("/sources/fume").text
      #expect(page.contains("POST /intake/sources/fume"))
      #expect(page.contains("治污电表"))
      #expect(page.contains("未登记点位"))
      #expect(page.contains("the &lt;broker&gt; refused"))
      #expect(page.contains("&lt;i&gt;xx-Rtd&lt;/i&gt;"))
      // The meter's device feeds the same series.
      #expect(page.contains(House.meterMN))
      #expect(try await browser.get("/sources/none").status == .notFound)
    }
  }

  @Test func `who keeps the house pauses forwarding and lets it go on, and nobody else`()
    async throws
  {
    let way = try await WayHouse()
    way.glance.withLock { glance in
      glance.isConnected = true
      glance.waiting = 12
      glance.setAside = 3
      glance.oldestAt = House.start - 90
    }
    try await way.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get("/forwarding").text
      #expect(page.contains("市平台"))
      #expect(page.contains("补传中"))
      #expect(page.contains("已搁置"))
      #expect(!page.contains("/forwarding/city/pause"))
      #expect(
        try await browser.post("/forwarding/city/pause", ["paused": "yes"]).status == .forbidden)
    }
    let before = try await way.house.auditCount()
    try await way.visit { browser in
      _ = try await browser.signIn("keeper")
      #expect(try await browser.get("/forwarding").text.contains("/forwarding/city/pause"))
      #expect(
        try await browser.post("/forwarding/city/pause", ["paused": "yes"]).status == .seeOther)
      #expect(try await browser.get("/forwarding").text.contains("已暂停"))
      #expect(
        try await browser.post("/forwarding/city/pause", ["paused": "no"]).status == .seeOther)
      #expect(
        try await browser.post("/forwarding/city/pause", ["paused": "x"]).status == .badRequest)
      #expect(
        try await browser.post("/forwarding/none/pause", ["paused": "yes"]).status == .notFound)
    }
    #expect(try await way.house.auditCount() >= before + 2)
    #expect(way.glance.withLock { !$0.isPaused })
  }

  @Test func `a firm's contact has no business with them`() async throws {
    let way = try await WayHouse()
    try await way.visit { browser in
      _ = try await browser.signIn("firm")
      for path in ["/sources", "/sources/fume", "/forwarding"] {
        #expect(try await browser.get(path).status == .forbidden)
      }
    }
  }

  @Test func `a plan without them shows no way there`() async throws {
    try await House().visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get("/devices").text
      #expect(!page.contains("href=\"/sources\""))
      #expect(try await browser.get("/sources").text.contains("计划里没有数据源"))
      #expect(try await browser.get("/forwarding").text.contains("计划里没有上级平台"))
    }
  }
}
