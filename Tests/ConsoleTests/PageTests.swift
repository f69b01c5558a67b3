import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Synchronization
import Telemetry
import Testing

@testable import Console

struct PageTests {
  @Test func `the desk shows cases with their deadline, the air and the devices`() async throws {
    let house = try await House()
    let hour = house.now / 3600 * 3600 - 3600
    try await house.stationHour(
      ["pm25": "83", "pm10": "120", "so2": "8", "no2": "41", "co": "0.9", "o3": "66"], at: hour)
    try await house.openCase()
    house.links.withLock {
      $0 = [
        DeviceLink(
          mn: House.stationMN, isConnected: true, connectedSince: house.now - 60,
          lastFrameAt: house.now - 5, peer: "192.0.2.7:4001", frames: 12, faults: 2)
      ]
    }
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      for path in ["/desk", "/desk/live"] {
        let page = try await browser.get(path).text
        #expect(page.contains("生产运行而治污停运"), "\(path)")
        #expect(page.contains("剩 15 分钟"), "\(path)")
        #expect(page.contains("较重"), "\(path)")
        #expect(page.contains("4.4.a"), "\(path)")
        #expect(page.contains("aqi-3"), "\(path)")
        #expect(page.contains("轻度污染"), "\(path)")
        #expect(page.contains("/ 2"), "\(path)")
      }
    }
  }

  @Test func `the desk's count of waiting cases is that of the list it leads to`() async throws {
    let house = try await House()
    for finding in 1...3 as ClosedRange<Int64> { try await house.openCase(finding: finding) }
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      _ = try await browser.step("dispatched", of: 1, ["unit": "baiguan"])
      _ = try await browser.step(
        "dismissed", of: 2, ["note": "误报", "cause": "false-alarm"])
      func figure(_ href: String, _ page: String) -> Substring? {
        let link = page.firstRange(of: "href=\"\(href)\"><span class=\"figure-name\">")
        let rest = link.map { page[$0.upperBound...] } ?? ""
        return rest.firstRange(of: "figure-value\">").map {
          rest[$0.upperBound...].prefix { $0 != "<" }
        }
      }
      let desk = try await browser.get("/desk").text
      #expect(figure("/cases?state=opened", desk) == "1")
      #expect(try await browser.get("/cases?state=opened").text.ranges(of: "data-key=").count == 1)
      #expect(figure("/cases?open=0", desk) == "1")
      house.move(seconds: 86_400)
      _ = try await browser.signIn("duty")
      #expect(figure("/cases?open=0", try await browser.get("/desk").text) == "0")
    }
  }

  @Test func `names from outside are escaped wherever they stand`() async throws {
    let house = try await House()
    try await house.openCase()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      for path in ["/desk", "/devices", "/devices/\(House.meterMN)", "/devices?q=%3Cscript%3E"] {
        let page = try await browser.get(path).text
        #expect(!page.contains("<b>染厂"), "\(path)")
        #expect(!page.contains("<i>xx"), "\(path)")
        #expect(!page.contains("<script>"), "\(path)")
      }
      #expect(try await browser.get("/desk").text.contains("&lt;b&gt;染厂&lt;/b&gt;&amp;甲"))
    }
  }

  @Test func `an officer of another unit does not see the case on the desk or the map`()
    async throws
  {
    let house = try await House()
    try await house.openCase()
    try await house.visit { browser in
      _ = try await browser.signIn("town")
      #expect(!(try await browser.get("/desk").text.contains("生产运行而治污停运")))
      #expect(try await browser.get("/api/map").text.contains("\"cases\":[]"))
    }
    try await house.visit { browser in
      #expect(try await browser.get("/api/map").text.contains("\"cases\":[]"))
      _ = try await browser.signIn("duty")
      #expect(try await browser.get("/api/map").text.contains("\"severity\":\"serious\""))
    }
  }

  @Test func `a station's index opens to the arithmetic of each pollutant`() async throws {
    let house = try await House()
    try await house.stationHour(
      ["pm25": "83.4", "pm10": "120", "so2": "8", "no2": "41", "co": "0.9", "o3": "66"],
      at: house.now / 3600 * 3600 - 3600)
    try await house.visit { browser in
      let page = try await browser.get("/").text
      for part in ["指数怎么算出来的", "83.4 修约为 83：", "向上进位得", "HJ 633-2026"] {
        #expect(page.contains(part), "\(part)")
      }
    }
  }

  @Test func `an old value is shown as old and without its colour`() async throws {
    let house = try await House()
    let hour = house.now / 3600 * 3600 - 4 * 3600
    try await house.stationHour(
      ["pm25": "83", "pm10": "120", "so2": "8", "no2": "41", "co": "0.9", "o3": "66"], at: hour)
    try await house.visit { browser in
      let page = try await browser.get("/").text
      #expect(page.contains("数据已过时，不代表当前空气"))
      #expect(!page.contains("station-aqi aqi-"))
    }
  }

  @Test func `a flagged value makes no index`() async throws {
    let house = try await House()
    try await house.sample(
      "station-1", "pm25", "83", at: house.now - 3600, statistic: .mean, window: 3600, flag: "D")
    try await house.visit { browser in
      let page = try await browser.get("/").text
      #expect(page.contains("暂无数据"))
    }
  }

  @Test func `a device's page shows series, flags, faults and the chart's source`() async throws {
    let house = try await House()
    try await house.sample("meter-1", "power", "42.5", at: house.now - 60)
    try await house.sample("meter-1", "power", "41.0", at: house.now - 30, flag: "D")
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get("/devices/\(House.meterMN)").text
      for text in [
        "染厂电表", House.meterMN, "有功功率", "42.5", "仪器故障", "未绑定的因子", "&lt;i&gt;xx-Rtd&lt;/i&gt;",
        "治污电表", "Pt-Rtd", "data-chart=\"/api/series?point=meter-1&amp;quantity=power",
      ] {
        #expect(page.contains(text), "\(text)")
      }
      #expect(try await browser.get("/devices/99").status == .notFound)
      for range in ["hour", "day", "week", "quarter"] {
        #expect(try await browser.get("/devices/\(House.meterMN)?range=\(range)").status == .ok)
      }
    }
  }

  @Test func `unknown devices are listed for who sees all`() async throws {
    let house = try await House()
    house.strangers.withLock {
      $0 = [UnknownDevice(mn: "77", peer: "192.0.2.1:9", frames: 3, lastAt: House.start - 9)]
    }
    try await house.visit { browser in
      _ = try await browser.signIn("chief")
      #expect(try await browser.get("/devices").text.contains("192.0.2.1:9"))
    }
    try await house.visit { browser in
      _ = try await browser.signIn("firm")
      #expect(!(try await browser.get("/devices").text.contains("192.0.2.1:9")))
    }
  }

  @Test(arguments: [true, false])
  func `simulated data says so on every page`(isSimulated: Bool) async throws {
    let settings = ConsoleSettings(port: 0, isSimulated: isSimulated)
    try await House().visit(settings) { browser in
      for path in ["/", "/sign-in", "/no-such-page"] {
        #expect(try await browser.get(path).text.contains("模拟数据") == isSimulated, "\(path)")
      }
      _ = try await browser.signIn("duty")
      for path in ["/desk", "/devices", "/devices/\(House.meterMN)", "/password"] {
        #expect(
          try await browser.get(path).text.contains("class=\"simulated\"") == isSimulated,
          "\(path)")
      }
    }
  }

  @Test
  func
    `a phone's lower edge has five places at most, and every place is among them or behind the last`()
    async throws
  {
    try await House().visit { browser in
      for (who, hasMore) in [("duty", true), ("firm", false)] {
        _ = try await browser.signIn(who)
        let page = try await browser.get("/notifications").text
        let lower = try #require(page.split(separator: "<nav class=\"tabs\"").last)
        let upper = try #require(
          page.split(separator: "<nav class=\"nav\"").last?.split(separator: "</nav>").first)
        let links = { (text: Substring) in
          Set(text.matches(of: /<li><a href="([^"]+)"/).map { String($0.1) })
        }
        #expect(lower.contains("<details") == hasMore)
        let shown = lower.split(separator: "<details")[0]
        #expect(links(shown).count <= 4)
        #expect(links(lower) == links(upper))
      }
    }
  }
}
