import Foundation
import Testing

/// The list of breached passwords, from the flag to the page.
@Suite(.serialized) struct `The list of known passwords` {
  private func site() async throws -> ServerProcess.Site {
    try await ServerProcess.Site.fresh(
      plan: BuiltCommand.packageRoot.appending(path: "Plans/shangyu-2021"))
  }

  @Test(.timeLimit(.minutes(2)))
  func `a listed password and one with the place's name are refused with their reason`()
    async throws
  {
    let site = try await site()
    let list = site.folder.appending(path: "known.txt")
    try Data("letmein\nsunflower\n".utf8).write(to: list)
    let server = try await ServerProcess.start(
      site, arguments: ["--breached-passwords", list.path])
    let district = TestDistrict(server: server)
    try await server.servesPages()
    let person = try await district.account("lin", role: "officer", unit: "gaibei")
    try await Browser.during(width: 390, height: 844) { browser in
      try await browser.signIn(person, at: district.console)
      for (password, reason) in [
        ("Sunflower-2021", "已泄露"), ("Shangyu-2021x", "地名"), ("Gaibei#7788", "地名"),
      ] {
        try await browser.go(to: district.console + "/password")
        try await change(person.password, to: password, browser)
        try await browser.waitFor("[role=alert]")
        #expect(try await browser.text("[role=alert]").contains(reason), "\(password)")
      }
      try await browser.picture("password-refused")
      try await change(person.password, to: "Harbour-Lights-7", browser)
      try await browser.wait(
        until: "return location.pathname !== '/password'", "the page after the change")
    }
    let log = try String(contentsOf: site.log, encoding: .utf8)
    #expect(!log.contains("breached passwords cannot be read"))
    #expect(try await server.stop() == 0)
    site.remove()
  }

  private func change(_ current: String, to new: String, _ browser: Browser) async throws {
    try await browser.type(current, into: "[name=current]")
    try await browser.type(new, into: "[name=new]")
    try await browser.type(new, into: "[name=again]")
    try await browser.click("main form button.primary")
  }

  @Test(.timeLimit(.minutes(1)))
  func `a list that is not there is told of at start, and the server goes on`() async throws {
    let site = try await site()
    let server = try await ServerProcess.start(
      site, arguments: ["--breached-passwords", "/nowhere/known.txt"])
    try await server.servesPages()
    let log = try String(contentsOf: site.log, encoding: .utf8)
    #expect(log.contains("breached passwords cannot be read"))
    #expect(log.contains("/nowhere/known.txt"))
    #expect(try await server.stop() == 0)
    site.remove()
  }
}
