import ActionPlan
import Casework
import Crypto
import Foundation
import GRDB
import HTTPTypes
import HummingbirdTesting
import Ledger
import NIOCore
import Testing

@testable import Console

/// What phones fetch and bring back.
struct FieldAPITests {
  /// A case that the town has to handle, with its number of changes.
  ///
  /// - Parameter house: with registers where the test reads or writes any.
  private func dispatched(in house: House? = nil) async throws -> (House, CaseFile) {
    let house = if let house { house } else { try await House() }
    let file = try await house.openCase()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      _ = try await browser.step("dispatched", of: file.id, ["unit": "baiguan"])
    }
    let after = try await house.ledger.read { db in try CaseBook.find(file.id, in: db) }
    return (house, try #require(after))
  }

  private func handled(
    _ file: CaseFile, request: String = "handled-0001", photos: [[String: any Sendable]] = [],
    note: String = "风机已恢复"
  ) -> [String: any Sendable] {
    [
      "request": request, "kind": "step", "case": file.id, "step": "handled",
      "version": file.version, "note": note, "cause": "equipment-fault", "photos": photos,
      "longitude": 120.891, "latitude": 30.031, "doneAt": House.start - 3_000,
    ]
  }

  @Test func `a day holds the own cases with what may be done, and everything else a phone needs`()
    async throws
  {
    let (house, file) = try await dispatched(in: .withRegisters())
    try await house.visit { browser in
      _ = try await browser.signIn("town")
      let day = try await browser.day().json
      let cases = try #require(day["cases"] as? [[String: Any]])
      #expect(cases.map { $0["number"] as? String } == [file.number])
      let steps = try #require(cases[0]["steps"] as? [[String: Any]])
      #expect(steps.map { $0["to"] as? String } == ["handled"])
      #expect((steps[0]["needs"] as? [String])?.contains("photo") == true)
      #expect((cases[0]["at"] as? [Double]) == [30.03, 120.89])
      let facilities = try #require(day["facilities"] as? [[String: Any]])
      #expect(facilities.map { $0["id"] as? String } == ["dye-works"])
      let lists = try #require(day["checklists"] as? [[String: Any]])
      let dust = try #require(lists.first { $0["id"] as? String == "dust-eight" })
      #expect((dust["items"] as? [[String: Any]])?.count == 8)
      #expect((dust["opens"] as? [[String: Any]])?.count == 1)
    }
  }

  @Test func `a step that is sent twice is taken once, and both answers are the same`() async throws
  {
    let (house, file) = try await dispatched()
    try await house.visit { browser in
      _ = try await browser.signIn("town")
      let (_, hash) = try await browser.photo(onePixel)
      let body = handled(
        file,
        photos: [
          ["sha256": hash, "takenAt": House.start - 3_100, "longitude": 120.9, "latitude": 30.0]
        ])
      let first = try await browser.item(body)
      #expect(first.status == .ok)
      #expect(first.receipt?["version"] as? Int == file.version + 1)
      #expect(first.receipt?["state"] as? String == "handled")
      house.move(seconds: 20)
      // The case moves on before the phone hears of it; when it was sent is no part of what is asked.
      _ = try await browser.post("/sign-out", [:])
      _ = try await browser.signIn("duty")
      _ = try await browser.step("verified", of: file.id, ["note": "属实"])
      _ = try await browser.post("/sign-out", [:])
      _ = try await browser.signIn("town")
      let again = try await browser.item(body.merging(["sentAt": House.start + 19]) { $1 })
      #expect(again.status == .ok)
      #expect(again.receipt as NSDictionary? == first.receipt as NSDictionary?)
    }
    let events = try await house.ledger.read { db in try CaseBook.events(of: file.id, in: db) }
    let own = events.filter { $0.toState == "handled" }
    #expect(own.count == 1)
    #expect(own[0].doneAt == House.start - 3_000)
    #expect(own[0].doneDoubt == .beforeCase)
    #expect(own[0].takenAt(ofPhoto: 0) == House.start - 3_100)
    #expect(own[0].values["photo-1-position"] == "120.9,30.0")
    let photo = try #require(own[0].attachments.first)
    let taking = try await house.ledger.read { db in try FieldPhotos.taking(of: photo, in: db) }
    #expect(taking?.takenAt == House.start - 3_100)
    #expect(taking?.position == Coordinate(longitude: 120.9, latitude: 30.0))
  }

  @Test func `another thing under a known request is refused`() async throws {
    let (house, file) = try await dispatched()
    try await house.visit { browser in
      _ = try await browser.signIn("town")
      let note: [String: any Sendable] = [
        "request": "note-00001", "kind": "note", "case": file.id, "note": "已到现场",
      ]
      #expect(try await browser.item(note).status == .ok)
      let other = try await browser.item(note.merging(["note": "别的"]) { $1 })
      #expect(other.status == .conflict)
      #expect(other.code == "request-reused")
    }
  }

