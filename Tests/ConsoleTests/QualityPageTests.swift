import AirQuality
import DataQuality
import HTTPTypes
import HummingbirdTesting
import Ledger
import Telemetry
import Testing

@testable import Console

struct QualityPageTests {
  private static let station = SeriesKey(
    point: "station-1", quantity: "pm10", statistic: .mean, windowSeconds: 3_600)
  private static let meter = SeriesKey(
    point: "meter-1", quantity: "power", statistic: .realTime)

  /// A mark of each check, every one with grounds its own check gives.
  private func house() async throws -> House {
    let house = try await House()
    let at = house.now
    let (begin, hour) = (at - 20 * 3_600, 3_600)
    try await house.ledger.write { db in
      try QualityMarks.record(
        [
          Suspicion(
            check: .frozen, from: begin, until: begin + 10 * hour,
            grounds: [
              .init("hours", "10"), .init("level", "55"), .init("spread", "2"),
              .init("usual", "23.5"),
            ]),
          Suspicion(
            check: .copied, from: begin, until: begin + 10 * hour,
            grounds: [
              .init("neighbour", "station-1"), .init("correlation", "0.991"),
              .init("equal", "80"), .init("hours", "10"),
            ]),
          Suspicion(
            check: .clock, from: begin, until: begin + hour,
            grounds: [.init("seconds", "-1200"), .init("count", "1"), .init("bound", "600")]),
        ], of: Self.station, planDigest: "d", at: at, in: db)
      try QualityMarks.record(
        [
          Suspicion(
            check: .gap, from: begin, until: begin + hour,
            grounds: [.init("missing", "60"), .init("interval", "60")])
        ], of: Self.meter, planDigest: "d", at: at, in: db)
    }
    return house
  }

  /// What the page is about; scripts' texts stand after it.
  private func main(_ page: String) -> Substring {
    page.firstRange(of: "</main>").map { page[..<$0.lowerBound] } ?? page[...]
  }

  @Test func `the list tells each mark's grounds and is narrowed by check and device`()
    async throws
  {
    let house = try await house()
    try await house.visit { browser in
      _ = try await browser.signIn("chief")
      let all = try await browser.get("/quality").text
      #expect(all.contains("10 小时在 55 µg/m³ 上下，波动 2，同水平平时至少 23.5 µg/m³"))
      #expect(all.contains("走势一致") && all.contains("百官站") && all.contains("晚 20"))
      #expect(main(all).firstMatch(of: #/\{[a-z]+\}/#) == nil)
      let frozen = try await browser.get("/quality?check=frozen").text
      #expect(frozen.contains("同水平") && !frozen.contains("走势一致"))
      let ofMeter = try await browser.get("/quality?device=\(House.meterMN)").text
      #expect(ofMeter.contains("缺 60 个数据") && !ofMeter.contains("同水平"))
      #expect(try await browser.get("/quality?state=settled").text.contains("没有符合条件的标记"))
      _ = try await browser.post("/preferences", ["language": "en", "back": "/"])
      let english = try await browser.get("/quality").text
      #expect(english.contains("10 hours around 55 µg/m³ within 2"))
      #expect(main(english).firstMatch(of: #/\{[a-z]+\}/#) == nil)
    }
  }

