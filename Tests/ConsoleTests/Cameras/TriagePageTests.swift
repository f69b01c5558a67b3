import Casework
import HTTPTypes
import HummingbirdTesting
import Ledger
import Testing

@testable import Console

/// The page on which the desk looks through alarms of cameras.
struct TriagePageTests {
  private struct Alarm: Sendable {
    var kind = "fire"
    /// Nil for the camera's own position.
    var longitude: Double?
  }

  private static let away = Alarm(longitude: 120.95)

  /// A house with these alarms, each sent by the platform.
  private func house(_ alarms: Alarm...) async throws -> House {
    let intake = CameraIntakeTests()
    let (house, key) = try await intake.furnished()
    let bodies = try alarms.enumerated().map { index, alarm in
      var changes: [String: Any?] = ["alarm": "a-\(index + 1)", "kind": alarm.kind]
      if let longitude = alarm.longitude {
        changes["longitude"] = longitude
        changes["latitude"] = 30.03
      }
      return try intake.alarm(changes)
    }
    try await house.visit { platform in
      for body in bodies {
        let answer = try await intake.send(platform, body, key: key)
        #expect(answer.status == .created)
      }
    }
    return house
  }

  @Test func `the desk judges one alarm after the other and takes the last one back`()
    async throws
  {
    let house = try await house(Alarm(), Self.away)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      #expect(try await browser.get("/desk").text.contains("待研判告警"))
      let page = try await browser.get("/cameras").text
      #expect(page.contains("明火 · Tower（CAM-01）") && page.contains("待研判 2 条"))
      #expect(page.contains("src=\"/cameras/alarms/1/picture\""))
      #expect(page.contains("data-next-picture=\"/cameras/alarms/2/picture\""))
      #expect(
        try await browser.get("/cameras/alarms/1/picture").headers[.contentType] == "image/png")
      let judged = try await browser.post(
        "/cameras/alarms/1/verdicts",
        ["verdict": "false", "note": "", "request": page.hidden("request")])
      #expect(judged.headers[.location] == "/cameras?done=1")
      let next = try await browser.get("/cameras?done=1").text
      #expect(next.contains("SHANGYU-2026-000001 已按误报销单") && next.contains("待研判 1 条"))
      #expect(next.contains("src=\"/cameras/alarms/2/picture\""))
      let file = try await browser.get("/cases/1").text
      #expect(file.contains("告警研判：误报") && file.contains("研判为误报"))
      let undone = try await browser.post("/cameras/alarms/1/undo", [:])
      #expect(undone.headers[.location] == "/cameras?alarm=1&done=1")
      let again = try await browser.get("/cameras?alarm=1&done=1").text
      #expect(again.contains("已撤销") && again.contains("待研判 2 条"))
      #expect(try await browser.get("/cases/1").text.contains("撤销了研判结论"))
    }
  }

  @Test func `of two who judge one alarm the second is told, and a bad form changes nothing`()
    async throws
  {
    let house = try await house(Alarm())
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let form = ["verdict": "true", "note": "烟", "request": "judge-request-one"]
      for _ in 0..<2 {
        let answer = try await browser.post("/cameras/alarms/1/verdicts", form)
        #expect(answer.headers[.location] == "/cameras?done=1")
      }
      let second = try await browser.post(
        "/cameras/alarms/1/verdicts", ["verdict": "false", "request": "judge-request-two"])
      #expect(second.headers[.location] == "/cameras?alarm=1&problem=judged")
      let page = try await browser.get("/cameras?alarm=1&problem=judged").text
      #expect(page.contains("您的结论没有记录") && page.contains("<strong>属实</strong>"))
      #expect(!(try await browser.get("/cameras?problem=%3Cb%3E").text.contains("<b>")))
      for (path, status) in [
        ("/cameras/alarms/9/verdicts", HTTPResponse.Status.notFound),
        ("/cameras/alarms/1/undo", .seeOther),
      ] {
        let answer = try await browser.post(
          path, ["verdict": "true", "request": "judge-request-x"])
        #expect(answer.status == status, "\(path)")
      }
      #expect(
        try await browser.post("/cameras/alarms/1/verdicts", ["verdict": "maybe"]).status
          == .badRequest)
    }
  }

  @Test func `where the town is not sure, a real alarm is sent to the unit that the desk chooses`()
    async throws
  {
    let house = try await house(Alarm(longitude: 100))
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get("/cameras").text
      #expect(page.contains("<option value=\"baiguan\""))
      _ = try await browser.post(
        "/cameras/alarms/1/verdicts",
        ["verdict": "true", "unit": "baiguan", "request": page.hidden("request")])
      #expect(
        try await house.ledger.read { db in
          try CaseBook.find(1, in: db)?.assignedUnit
        } == "baiguan")
    }
  }

  @Test func `one more sight of a fire is shown with its picture on the case`() async throws {
    let house = try await house(Alarm(), Alarm(kind: "smoke"))
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get("/cases/1").text
      #expect(page.contains("摄像头 CAM-01 在") && page.contains("又拍到：烟雾"))
      #expect(page.matches(of: /src="\/cases\/1\/photos\//).count == 2)
      #expect(try await browser.get("/cameras").text.contains("同一问题单还有 1 条告警"))
    }
  }

  @Test func `leaders and auditors look, the desk judges, others see nothing`() async throws {
    let house = try await house(Alarm())
    for (name, sees) in [("chief", true), ("town", false), ("firm", false)] {
      try await house.visit { browser in
        _ = try await browser.signIn(name)
        let page = try await browser.get("/cameras")
        #expect(page.status == (sees ? .ok : .forbidden))
        #expect(!page.text.contains("/verdicts"))
        #expect(
          try await browser.get("/cameras/alarms/1/picture").status == (sees ? .ok : .forbidden))
        let judged = try await browser.post(
          "/cameras/alarms/1/verdicts", ["verdict": "true", "request": "judge-request-x"])
        #expect(judged.status == .forbidden)
      }
    }
  }

  @Test func `an alarm that nobody looks at is told in words, with a way to it`() async throws {
    let house = try await house(Alarm())
    house.move(seconds: 2_000)
    let (plan, now) = (house.plan, house.now)
    try await house.ledger.write { db in
      _ = try AlarmDesk.lateSweep(plan: plan, now: now, in: db)
    }
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get("/notifications").text
      #expect(page.contains("明火告警（CAM-01）") && page.contains("href=\"/cameras?alarm=1\""))
      #expect(page.contains("超时未研判"))
      #expect(try await browser.get("/cameras").text.contains("is-late"))
    }
  }

  @Test func `figures tell cameras, kinds and hours, for people and for programs`() async throws {
    let house = try await house(Alarm(), Self.away)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      #expect(try await browser.get("/cameras/figures?days=7").text.contains("CAM-01"))
      _ = try await browser.post(
        "/cameras/alarms/1/verdicts", ["verdict": "false", "request": "judge-request-one"])
      let page = try await browser.get("/cameras/figures?days=7&camera=CAM-01&kind=fire").text
      #expect(page.contains("100 %") && page.contains("只看 Tower（CAM-01） · 明火"))
      #expect(page.matches(of: /<td class="number">[0-9]{2}:00<\/td>/).count == 24)
      let answer = try await browser.get("/api/cameras/figures?days=7").text
      #expect(answer.contains("\"false\":1") && answer.contains("\"waiting\":1"))
      #expect(answer.contains("\"hour\":10"))
      #expect(try await browser.get("/api/cameras/figures?days=8").status == .badRequest)
      #expect(try await browser.get("/cameras/figures?camera=%3Cb%3E").text.contains("&lt;b&gt;"))
    }
  }
}
