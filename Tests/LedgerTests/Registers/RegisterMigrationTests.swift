import ActionPlan
import AirQuality
import GRDB
import Ledger
import Testing

struct RegisterMigrationTests {
  private func register(_ fields: [Field], id: String = "fuel-checks") -> Register {
    Register(
      id: id, label: Label(zh: "油品抽检", en: "fuel checks"), clause: nil, role: nil, fields: fields)
  }

  private func migrate(_ bench: Bench, _ registers: [Register]) async throws {
    try await bench.ledger.write { db in try RegisterStore.migrate(registers, at: 1, in: db) }
  }

  private func insert(
    _ bench: Bench, _ register: Register, _ values: [String: FieldValue]
  ) async throws -> RegisterRow {
    try await bench.ledger.write { db in
      try RegisterStore.insert(register, values, plan: plan, by: clerk, at: 1, in: db)
    }
  }

  @Test func `a register is a typed, strict table that SQL can count and add`() async throws {
    let bench = try Bench()
    let checks = register([field("product", .text), field("sulphur-content", .decimal)])
    try await migrate(bench, [checks])
    for content in ["9.50", "10.5"] {
      _ = try await insert(
        bench, checks,
        [
          "product": .text("diesel"),
          "sulphur-content": .decimal(try #require(ExactDecimal(content))),
        ])
    }
    let (sum, above, written) = try await bench.ledger.read { db in
      (
        try Double.fetchOne(db, sql: "SELECT sum(sulphur_content) FROM register_fuel_checks"),
        try Int.fetchOne(
          db, sql: "SELECT count(*) FROM register_fuel_checks WHERE sulphur_content > 10"),
        try String.fetchAll(
          db, sql: "SELECT sulphur_content_as_written FROM register_fuel_checks ORDER BY row_id")
      )
    }
    #expect(sum == 20)
    #expect(above == 1)
    #expect(written == ["9.50", "10.5"])
  }

  @Test func `the same plan again changes nothing; a new field is a new column`() async throws {
    let bench = try Bench()
    let before = register([field("product", .text)])
    try await migrate(bench, [before])
    try await migrate(bench, [before])
    let old = try await insert(bench, before, ["product": .text("diesel")])
    let after = register([
      field("product", .text), field("place", .position), field("price", .decimal),
      field("must", .integer, required: true),
    ])
    try await migrate(bench, [after])
    let row = try await bench.ledger.read { db in try RegisterStore.row(after, old.id, in: db) }
    #expect(row?["product"] == .text("diesel"))
    #expect(row?["price"] == .null)
    let position = FieldValue.position(Coordinate(longitude: 120, latitude: 30))
    let new = try await insert(bench, after, ["place": position, "must": .integer(3)])
    #expect(new["place"] == position)
  }

  @Test(arguments: [
    (
      [field("product", .integer), field("kind", .choice([choice("a", "甲")]))],
      "register fuel-checks, field product: it is kept as text but the plan says integer; "
        + "put the kind back, or add a field with another id"
    ),
    (
      [field("kind", .choice([choice("a", "甲")]))],
      "register fuel-checks, field product: it holds values but is not in the plan; "
        + "put it back into the plan"
    ),
    (
      [field("product", .text), field("kind", .choice([choice("b", "乙")]))],
      "register fuel-checks, field kind: rows hold the choice \"a\" that is not in the plan; "
        + "put it back, or change those rows first"
    ),
  ])
  func `what would lose or turn values is refused by register and field`(
    fields: [Field], complaint: String
  ) async throws {
    let bench = try Bench()
    let before = register([field("product", .text), field("kind", .choice([choice("a", "甲")]))])
    try await migrate(bench, [before])
    _ = try await insert(bench, before, ["product": .text("diesel"), "kind": .text("a")])
    let after = register(fields)
    await #expect(throws: RegisterMigrationError(complaints: [complaint])) {
      try await migrate(bench, [after])
    }
  }

  @Test func `values in one unit are not read in another; a unit may be named otherwise`()
    async throws
  {
    let bench = try Bench()
    func swept(_ unit: Label?) -> [Register] { [register([field("swept", .decimal, unit: unit)])] }
    try await migrate(bench, swept(.same("km")))
    _ = try await insert(bench, swept(.same("km"))[0], ["swept": .integer(3)])
    try await migrate(bench, swept(Label(zh: "公里", en: "km")))
    let complaint =
      "register fuel-checks, field swept: its values are kept in km and the plan would read them in m; "
      + "put the unit back, or add a field with another id"
    await #expect(throws: RegisterMigrationError(complaints: [complaint])) {
      try await migrate(bench, swept(.same("m")))
    }
  }

  @Test func `a register that holds rows may not leave the plan, one that never did may`()
    async throws
  {
    let bench = try Bench()
    let used = register([field("product", .text)])
    let unused = register([field("product", .text)], id: "spare")
    try await migrate(bench, [used, unused])
    _ = try await insert(bench, used, ["product": .text("diesel")])
    try await migrate(bench, [used])
    let complaint =
      "register fuel-checks: it holds rows but is not in the plan; put it back into the plan"
    await #expect(throws: RegisterMigrationError(complaints: [complaint])) {
      try await migrate(bench, [])
    }
  }

  @Test func `a register that never held a row may change freely`() async throws {
    let bench = try Bench()
    try await migrate(bench, [register([field("product", .text), field("x", .flag)])])
    let after = register([field("product", .decimal)])
    try await migrate(bench, [after])
    let row = try await insert(bench, after, ["product": .integer(5)])
    #expect(row["product"] == .decimal(ExactDecimal(5)))
  }

  @Test(arguments: [
    ([field("row-id", .text)], "its column row_id is taken by every row"),
    (
      [field("a", .decimal), field("a-as-written", .text)],
      "its column a_as_written is taken by field a"
    ),
    (
      [field("p", .position), field("p-latitude", .text)],
      "its column p_latitude is taken by field p"
    ),
    ([], "it has no fields"),
  ])
  func `two fields of one column are refused`(fields: [Field], part: String) async throws {
    let bench = try Bench()
    let error = await #expect(throws: RegisterMigrationError.self) {
      try await migrate(bench, [register(fields)])
    }
    #expect(error?.description.contains(part) == true)
  }
}
