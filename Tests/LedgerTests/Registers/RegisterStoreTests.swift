import ActionPlan
import AirQuality
import GRDB
import Ledger
import Testing

struct RegisterStoreTests {
  private let bench: Bench
  private static let full: [String: FieldValue] = [
    "name": .text("一号线"), "facility": .text("firm-1"), "production": .text("p-1"),
    "rated-power": .decimal(ExactDecimal(12_50, scale: 2)), "count": .integer(-3),
    "active": .flag(true), "since": .text("2020-02-29"), "kind": .text("coating"),
    "position": .position(Coordinate(longitude: 120.5, latitude: 30.25)),
    "place": .text("town-a"), "unit": .text("bureau"), "order": .text("x"),
  ]

  init() async throws {
    bench = try await Bench.withFirm()
    try await bench.ledger.write { db in
      try RegisterStore.migrate(plan.registers, at: 1, in: db)
    }
  }

  private func insert(_ values: [String: FieldValue]) async throws -> RegisterRow {
    try await bench.ledger.write { db in
      try RegisterStore.insert(
        pairs, values, plan: plan, by: clerk, why: "survey", at: 10, in: db)
    }
  }

  @Test func `every kind of field comes back as it was written`() async throws {
    let row = try await insert(Self.full)
    #expect(row.values == Self.full)
    #expect(row.version == 1)
    #expect(row["rated-power"].number?.description == "12.50")
  }

  @Test(arguments: [
    ("name", FieldValue.null, FieldFault.Code.missing), ("name", .text("  "), .missing),
    ("name", .text(String(repeating: "x", count: 2_001)), .tooLong),
    ("name", .text("a\u{0}b"), .notPrintable), ("name", .integer(1), .wrongKind),
    ("facility", .text("moon"), .unknownFacility), ("production", .text("moon"), .unknownPoint),
    ("place", .text("moon"), .unknownPlace), ("unit", .text("moon"), .unknownUnit),
    ("rated-power", .decimal(ExactDecimal(-1)), .tooSmall),
    ("rated-power", .integer(501), .tooGreat), ("rated-power", .text("12"), .wrongKind),
    ("count", .decimal(ExactDecimal(15, scale: 1)), .wrongKind),
    ("active", .integer(1), .wrongKind), ("since", .text("2021-02-29"), .notADate),
    ("since", .text("yesterday"), .notADate), ("kind", .text("welding"), .notAChoice),
    ("position", .position(Coordinate(longitude: 30, latitude: 120)), .notOnEarth),
    ("position", .position(Coordinate(longitude: .nan, latitude: 12)), .notOnEarth),
    ("colour", .text("red"), .unknownField),
  ])
  func `a value that may not stand there is refused by field and reason`(
    name: String, value: FieldValue, code: FieldFault.Code
  ) async throws {
    var values = Self.full
    values[name] = value
    let changed = values
    let error = await #expect(throws: RegisterError.self) { try await insert(changed) }
    guard case .invalid("equipment-pairs", let faults) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(faults.map(\.field) == [name])
    #expect(faults.map(\.code) == [code])
  }

  @Test func `a row's history says who, when, why and what stood there before`() async throws {
    let row = try await insert(Self.full)
    let (changed, same, history) = try await bench.ledger.write { db in
      let changed = try RegisterStore.update(
        pairs, row: row.id, ["count": .integer(4), "order": .null], versionSeen: 1, plan: plan,
        by: .account(7), why: "recount", at: 20, in: db)
      let same = try RegisterStore.update(
        pairs, row: row.id, ["count": .integer(4)], versionSeen: 2, plan: plan, by: clerk, at: 25,
        in: db)
      try RegisterStore.remove(
        pairs, row: row.id, versionSeen: 2, by: clerk, why: "gone", at: 30, in: db)
      return (changed, same, try RowHistory.changes(of: row.id, in: pairs, db))
    }
    #expect(changed.version == 2)
    #expect(same.version == 2)
    #expect(history.map(\.kind) == [.insert, .update, .remove])
    #expect(history.map(\.at) == [10, 20, 30])
    #expect(history.map(\.why) == ["survey", "recount", "gone"])
    #expect(history[1].actor == "account:7")
    #expect(history[1].old == ["count": .integer(-3), "order": .text("x")])
    #expect(history[1].new == ["count": .integer(4)])
    #expect(history[2].old["name"] == .text("一号线"))
  }

  @Test func `a change made from an older version is refused`() async throws {
    let row = try await insert(Self.full)
    let error = RegisterError.changedMeanwhile(
      register: "equipment-pairs", row.id, seen: 0, present: 1)
    await #expect(throws: error) {
      try await bench.ledger.write { db in
        _ = try RegisterStore.update(
          pairs, row: row.id, ["count": .integer(4)], versionSeen: 0, plan: plan, by: clerk,
          at: 20, in: db)
      }
    }
  }

  @Test func `the id of a removed row is never given again`() async throws {
    let first = try await insert(Self.full)
    try await bench.ledger.write { db in
      try RegisterStore.remove(pairs, row: first.id, versionSeen: nil, by: clerk, at: 20, in: db)
    }
    #expect(try await insert(Self.full).id > first.id)
  }

  @Test func `a facility that a row names cannot vanish`() async throws {
    _ = try await insert(Self.full)
    await #expect(throws: DatabaseError.self) {
      try await bench.ledger.write { db in try db.execute(sql: "DELETE FROM facility") }
    }
  }

  @Test(arguments: [(99, 0), (100, 1), (199, 1), (200, 0)])
  func `a declaration lasts from its beginning up to its end`(
    instant: Int, count: Int
  ) async throws {
    let values: [String: FieldValue] = [
      "facility": .text("firm-1"), "kind": .text("stop"), "from": .instant(100),
      "until": .instant(200),
    ]
    let found = try await bench.ledger.write { db in
      _ = try RegisterStore.insert(stops, values, plan: plan, by: clerk, at: 50, in: db)
      #expect(throws: RegisterError.self) {
        try RegisterStore.insert(
          stops, values.merging(["until": .instant(100)]) { $1 }, plan: plan, by: clerk, at: 50,
          in: db)
      }
      return try Declarations.active(facility: "firm-1", at: instant, plan: plan, in: db)
    }
    #expect(found.count == count)
  }
}