  @Test func `the desk settles a mark with a cause, and opens it again`() async throws {
    let house = try await house()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get("/quality/1").text
      #expect(page.contains("data-chart=\"/api/series?point=station-1"))
      let empty = try await browser.post("/quality/1/settlement", ["note": "x"])
      #expect(empty.status == .unprocessableContent && empty.text.contains("请选择原因"))
      let done = try await browser.post(
        "/quality/1/settlement", ["cause": "maintenance", "note": "更换滤膜<b>"])
      #expect(done.status == .seeOther)
      let settled = try await browser.get("/quality/1").text
      #expect(settled.contains("更换滤膜&lt;b&gt;") && settled.contains("运维或校准"))
      #expect(settled.contains("值守员"))
      let again = try await browser.post("/quality/1/settlement", ["cause": "fault"])
      #expect(again.status == .conflict)
      #expect(try await browser.post("/quality/1/reopening", [:]).status == .seeOther)
      #expect(try await browser.get("/quality/1").text.contains("待处理"))
      #expect(try await browser.get("/quality/77").status == .notFound)
    }
  }

  @Test func `what one outage has left of many series is one line, settled at once`()
    async throws
  {
    let house = try await House()
    let at = house.now
    try await house.ledger.write { db in
      for (quantity, until) in [("nox", at), ("pm10", at), ("so2", at), ("power", at - 60)] {
        try QualityMarks.record(
          [
            Suspicion(
              check: .gap, from: at - 3_600, until: until,
              grounds: [.init("missing", "60"), .init("interval", "60")])
          ], of: SeriesKey(point: "meter-1", quantity: quantity, statistic: .realTime),
          planDigest: "d", at: at, in: db)
      }
    }
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let list = try await browser.get("/quality").text
      #expect(list.contains("等 3 项") && list.contains("<span class=\"number\">2</span>"))
      #expect(!list.contains("/quality/2\"") && !list.contains("/quality/3\""))
      #expect(try await browser.get("/devices/\(House.meterMN)").text.contains("等 3 项"))
      let page = try await browser.get("/quality/1").text
      #expect(page.contains("还有 2 项数据缺失") && page.contains("同时缺失"))
      _ = try await browser.post(
        "/quality/1/settlement", ["cause": "network", "note": "断网", "others": "yes"])
      let open = try await browser.get("/quality").text
      #expect(!open.contains("等 3 项") && open.contains("/quality/4\""))
      #expect(try await browser.get("/quality/3").text.contains("断网"))
      _ = try await browser.post("/quality/3/reopening", ["others": "yes"])
      #expect(try await browser.get("/quality").text.contains("等 3 项"))
      // One of them alone is judged by itself.
      _ = try await browser.post("/quality/2/settlement", ["cause": "fault"])
      #expect(try await browser.get("/quality").text.contains("等 2 项"))
      #expect(try await browser.get("/quality?state=settled").text.contains("/quality/2\""))
    }
  }

  @Test func `a contact sees the own firm's marks and settles none`() async throws {
    let house = try await house()
    try await house.visit { browser in
      _ = try await browser.signIn("firm")
      let list = try await browser.get("/quality").text
      #expect(list.contains("缺 60 个数据") && !list.contains("同水平"))
      #expect(try await browser.get("/quality/1").status == .notFound)
      #expect(try await browser.get("/quality/4").status == .ok)
      let refused = try await browser.post("/quality/4/settlement", ["cause": "real"])
      #expect(refused.status == .forbidden)
    }
  }

  @Test func `a device's page names its open marks`() async throws {
    let house = try await house()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get("/devices/\(House.stationMN)").text
      #expect(page.contains("/quality/1") && page.contains("微小波动"))
      #expect(!page.contains("/quality/4"))
    }
  }

  @Test func `a calibration is written down, and what is overdue is shown`() async throws {
    let house = try await House()
    let plan = house.plan
    _ = try await house.ledger.write { db in
      try Bindings.bind(
        BindingRecord(
          mn: House.meterMN, rawKey: "a21002-Avg", cn: "2061", point: "meter-1", quantity: "nox",
          statistic: "avg", windowSeconds: 3_600), plan: plan, by: .system("test"),
        at: House.start, in: db)
    }
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let before = try await browser.get("/quality/calibrations").text
      #expect(before.contains("治污电表 · 氮氧化物") && before.contains("逾期</span>"))
      let path = "/quality/calibrations"
      let future = try await browser.post(
        path, ["instrument": "meter-1~nox", "day": "2026-06-02", "note": ""])
      #expect(future.status == .unprocessableContent && future.text.contains("不能晚于今天"))
      let done = try await browser.post(
        path, ["instrument": "meter-1~nox", "day": "2026-05-30", "note": "零点、跨度"])
      #expect(done.status == .seeOther)
      let after = try await browser.get(path).text
      #expect(after.contains("2026-05-30") && after.contains("2026-06-07"))
      #expect(!after.contains("逾期</span>"))
    }
  }

  @Test func `what came of what was due is counted by device and month`() async throws {
    let house = try await house()
    let hour = 3_600
    let first = house.now - house.now % hour - 20 * hour
    let samples = (0..<10).map { index in
      StampedSample(
        Sample(
          series: Self.station, start: first + index * hour, value: ExactDecimal(50),
          asSent: ExactDecimal(50), flag: index < 8 ? .normal : .maintenance),
        sequence: Int64(index + 1), receivedAt: first + (index + 1) * hour)
    }
    _ = try await house.store.apply(samples, through: 10)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get("/quality/capture?month=2026-05").text
      // Ten hours of one of six series, of 31 days.
      #expect(page.contains("2026-05") && page.contains("4464"))
      #expect(page.contains(">8<") || page.contains(">10<"))
      #expect(try await browser.get("/quality/capture?month=bad").status == .ok)
    }
  }
}
