import Foundation
import Testing

/// How values become figures that a leader signs, and the public reads.
@Suite(.serialized) struct `The story of a month` {
  private static let offset = 8 * 3600
  private static let day = 86_400

  /// Local days since 1970, and a day as tables write it.
  private var today: Int { (Int(Date().timeIntervalSince1970) + Self.offset) / Self.day }

  private func written(_ day: Int) -> String {
    let date = Date(timeIntervalSince1970: Double(day * Self.day))
    return String(date.ISO8601Format().prefix(10))
  }

  /// The month before this one.
  private var lastMonth: String {
    let now = written(today)
    let (year, month) = (Int(now.prefix(4)) ?? 0, Int(now.dropFirst(5).prefix(2)) ?? 0)
    let (y, m) = month == 1 ? (year - 1, 12) : (year, month - 1)
    return "\(y)-\(m < 10 ? "0" : "")\(m)"
  }

  @Test(.timeLimit(.minutes(5)))
  func
    `values come in by table and by wire, open to their inputs, are closed, signed and published`()
    async throws
  {
    try await TestDistrict.during { district in
      try await district.importDevices(StoryDevices.list)
      let duty = try await district.account("zhu-duty", role: "duty", unit: "BTF")
      let leader = try await district.account("he-leader", role: "leader", unit: "BTF")
      try await sendHour(to: district)
      try await take(level: 20, into: district)
      try await asksTheCommand(district)
      try await Browser.during(width: 1440, height: 900) { browser in
        try await browser.signIn(duty, at: district.console)
        try await opens(browser, district)
        try await close(browser, district)
        try await browser.signOut()
        try await browser.go(to: district.console + "/ranking")
        #expect(try await browser.text("main").contains("还没有签发过排名"))

        try await browser.signIn(leader, at: district.console)
        try await sign(browser, district)
        try await browser.signOut()
        try await browser.view(.phone)
        try await browser.go(to: district.console + "/ranking")
        let published = try await browser.text("main")
        for part in ["区、县（市）排名 \(lastMonth)", "已签发", "上虞区", "新昌县"] {
          #expect(published.contains(part), "the public ranking lacks \(part)")
        }
        #expect(try await browser.scrollsSideways() == false)
        try await browser.picture("ranking-public")

        try await take(level: 24, into: district)
        try await browser.go(to: district.console + "/ranking")
        #expect(try await browser.text("main").contains("关账后有数值更正"))
        try await feeds(browser, district, as: duty)
      }
    }
  }

  /// Three years of two districts' days, up to yesterday.
  private func take(level: Int, into district: TestDistrict) async throws {
    var text = "city,station,date,PM2.5,PM10,SO2,NO2,CO,O3_8h\n"
    for (name, level) in [("上虞区", level), ("新昌县", 15)] {
      for number in today - 1100..<today {
        text += "绍兴市,\(name),\(written(number)),"
        text += "\(level + number % 9),40,6,20,0.6,\(90 + number % 31)\n"
      }
    }
    let file = district.site.folder.appending(path: "days.csv")
    try Data(text.utf8).write(to: file)
    let output = try await district.run(["air", "import", file.path, "--status", "published"])
    #expect(output.contains("2200 rows of 2 places"))
  }

  private func asksTheCommand(_ district: TestDistrict) async throws {
    let objectives = try await district.run(["objective", "show", "--format", "csv"])
    #expect(objectives.contains("O.1"))
    #expect(objectives.contains("2 of 2"))
    let brief = try await district.run(["brief"])
    for part in ["空气质量晨报", "昨日（", "（发布数据）", "今日展望：AQI", "问题单："] {
      #expect(brief.contains(part), "the brief lacks \(part): \(brief)")
    }
  }

  /// From the objectives down to a day's breakpoints.
  private func opens(_ browser: Browser, _ district: TestDistrict) async throws {
    try await browser.go(to: district.console + "/objectives")
    try await browser.click("a.objective-value")
    try await browser.waitFor("main h1")
    #expect(try await browser.text("main").contains("怎么算出来的"))
    try await browser.go(to: district.console + "/air/places")
    #expect(try await browser.text("main").contains("新昌县"))
    let place = try await browser.evaluate(
      "return [...document.querySelectorAll('main a')].find(a => a.textContent.includes('上虞区')).getAttribute('href')"
    )
    try await browser.go(to: district.console + place)
    #expect(try await browser.text("main").contains("与标准限值比较"))
    try await browser.picture("place-year")
    let day = place.split(separator: "?")[0]
    try await browser.go(
      to: "\(district.console)\(day)/figure?figure=aqi&day=\(written(today - 1))")
    #expect(try await browser.text("main").contains("向上进位得"))
    // Whoever has no pointer reaches what is wider than a phone.
    try await browser.view(.phone)
    try await browser.wait(
      until: """
        return [...document.querySelectorAll('.table-wrap')].every(
          (wrap) => (wrap.scrollWidth > wrap.clientWidth) === (wrap.tabIndex === 0))
        """)
    try await browser.view(.desk)
  }

  private func close(_ browser: Browser, _ district: TestDistrict) async throws {
    try await browser.go(to: district.console + "/rankings")
    let page = try await browser.text("main")
    #expect(page.contains("区、县（市）排名 \(lastMonth)"))
    #expect(page.contains("临时数据"))
    try await browser.picture("ranking-provisional")
    try await browser.type("逐站核对", into: "#note-close")
    try await browser.click(".month-stage button.primary")
    try await browser.waitFor(".month-steps")
    #expect(try await browser.text(".month-steps").contains("逐站核对"))
  }

  private func sign(_ browser: Browser, _ district: TestDistrict) async throws {
    try await browser.go(to: district.console + "/rankings")
    try await browser.click(".month-stage button.primary")
    try await browser.waitFor(".month-steps li:nth-child(2)")
    #expect(try await browser.text(".month-stage").contains("已签发"))
  }

  /// The means of an hour that ended an hour ago.
  private func sendHour(to district: TestDistrict) async throws {
    let hour = Int(Date().timeIntervalSince1970) / 3_600 * 3_600 - 2 * 3_600
    let values = StoryDevices.air.map { ($0.key, $0.value.1) }
    try await MonitorLine.during(port: district.site.gatewayPort) { line in
      try await line.upload(
        mn: StoryDevices.station, st: "22", cn: "2061", at: hour, values: values)
    }
  }

  /// The station's hour stands in the record without anybody's doing.
  private func feeds(
    _ browser: Browser, _ district: TestDistrict, as person: TestDistrict.Person
  ) async throws {
    try await browser.signIn(person, at: district.console)
    let deadline = ContinuousClock.now + .seconds(100)
    var page = ""
    repeat {
      try await browser.go(to: district.console + "/air/places")
      page = try await browser.text("main")
      if page.contains("百官站") { return }
      try await Task.sleep(for: .seconds(1))
    } while ContinuousClock.now < deadline
    Issue.record("the station's hour did not come into the record: \(page)")
  }
}
