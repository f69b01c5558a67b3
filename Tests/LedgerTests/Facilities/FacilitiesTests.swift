import ActionPlan
import GRDB
import Ledger
import Testing

struct FacilitiesTests {
  @Test(arguments: [
    ("化工", 1), ("蓝天化工", 1), ("chem", 1), ("CHEM", 1), ("firm-1", 1), ("91330604", 1), ("天化", 1),
    ("火星", 0), ("", 0), ("  ", 0), ("%", 0), ("_", 0), ("公司 lan", 0),
  ])
  func `two characters of a name find a facility; signs of SQL find nothing`(
    text: String, count: Int
  ) async throws {
    let bench = try await Bench.withFirm()
    let found = try await bench.ledger.read { db in try Facilities.search(text, in: db) }
    #expect(found.count == count)
  }

  @Test func `the same again changes nothing, a difference is one audit entry`() async throws {
    let bench = try await Bench.withFirm()
    let moved = Facility(
      id: firm.id, name: firm.name, creditCode: firm.creditCode, kind: firm.kind, place: nil)
    let (same, changed, entries) = try await bench.ledger.write { db in
      (
        try Facilities.upsert(firm, plan: plan, by: clerk, at: 2, in: db),
        try Facilities.upsert(moved, plan: plan, by: clerk, at: 3, in: db),
        try AuditLog.entries(object: "facility/firm-1", in: db)
      )
    }
    #expect(same == .unchanged)
    #expect(changed == .updated)
    #expect(entries.map(\.action) == ["facility.updated", "facility.created"])
    let found = try await bench.ledger.read { db in try Facilities.find("firm-1", in: db) }
    #expect(found == moved)
  }

  @Test(arguments: [
    (facility(id: "Firm 1"), FacilityError.badID("Firm 1")),
    (facility(name: " "), .badName("f")),
    (facility(code: "91330604MA2885Q68B"), .badCreditCode("f", "91330604MA2885Q68B")),
    (facility(code: "91330604MA2885Q68A"), .creditCodeTaken("91330604MA2885Q68A", by: "firm-1")),
    (facility(place: "moon"), .unknownPlace("f", "moon")),
    (facility(position: Coordinate(longitude: 30, latitude: 120)), .badPosition("f")),
  ])
  func `a facility that does not hold together is refused`(
    facility: Facility, error: FacilityError
  ) async throws {
    let bench = try await Bench.withFirm()
    await #expect(throws: error) {
      try await bench.ledger.write { db in
        _ = try Facilities.upsert(facility, plan: plan, by: clerk, at: 2, in: db)
      }
    }
  }

  private static func facility(
    id: String = "f", name: String = "n", code: String? = nil, place: String? = nil,
    position: Coordinate? = nil
  ) -> Facility {
    Facility(
      id: id, name: Label(zh: name, en: name), creditCode: code, kind: .site, place: place,
      position: position)
  }

  /// The sample of GB 32100-2015 and variations.
  @Test(arguments: [
    ("91350100M000100Y43", true), ("91350100M000100Y44", false), ("91350100M000100Y4", false),
    ("91350100m000100y43", false), ("91350100M000100I43", false), ("", false),
  ])
  func `a credit code is checked by its last character`(code: String, isValid: Bool) {
    #expect(CreditCode.isValid(code) == isValid)
  }

  @Test func `a point of an unknown facility is refused`() async throws {
    let bench = try Bench()
    let point = MonitoringPoint(
      id: "p", label: Label(zh: "点", en: "p"), facility: "nobody", kind: .dust)
    await #expect(throws: PointError.unknownFacility("p", "nobody")) {
      try await bench.ledger.write { db in
        _ = try Points.upsert(point, plan: plan, by: clerk, at: 2, in: db)
      }
    }
  }
}
