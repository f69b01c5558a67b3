import ActionPlan
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ledger
import Testing

@testable import Console

struct FacilityFormTests {
  private let entry = [
    "name": "新厂化工有限公司", "kind": "enterprise", "place": "330604001", "longitude": "120.9",
    "latitude": "30.1",
  ]

  private func newest(_ house: House) async throws -> Facility? {
    try await house.ledger.read { db in
      try Facilities.search("新厂", in: db).max { $0.id.count < $1.id.count }
    }
  }

  @Test func `a facility is added, found by its name, and corrected under the same id`()
    async throws
  {
    let house = try await House.withRegisters()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      #expect(try await browser.get("/facilities").text.contains("/facilities/new"))
      _ = try await browser.get("/facilities/new")
      let added = try await browser.post("/facilities", entry)
      let facility = try #require(try await newest(house))
      #expect(added.headers[.location] == "/facilities/\(facility.id)")
      #expect(facility.position == Coordinate(longitude: 120.9, latitude: 30.1))
      let form = try await browser.get("/facilities/\(facility.id)/edit").text
      #expect(form.contains("value=\"新厂化工有限公司\"") && form.contains("value=\"120.9\""))
      let seen = FacilityEntry.mark(facility)
      _ = try await browser.post(
        "/facilities/\(facility.id)", entry.merging(["kind": "depot", "seen": seen]) { $1 })
      #expect(try await newest(house)?.kind == .depot)
      #expect(try await newest(house)?.id == facility.id)
      // A second window with the form of before overwrites nothing unseen.
      let late = try await browser.post(
        "/facilities/\(facility.id)", entry.merging(["kind": "mine", "seen": seen]) { $1 })
      #expect(late.status == .conflict && late.text.contains("有人改过"))
      #expect(try await newest(house)?.kind == .depot)
    }
  }

  @Test
  func `what is called alike is shown first, and is added once somebody says that it is another`()
    async throws
  {
    let house = try await House.withRegisters()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      _ = try await browser.get("/facilities/new")
      _ = try await browser.post("/facilities", entry)
      let first = try #require(try await newest(house))
      let asked = try await browser.post("/facilities", entry)
      #expect(asked.status == .conflict)
      #expect(
        asked.text.contains("/facilities/\(first.id)") && asked.text.contains("name=\"other\""))
      _ = try await browser.post("/facilities", entry.merging(["other": "1"]) { $1 })
      #expect(try await newest(house)?.id == first.id + "-2")
    }
  }

  @Test(arguments: [
    (["code": "123"], "校验不通过"), (["place": "nowhere"], "方案中没有区域"),
    (["longitude": "east"], "位置不在地球上"), (["longitude": "200"], "位置不在地球上"),
  ])
  func `a fault is told and what was typed stays`(change: [String: String], told: String)
    async throws
  {
    let house = try await House.withRegisters()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      _ = try await browser.get("/facilities/new")
      let page = try await browser.post("/facilities", entry.merging(change) { $1 })
      #expect(page.status == .conflict)
      #expect(page.text.contains(told) && page.text.contains("value=\"新厂化工有限公司\""))
      #expect(try await newest(house) == nil)
    }
  }

  @Test(arguments: ["builder", "firm", "chief"])
  func `only who keeps the master adds and corrects`(who: String) async throws {
    let house = try await House.withRegisters()
    try await house.visit { browser in
      _ = try await browser.signIn(who)
      for path in ["/facilities/new", "/facilities/dye-works/edit"] {
        #expect(try await browser.get(path).status == .forbidden)
      }
      _ = try await browser.get("/cases")
      #expect(try await browser.post("/facilities", entry).status == .forbidden)
      #expect(try await browser.post("/facilities/dye-works", entry).status == .forbidden)
    }
  }
}
