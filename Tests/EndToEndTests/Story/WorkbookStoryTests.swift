import Foundation
import Testing

/// How an official's workbook moves an indicator.
@Suite(.serialized) struct `The story of a workbook` {
  /// 355 of the year's 365 days are over: 14 × 355 ÷ 365 ≈ 13.6 batches are due, 13 are nearly enough.
  private static let indicator = "/indicators/diesel-spot-checks?on=2021-12-21"

  @Test(.timeLimit(.minutes(5)))
  func
    `an official mends two errors that the import names, and the indicator turns green and opens to its rows`()
    async throws
  {
    try await TestDistrict.during { district in
      let official = try await district.account("li-msb", role: "officer", unit: "MSB")
      try await Browser.during(width: 1440, height: 900) { browser in
        try await browser.signIn(official, at: district.console)
        try await upload(try await workbook(1...13, in: district), browser, district)
        try await apply(browser)
        try await browser.go(to: district.console + Self.indicator)
        #expect(try await lamp(browser) == "warn")

        let wrong = try await workbook(13...15, in: district) { number, row in
          if number == 14 { row["品种"] = "柴油机油" }
          if number == 15 { row["抽样日期"] = "去年十二月" }
        }
        try await upload(wrong, browser, district)
        let faults = try await browser.text(".register-faults")
        for part in ["品种", "柴油机油", "抽样日期", "去年十二月"] {
          #expect(faults.contains(part), "the faults lack \(part): \(faults)")
        }
        #expect(try await browser.exists(".register-apply button.primary") == false)
        try await browser.picture("register-faults")

        try await upload(try await workbook(13...15, in: district), browser, district)
        try await browser.picture("register-preview")
        try await apply(browser)
        try await browser.go(to: district.console + Self.indicator)
        #expect(try await lamp(browser) == "good")
        try await browser.picture("indicator-green")
        try await browser.click("main a[href^='/registers/fuel-checks/rows/']")
        try await browser.waitFor("main h1")
        #expect(try await browser.text("main").contains("QY-"))
        try await browser.view(.phone)
        try await browser.go(to: district.console + Self.indicator)
        #expect(try await browser.scrollsSideways() == false)
        try await browser.picture("indicator-phone")
      }
    }
  }

  /// The tone of the indicator's lamp.
  private func lamp(_ browser: Browser) async throws -> String {
    try await browser.evaluate(
      "return document.querySelector('.indicator-head .badge').className.replace('badge', '').trim()"
    )
  }

  /// The register's template, filled in by a program of other people.
  private func workbook(
    _ samples: ClosedRange<Int>, in district: TestDistrict,
    but change: (Int, inout [String: String]) -> Void = { _, _ in }
  ) async throws -> URL {
    let folder = district.site.folder
    let template = folder.appending(path: "template.xlsx")
    if !FileManager.default.fileExists(atPath: template.path) {
      try await district.run(["register", "template", "fuel-checks", template.path])
    }
    let rows = samples.map { number in
      let month = number % 12 + 1
      var row = [
        "样品编号": "QY-\(number)", "品种": "车用柴油", "检验结论": "合格",
        "抽样日期": "2021-\(month < 10 ? "0" : "")\(month)-15",
      ]
      change(number, &row)
      return row
    }
    let filled = folder.appending(path: "filled-\(UUID().uuidString).xlsx")
    let json = String(decoding: try JSONEncoder().encode(rows), as: UTF8.self)
    let script = BuiltCommand.packageRoot.appending(
      path: "Tests/EndToEndTests/Senders/official_workbook.py")
    let process = Process()
    // Debian's own Python, whose openpyxl script/bootstrap installs.
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = [script.path, template.path, filled.path, json]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "official_workbook.py wrote no workbook")
    return filled
  }

  /// Up to the preview.
  private func upload(_ file: URL, _ browser: Browser, _ district: TestDistrict) async throws {
    try await browser.go(to: district.console + "/registers/fuel-checks/import")
    try await browser.type(file.path, into: "#file")
    try await browser.click("form[enctype] button.primary")
    try await browser.waitFor(".register-figures")
  }

  private func apply(_ browser: Browser) async throws {
    try await browser.click(".register-apply button.primary")
    try await browser.waitFor("main .notice.good")
  }
}
