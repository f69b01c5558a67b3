import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Testing

/// A smoking lorry that a camera sees goes through three units, each with what the one before it left.
@Suite(.serialized) struct `The story of a vehicle` {
  private static let cameras = """
    camera,name,place,position,in-service
    CAM-01,百官高空瞭望,330604001,120.882 30.028,yes

    """

  @Test(.timeLimit(.minutes(5)))
  func
    `the desk believes a camera, environment proves, police punish, transport sees to the repair`()
    async throws
  {
    try await TestDistrict.during { district in
      try await district.importRegister("cameras", Self.cameras)
      let duty = try await district.account("zhu-duty", role: "duty", unit: "BTF")
      let units = ["EEB", "PSB", "TRB"]
      var doers: [String: TestDistrict.Person] = [:]
      var checkers: [String: TestDistrict.Person] = [:]
      for unit in units {
        let name = unit.lowercased()
        doers[unit] = try await district.account("\(name)-one", role: "officer", unit: unit)
        checkers[unit] = try await district.account("\(name)-two", role: "officer", unit: unit)
      }
      try await Browser.during(width: 1440, height: 900) { browser in
        try await browser.view(.desk)
        let photo = district.site.folder.appending(path: "lorry.jpg")
        try await browser.photograph("Lorry with black smoke", to: photo)
        let page = try await alarm(photo, district)

        try await browser.signIn(duty, at: district.console)
        try await believe(browser, district)
        try await browser.signOut()

        try await work(
          "proved", as: doers["EEB"], on: page, browser, district, photo: photo,
          note: "浙D12345，林格曼黑度3级。")
        try await work(
          "punished", as: doers["PSB"], on: page, browser, district, sees: "林格曼黑度3级",
          note: "已处罚，决定书送达。")
        try await browser.view(.phone)
        try await work(
          "handled", as: doers["TRB"], on: page, browser, district, sees: "已处罚", photo: photo,
          cause: "equipment-fault", note: "已在M站更换颗粒捕集器。")
        #expect(try await browser.scrollsSideways() == false)
        try await browser.view(.desk)
        for unit in units {
          try await work(
            "confirmed", as: checkers[unit], on: page, browser, district, note: "\(unit)复核无误。")
        }
        try await work("closed", as: duty, on: page, browser, district, note: "三部门复核一致。")
        try await browser.signIn(duty, at: district.console)
        try await browser.go(to: district.console + page)
        #expect(try await browser.text(".case-head").contains("已办结"))
        let timeline = try await browser.text(".case-history .timeline")
        for person in ["eeb-one", "psb-one", "trb-one", "eeb-two", "psb-two", "trb-two"] {
          #expect(timeline.contains(person), "the timeline lacks \(person): \(timeline)")
        }
        try await browser.picture("vehicle-closed")
      }
    }
  }

  /// - Returns: the path of the page of the case that the alarm opened.
  private func alarm(_ picture: URL, _ district: TestDistrict) async throws -> String {
    let made = try await district.run(["intake", "create-key", "watch"])
    let key = try #require(made.firstMatch(of: /key: (\S+)/)).1
    var request = HTTPClientRequest(url: district.console + "/intake/cameras/alarms")
    request.method = .POST
    request.headers.add(name: "Authorization", value: "Bearer \(key)")
    request.headers.add(name: "Content-Type", value: "application/json")
    let body: [String: Any] = [
      "camera": "CAM-01", "alarm": "1", "kind": "black-smoke",
      "at": Int(Date().timeIntervalSince1970),
      "picture": try Data(contentsOf: picture).base64EncodedString(),
    ]
    request.body = .bytes(ByteBuffer(bytes: try JSONSerialization.data(withJSONObject: body)))
    let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
    let text = String(buffer: try await answer.body.collect(upTo: 65_536))
    try #require(answer.status == .created, "\(text)")
    let id = try #require(text.firstMatch(of: /"id":(\d+)/)).1
    return "/cases/\(id)"
  }

  private func believe(_ browser: Browser, _ district: TestDistrict) async throws {
    try await browser.go(to: district.console + "/cameras")
    try await browser.wait(
      until: "return document.querySelector('.triage-picture img')?.naturalWidth > 0",
      "the alarm's picture")
    try await browser.picture("triage")
    try await browser.click("button[name=verdict][value=true]")
    try await browser.waitFor(".triage-done")
  }

  /// One person's part: signs in, reads what was handed on, takes the step, signs out.
  private func work(
    _ step: String, as person: TestDistrict.Person?, on page: String, _ browser: Browser,
    _ district: TestDistrict, sees: String? = nil, photo: URL? = nil, cause: String? = nil,
    note: String
  ) async throws {
    try await browser.signIn(try #require(person), at: district.console)
    try await browser.go(to: district.console + page)
    if let sees {
      #expect(try await browser.text(".case-history .timeline").contains(sees))
      #expect(try await browser.exists(".timeline .photos img"))
    }
    try await browser.unfold(step: step)
    if let photo { try await browser.type(photo.path, into: "#photo-\(step)") }
    if let cause { try await browser.choose(cause, in: "#cause-\(step)") }
    try await browser.type(note, into: "#note-\(step)")
    try await browser.picture("vehicle-\(step)")
    try await browser.take(step: step)
    try await browser.signOut()
  }
}
