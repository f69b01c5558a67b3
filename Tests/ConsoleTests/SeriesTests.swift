import ActionPlan
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import Console

struct SeriesTests {
  static let power = "/api/series?point=meter-1&quantity=power&statistic=rtd"

  @Test func `a firm's series is for who may see its devices`() async throws {
    let house = try await House()
    try await house.sample("meter-1", "power", "42.50", at: house.now - 60, flag: "D")
    try await house.visit { browser in
      #expect(try await browser.get(Self.power).status == .unauthorized)
      _ = try await browser.signIn("duty")
      let answer = try await browser.get(Self.power)
      #expect(answer.status == .ok)
      #expect(answer.text.contains("\"v\":\"42.50\""))
      #expect(answer.text.contains("\"isValid\":false"))
      #expect(answer.text.contains("\"unit\":\"kW\""))
    }
  }

  @Test func `of more samples than an answer holds the newest are given, and it says so`()
    async throws
  {
    let house = try await House()
    let count = SeriesController.sampleLimit + 10
    try await house.samples("meter-1", "power", count: count, every: 2, endingAt: house.now)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let answer = try await browser.get("\(Self.power)&from=\(house.now - 86_400)").text
      #expect(answer.contains("\"isCut\":true"))
      #expect(answer.contains("\"t\":\(house.now - 2),"))
      #expect(!answer.contains("\"t\":\(house.now - 2 * count),"))
      let page = try await browser.get("/devices/\(House.meterMN)?range=day").text
      let newest = LocalTime(utcOffsetSeconds: house.plan.utcOffsetSeconds).second(house.now - 2)
      #expect(page.contains("<td class=\"nowrap\">\(newest)</td>"))
      let hour = try await browser.get("\(Self.power)&from=\(house.now - 3600)").text
      #expect(hour.contains("\"isCut\":false"))
    }
  }

  @Test func `the air is everybody's`() async throws {
    let house = try await House()
    try await house.stationHour(["pm25": "35"], at: house.now / 3600 * 3600 - 3600)
    try await house.visit { browser in
      let answer = try await browser.get(
        "/api/series?point=station-1&quantity=pm25&statistic=avg&window=3600&from=\(house.now - 9000)&until=\(house.now)"
      )
      #expect(answer.text.contains("\"v\":\"35\""))
      let air = try await browser.get("/api/air")
      #expect(air.text.contains("\"id\":\"station-1\""))
    }
  }

  @Test(arguments: [
    ("/api/series?quantity=power&statistic=rtd", "point"),
    ("/api/series?point=meter-1&quantity=power&statistic=best", "statistic"),
    ("\(power)&window=x", "window"), ("\(power)&window=-1", "window"),
    ("\(power)&from=20&until=10", "from"), ("\(power)&from=0&until=9999999", "from"),
    ("\(power)&window=\(Int.min)", "window"), ("\(power)&until=\(Int.min)", "until"),
    ("\(power)&from=\(Int.max)", "from"),
    ("\(power)&until=99999999999999999999", "until"), ("\(power)&resolution=year", "resolution"),
  ])
  func `a wrong query names the parameter`(path: String, field: String) async throws {
    try await House().visit { browser in
      let answer = try await browser.get(path)
      #expect(answer.status == .badRequest)
      #expect(answer.text.contains("The value of \(field) cannot be used"))
    }
  }
}