  @Test func `a case that has moved on is told with both sides, and nothing changes`() async throws
  {
    let (house, file) = try await dispatched()
    try await house.visit { browser in
      _ = try await browser.signIn("town")
      let (_, hash) = try await browser.photo(onePixel)
      let photos: [[String: any Sendable]] = [["sha256": hash, "takenAt": House.start]]
      #expect(try await browser.item(handled(file, photos: photos)).status == .ok)
      let late = try await browser.item(
        handled(file, request: "handled-0002", photos: photos, note: "另一台手机"))
      #expect(late.status == .conflict)
      #expect(late.code == "stale")
      #expect(late.file?["state"] as? String == "handled")
      #expect((late.json["said"] as? [String: String])?["zh"]?.isEmpty == false)
    }
    let events = try await house.ledger.read { db in try CaseBook.events(of: file.id, in: db) }
    #expect(!events.contains { $0.values["note"] == "另一台手机" })
  }

  @Test func `photos come first: a step waits for them, and nobody hands in another's by its hash`()
    async throws
  {
    let (house, file) = try await dispatched()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let (_, hash) = try await browser.photo(onePixel)
      _ = try await browser.post("/sign-out", [:])
      _ = try await browser.signIn("town")
      let body = handled(file, photos: [["sha256": hash, "takenAt": House.start]])
      let early = try await browser.item(body)
      #expect(early.code == "photos-missing")
      #expect(early.json["missing"] as? [String] == [hash])
      #expect(try await browser.photo(onePixel).0.status == .ok)
      #expect(
        try await browser.photo(onePixel, claimed: String(hash.reversed())).0.status
          == .unprocessableContent)
      #expect(try await browser.photo([1, 2, 3]).0.status == .unsupportedMediaType)
      #expect(try await browser.item(body).status == .ok)
    }
  }

  @Test func `strangers see nothing and change nothing`() async throws {
    let (house, file) = try await dispatched()
    try await house.visit { browser in
      #expect(try await browser.day().status == .unauthorized)
      #expect(try await browser.item(handled(file)).status == .unauthorized)
      for name in ["firm", "chief", "fresh"] {
        _ = try await browser.signIn(name)
        #expect(try await browser.day().status == .forbidden)
        #expect(try await browser.item(handled(file)).status == .forbidden)
        #expect(try await browser.photo(onePixel).0.status == .forbidden)
        _ = try await browser.post("/sign-out", [:])
      }
      _ = try await browser.signIn("town")
      let unit = try await house.openCase(finding: 2)
      let stranger = try await browser.item(handled(unit))
      #expect(stranger.status == .notFound)
      #expect(stranger.file == nil)
      // Somebody else has signed in on the phone since it was done.
      let other = try await browser.item(handled(file, request: "of-another"), person: "999")
      #expect(other.status == .unauthorized)
      #expect(other.code == "other-person")
    }
  }

  @Test func `an inspection is one row, by whom the session says, with day and moment`()
    async throws
  {
    let (house, _) = try await dispatched(in: .withRegisters())
    let register = try #require(house.plan.register("fume-inspection"))
    try await house.visit { browser in
      _ = try await browser.signIn("town")
      let values = [
        "subject": "dye-works", "purifier": "pass", "running": "fail", "cleaned": "none",
        "duct": "pass", "visible": "pass", "fume": "1.25", "inspector": "别人",
      ]
      let body: [String: any Sendable] = [
        "request": "inspect-01", "kind": "inspection", "checklist": "fume-inspection",
        "values": values, "note": "停机", "longitude": 120.9, "latitude": 30.0,
      ]
      let first = try await browser.item(body)
      #expect(first.status == .ok)
      #expect(try await browser.item(body).receipt?["row"] as? Int == first.receipt?["row"] as? Int)
      let bad = try await browser.item(
        body.merging(["request": "inspect-02", "values": ["subject": "dye-works", "fume": "much"]])
        {
          $1
        })
      #expect(bad.code == "bad-inspection")
      #expect((bad.json["said"] as? [String: String])?["en"]?.contains("Fume") == true)
    }
    let rows = try await house.ledger.read { db in try RegisterStore.rows(register, in: db) }
    #expect(rows.count == 1)
    #expect(rows[0]["inspector"] == .text("网格员"))
    #expect(rows[0]["on"] == .text("2026-06-01"))
    #expect(rows[0]["done-at"] == .instant(House.start))
    #expect(rows[0]["running"] == .text("fail"))
  }

  @Test func `all photos of an inspection are kept with its row, its case and the case's record`()
    async throws
  {
    let house = try await CaseGroundsTests.house()
    let plan = house.plan
    let photos = (0..<3).map { number in Self.photo(number) }
    try await house.visit { browser in
      _ = try await browser.signIn("town")
      var taken: [[String: any Sendable]] = []
      for (number, photo) in photos.enumerated() {
        let (_, hash) = try await browser.photo(photo)
        var item: [String: any Sendable] = [
          "sha256": hash, "takenAt": House.start - 600 + number,
        ]
        if number < 2 {
          item["longitude"] = 120.9
          item["latitude"] = 30.0
        } else {
          item["isFromAlbum"] = true
        }
        taken.append(item)
      }
      let values = [
        "subject": "dye-works", "purifier": "pass", "running": "fail", "cleaned": "pass",
        "duct": "pass", "visible": "pass",
      ]
      let body: [String: any Sendable] = [
        "request": "inspect-03", "kind": "inspection", "checklist": "fume-inspection",
        "values": values, "photos": taken, "longitude": 120.9, "latitude": 30.0,
      ]
      let first = try await browser.item(body)
      #expect(first.status == .ok)
      #expect(try await browser.item(body).receipt?["row"] as? Int == first.receipt?["row"] as? Int)
      try await CaseGroundsTests.follow(house)
      _ = try await browser.post("/sign-out", [:])
      _ = try await browser.signIn("duty")
      let row = try await browser.get("/registers/fume-inspection/rows/1").text
      let file = try await browser.get("/cases/1").text
      for id in 1...3 {
        #expect(row.contains("/registers/fume-inspection/rows/1/photos/\(id)\""))
        #expect(file.contains("/cases/1/photos/\(id)\""))
        let sent = try await browser.get("/registers/fume-inspection/rows/1/photos/\(id)")
        #expect(sent.status == .ok && sent.headers[.contentType] == "image/png")
      }
      #expect(!row.contains("/photos/4"))
      #expect(row.contains("拍摄于") && row.contains("30.00000, 120.90000"))
      #expect(row.components(separatedBy: "选自相册").count == 2 && row.contains("无位置"))
      #expect(
        try await browser.get("/registers/fume-inspection/rows/1/photos/4").status == .notFound)
    }
    let (events, rows) = try await house.ledger.read { db in
      (
        try CaseBook.events(of: 1, in: db),
        try Int.fetchOne(db, sql: "SELECT count(*) FROM row_photo") ?? 0
      )
    }
    #expect(rows == 3)
    #expect(events[0].attachments == [1, 2, 3])
    #expect(events[0].takenAt(ofPhoto: 2) == House.start - 598)
    #expect(events[0].position(ofPhoto: 0) == Coordinate(longitude: 120.9, latitude: 30.0))
    let text = try await house.ledger.write { db in
      let account = try Accounts.find(name: "duty", in: db)
      let document = try DocumentBook.draft(
        "inspection-record", case: 1, by: try #require(account), requestID: "draft-0001",
        plan: plan, at: House.start, in: db)
      let detail = try DocumentBook.detail(document.id, for: #require(account), plan: plan, in: db)
      return try #require(detail).filled.values["photos"]
    }
    #expect(text?.zh.contains("照片3张") == true)
    #expect(text?.zh.contains("网格员") == true && text?.zh.contains("东经120.90000°") == true)
    for photo in photos {
      let hash = SHA256.hash(data: photo).map { String(format: "%02x", $0) }.joined().prefix(16)
      #expect(text?.text(.en).contains("SHA-256 \(hash)…") == true)
    }
  }

  /// A picture of one point, of another grey for each number.
  private static func photo(_ number: Int) -> [UInt8] {
    // What follows the end of a PNG changes its hash and nothing else.
    onePixel + [UInt8(number)]
  }

  @Test func `the day names the last photos of each case, and small ones are for whom it concerns`()
    async throws
  {
    let (house, file) = try await dispatched(in: .withRegisters())
    try await house.visit { browser in
      _ = try await browser.signIn("town")
      for number in 0..<5 {
        let (_, hash) = try await browser.photo(Self.photo(number))
        let note: [String: any Sendable] = [
          "request": "note-0000\(number)", "kind": "note", "case": file.id, "note": "第\(number)次",
          "photos": [["sha256": hash, "takenAt": House.start - 100 + number]]
            as [[String: any Sendable]],
        ]
        #expect(try await browser.item(note).status == .ok)
      }
      let day = try await browser.day().json
      let cases = try #require(day["cases"] as? [[String: Any]])
      let named = try #require(cases[0]["photos"] as? [[String: Any]])
      #expect(named.compactMap { $0["id"] as? Int } == [5, 4, 3, 2])
      #expect(named[0]["at"] as? Int == House.start - 96)
      #expect(day["keptPhotoBytes"] as? Int == FieldDay.keptPhotoBudget)
      let path = "/api/field/cases/\(file.id)/photos"
      let small = try await browser.get("\(path)/5")
      #expect(small.status == .ok && small.headers[.contentType] == "image/png")
      #expect(small.body.readableBytes <= SmallPhoto.mostBytes)
      for wrong in ["\(path)/6", "/api/field/cases/99/photos/5", "\(path)/x"] {
        #expect(try await browser.get(wrong, accept: "application/json").status == .notFound)
      }
      _ = try await browser.post("/sign-out", [:])
      for (name, status) in [
        ("firm", HTTPResponse.Status.forbidden), ("chief", .forbidden), ("fresh", .forbidden),
      ] {
        _ = try await browser.signIn(name)
        #expect(try await browser.get("\(path)/5", accept: "application/json").status == status)
        _ = try await browser.post("/sign-out", [:])
      }
      #expect(
        try await browser.get("\(path)/5", accept: "application/json").status == .unauthorized)
    }
  }

  @Test func `a route is walked by its unit, and what was not visited is shown`() async throws {
    let (house, _) = try await dispatched(in: .withRegisters())
    try await house.visit { browser in
      _ = try await browser.signIn("town")
      let route: [String: any Sendable] = [
        "request": "route-0001", "kind": "route", "route": "round-0001", "name": "百官一线",
        "stops": [
          ["name": "染厂", "facility": "dye-works", "longitude": 120.89, "latitude": 30.03],
          ["name": "桥头"],
        ] as [[String: any Sendable]],
      ]
      #expect(try await browser.item(route).status == .ok)
      let visit: [String: any Sendable] = [
        "request": "visit-0001", "kind": "visit", "route": "round-0001", "stop": 0,
        "longitude": 120.99, "latitude": 30.03,
      ]
      #expect(try await browser.item(visit).status == .ok)
      #expect(
        try await browser.item(visit.merging(["request": "visit-0002", "stop": 7]) { $1 }).code
          == "unknown-stop")
      let routes = try #require(try await browser.day().json["routes"] as? [[String: Any]])
      let stops = try #require(routes[0]["stops"] as? [[String: Any]])
      #expect(stops.map { $0["visitedAt"] as? Int } == [House.start, nil])
      let page = try await browser.get("/patrols").text
      for words in ["百官一线", "已到 1/2", "桥头", "未到", "定位离该点"] { #expect(page.contains(words)) }
      _ = try await browser.post("/sign-out", [:])
      // The builders' officer has no business with it.
      _ = try await browser.signIn("builder")
      #expect(!(try await browser.get("/patrols").text).contains("百官一线"))
      #expect(
        try await browser.item(visit.merging(["request": "visit-0003", "stop": 1]) { $1 }).code
          == "unknown-route")
    }
  }

  private static let senseless = [
    "", "[]", "null", #"{"request": 1}"#, #"{"request":"r-0000001","kind":"dance","doneAt":1}"#,
    #"{"request":"r-0000001","kind":"step","doneAt":99999999999999}"#,
    #"{"request":"r-0000001","kind":"note","doneAt":1,"case":-9223372036854775808}"#,
    #"{"request":"r-0000001","kind":"route","doneAt":1,"route":"x","name":"","stops":[]}"#,
    #"{"request":"r-0000001","kind":"visit","doneAt":1,"route":"12345678","stop":-1}"#,
    #"{"request":"r-0000001","kind":"inspection","doneAt":1,"checklist":"devices","values":{}}"#,
    #"{"request":"r-0000001","kind":"note","doneAt":1,"case":1,"longitude":1e400}"#,
    #"{"request":"r-0000001","kind":"note","doneAt":1,"case":1,"longitude":200,"latitude":0}"#,
  ]

  @Test func `a body that says nothing sensible is refused without harm`() async throws {
    try await House().visit { browser in
      _ = try await browser.signIn("town")
      for body in Self.senseless {
        let answer = try await browser.send(
          "/api/field/items", .post, headers: [.contentType: "application/json"],
          body: ByteBuffer(string: body))
        #expect((400..<500).contains(answer.status.code), "\(body): \(answer.status)")
        let form = try await browser.send(
          "/api/field/items", .post, headers: [.contentType: "text/plain"],
          body: ByteBuffer(string: body))
        #expect(form.status == .unsupportedMediaType)
      }
    }
  }
}
