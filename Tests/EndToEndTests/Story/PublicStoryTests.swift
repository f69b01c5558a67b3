import Foundation
import Testing

/// What people see and say without an account.
@Suite(.serialized) struct `The story of a report` {
  private static let words = "傍晚起有刺鼻的油漆味，靠近学校。"

  @Test(.timeLimit(.minutes(5)))
  func `a smell is reported beside today's air, and its code follows the case to the answer`()
    async throws
  {
    try await TestDistrict.during { district in
      try await district.importDevices(StoryDevices.list)
      let duty = try await district.account("zhu-duty", role: "duty", unit: "BTF")
      let officer = try await district.account(
        "lin-town", role: "officer", unit: StoryDevices.town)
      let bureau = try await district.account("wei-bureau", role: "officer", unit: "EEB")
      try await sendHour(to: district)
      try await Browser.during(width: 390, height: 844) { browser in
        try await browser.view(.phone)
        try await seeAir(browser, district)
        let code = try await report(browser, district)
        #expect(try await track(code, browser, district) == "已收到")

        try await browser.view(.desk)
        try await browser.signIn(duty, at: district.console)
        let page = try await takeUp(browser, district)
        try await browser.signOut()
        #expect(try await track(code, browser, district) == "处理中")

        try await browser.signIn(officer, at: district.console)
        try await handle(page, browser, district)
        try await browser.signOut()

        try await browser.signIn(bureau, at: district.console)
        try await answer(page, browser, district)
        try await browser.signOut()
        #expect(try await track(code, browser, district) == "已办结")
        #expect(
          try await !browser.text(".timeline").contains("等待值守人员受理"),
          "a stage that has passed says what it waits for")
        #expect(try await browser.text(".is-answer").contains("已责令关闭喷漆房门窗"))
        try await browser.picture("track-answered")
      }
    }
  }

  /// The means of the last whole hour.
  private func sendHour(to district: TestDistrict) async throws {
    let hour = Int(Date().timeIntervalSince1970) / 3_600 * 3_600 - 3_600
    let values = StoryDevices.air.map { ($0.key, $0.value.1) }
    try await MonitorLine.during(port: district.site.gatewayPort) { line in
      try await line.upload(
        mn: StoryDevices.station, st: "22", cn: "2061", at: hour, values: values)
    }
  }

  private func seeAir(_ browser: Browser, _ district: TestDistrict) async throws {
    let deadline = ContinuousClock.now + .seconds(15)
    repeat {
      try await browser.go(to: district.console + "/")
    } while try await !browser.exists(".station .station-aqi.aqi-3")
      && ContinuousClock.now < deadline
    let station = try await browser.text(".station")
    // PM2.5 of 115 µg/m³ is index 150 in the editions of 2012 and of 2026.
    for part in ["百官站", "150", "轻度污染", "PM2.5", "115"] {
      #expect(station.contains(part), "the station lacks \(part): \(station)")
    }
    #expect(try await browser.scrollsSideways() == false)
    try await browser.picture("public")
  }

  /// - Returns: the tracking code, shown this once.
  private func report(_ browser: Browser, _ district: TestDistrict) async throws -> String {
    let photo = district.site.folder.appending(path: "smell.jpg")
    try await browser.photograph("Smell of paint", to: photo)
    try await browser.click("a[href='/report'].primary")
    try await browser.waitFor("[name=category]")
    try await browser.click("[name=category][value=smell]")
    try await browser.type(Self.words, into: "#text")
    try await browser.click("fieldset details summary")
    try await browser.type("120.9020", into: "[name=longitude]")
    try await browser.type("30.1580", into: "[name=latitude]")
    try await browser.type(photo.path, into: "#photo")
    try await browser.picture("report-form")
    try await browser.click("main form button.primary")
    try await browser.waitFor("[data-tracking-code]")
    try await browser.picture("report-receipt")
    return try await browser.text("[data-tracking-code]")
  }

  /// - Returns: the stage reached.
  private func track(
    _ code: String, _ browser: Browser, _ district: TestDistrict
  ) async throws -> String {
    try await browser.go(to: district.console + "/track")
    try await browser.type(code, into: "#code")
    try await browser.click("main form button.primary")
    try await browser.waitFor(".timeline")
    let bare = code.filter { $0 != "-" }
    for address in [
      try await browser.address(),
      try await browser.evaluate("return performance.getEntries().map(e => e.name).join(' ')"),
    ] {
      #expect(!address.contains(code) && !address.contains(bare), "the code is in \(address)")
    }
    return try await browser.evaluate(
      "return [...document.querySelectorAll('.timeline .is-done strong')].at(-1).textContent")
  }

  private func takeUp(_ browser: Browser, _ district: TestDistrict) async throws -> String {
    try await browser.go(to: district.console + "/desk")
    try await browser.click("[data-part=alarms] [data-key^=case-] a")
    try await browser.unfold(step: "dispatched")
    #expect(try await browser.text(".case-report").contains(Self.words))
    try await browser.choose(StoryDevices.town, in: "#unit-dispatched")
    try await browser.picture("report-case")
    try await browser.take(step: "dispatched")
    return try await browser.evaluate("return location.pathname")
  }

  private func handle(
    _ page: String, _ browser: Browser, _ district: TestDistrict
  ) async throws {
    try await browser.go(to: district.console + page)
    try await browser.unfold(step: "handled")
    try await browser.choose("poor-management", in: "#cause-handled")
    try await browser.type("现场查到喷漆房未关门作业。", into: "#note-handled")
    try await browser.take(step: "handled")
  }

  private func answer(
    _ page: String, _ browser: Browser, _ district: TestDistrict
  ) async throws {
    try await browser.go(to: district.console + page)
    try await browser.unfold(step: "answered")
    try await browser.type("情况属实。", into: "#note-answered")
    try await browser.type("已责令关闭喷漆房门窗，感谢您的反映。", into: "#answer-answered")
    try await browser.take(step: "answered")
    #expect(try await browser.text(".case-head").contains("已答复"))
  }
}
