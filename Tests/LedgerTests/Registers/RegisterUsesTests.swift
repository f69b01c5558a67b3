import ActionPlan
import AirQuality
import GRDB
import Sheets
import Testing

@testable import Ledger

/// What a plan's checks, queries and indicators find quickly in a register of a million rows.
struct RegisterUsesTests {
  private let register = CheckedRegister.register
  private static let label = Label(zh: "核验", en: "Check")

  private static func plan(
    checks: [Check] = [], queries: [String] = []
  ) -> Plan {
    CheckedRegister.plan.replacing(
      indicators: queries.map {
        Indicator(
          id: "asked", clause: "1", label: label, unit: "", measure: .query($0), target: nil,
          by: nil)
      }, checks: checks)
  }

  private static let gate = Check(
    id: "gate", label: label, clause: "1", clauses: [],
    kind: .gate(
      GateCheck(
        lookUps: ["sample", "plate"].map {
          GateCheck.LookUp(register: "fuel-checks", by: $0, refusals: [])
        }, admitsUnknown: false, log: nil)))

  private func indexes(_ bench: Bench) async throws -> Set<String> {
    try await bench.ledger.read { db in
      try String.fetchSet(
        db,
        sql: """
          SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'rows_of_fuel_checks'
          """)
    }
  }

  private func migrate(_ bench: Bench, to plan: Plan) async throws {
    try await bench.ledger.write { db in try RegisterStore.migrate(to: plan, at: 2, in: db) }
  }

  @Test func `a text that a check looks rows up by is found as a code by an index`() async throws {
    let bench = try await CheckedRegister.bench()
    let before = try await indexes(bench)
    try await migrate(bench, to: Self.plan(checks: [Self.gate]))
    #expect(
      try await indexes(bench).subtracting(before) == ["rows_of_fuel_checks_code_sample"])
    let steps = try await bench.ledger.read { [register] db in
      try Row.fetchAll(
        db,
        sql: """
          EXPLAIN QUERY PLAN SELECT row_id FROM \(RegisterStore.tableName(register))
          WHERE \(PlainCode.sql(of: RegisterStore.column(register.fields[0]))) = ? ORDER BY row_id
          """, arguments: ["S001"]
      ).map { $0["detail"] as String }
    }
    #expect(steps.count == 1)
    #expect(steps[0].contains("USING INDEX rows_of_fuel_checks_code_sample"))
    try await migrate(bench, to: Self.plan())
    #expect(try await indexes(bench) == before)
  }

  @Test(arguments: [
    (
      "SELECT SUM(sulphur) FROM published_fuel_checks WHERE Product = 'x' AND sampled_on > :first",
      ["product_sampled_on_sulphur_as_written"]
    ),
    ("SELECT COUNT(*) FROM published_fuel_checks", []),
    ("SELECT SUM(sulphur) FROM published_other", []),
    (
      "SELECT max(sulphur_as_written) FROM published_fuel_checks WHERE \"place\" = 'sulphury'",
      ["sulphur_as_written_place"]
    ),
    (
      """
      SELECT count(sample || product || sampled_on || sulphur || batches || passed || place)
      FROM published_fuel_checks
      """, []
    ),
  ])
  func `what a query reads lies together in an index`(sql: String, wanted: [String]) async throws {
    let bench = try await CheckedRegister.bench()
    let before = try await indexes(bench)
    try await migrate(bench, to: Self.plan(queries: [sql]))
    #expect(
      try await indexes(bench).subtracting(before)
        == Set(wanted.map { "rows_of_fuel_checks_read_\($0)" }))
  }

  private func changes(_ bench: Bench) async throws -> [Int: Int] {
    try await bench.ledger.read { [register] db in
      try RegisterStretches.changes(of: register, in: db)
    }
  }

  private func load(
    _ bench: Bench, _ samples: Range<Int>, product: String = "", note: String = ""
  ) async throws {
    let lines = samples.map { "S\($0),\(product),\(note)" }
    let table = try SheetTable(
      reading: Array((["sample,product,note"] + lines).joined(separator: "\n").utf8), file: "a.csv")
    let imports = RegisterImport(ledger: bench.ledger, plan: CheckedRegister.plan)
    let preview = try await imports.stage(table, into: register, digest: "d", by: clerk, at: 3)
    #expect(preview.faults == [])
    try await imports.apply(preview.id, by: clerk, at: 3)
  }

  @Test func `every write tells which stretch of the rows it touched`() async throws {
    let bench = try await CheckedRegister.bench()
    try await load(bench, 1..<2_100)
    #expect(try await changes(bench) == [0: 1, 1: 1, 2: 1])
    try await bench.ledger.write { [register] db in
      #expect(try RegisterStretches.count(of: register, in: db) == 3)
      _ = try RegisterStore.update(
        register, row: 1_100, ["note": .text("x")], versionSeen: nil, plan: CheckedRegister.plan,
        by: clerk, at: 4, in: db)
      #expect(try RegisterStretches.changes(of: register, in: db) == [0: 1, 1: 2, 2: 1])
      try RegisterStore.remove(register, row: 5, versionSeen: nil, by: clerk, at: 4, in: db)
      #expect(try RegisterStretches.changes(of: register, in: db) == [0: 3, 1: 2, 2: 1])
      _ = try RegisterStore.putBack(
        register, row: 5, plan: CheckedRegister.plan, by: clerk, at: 5, in: db)
      #expect(try RegisterStretches.changes(of: register, in: db) == [0: 4, 1: 2, 2: 1])
    }
    try await CheckedRegister.insert("new", in: bench)
    #expect(try await changes(bench) == [0: 4, 1: 2, 2: 5])
    // Rows of the second stretch change, one comes.
    try await load(bench, 1_500..<1_510, product: "vehicle-urea")
    #expect(try await changes(bench) == [0: 4, 1: 6, 2: 5])
    try await load(bench, 9_000..<9_001)
    #expect(try await changes(bench) == [0: 4, 1: 6, 2: 7])
    let version = try await bench.ledger.read { [register] db in
      try RegisterStore.version(of: register.id, in: db)
    }
    #expect(version == 7)
  }

  @Test func `a text that many rows have is found newest first, alone and beside conditions`()
    async throws
  {
    let bench = try await CheckedRegister.bench()
    try await load(bench, 1..<10_020, note: "蓝天化工")
    try await load(bench, 10_020..<10_050, product: "vehicle-urea", note: "曹娥蓝天")
    try await load(bench, 10_050..<10_060, note: "曹娥")
    func page(_ query: RegisterQuery) async throws -> RegisterPage {
      try await bench.ledger.read { [register] db in
        try RegisterStore.page(
          query, of: register, plan: CheckedRegister.plan,
          today: CalendarDay(year: 2021, month: 7, day: 10), in: db)
      }
    }
    let first = try await page(RegisterQuery(search: "蓝天", limit: 40))
    #expect(first.total == nil)
    #expect(first.rows.map(\.id) == (10_010...10_049).reversed().map(Int64.init))
    let next = try await page(RegisterQuery(search: "蓝天", after: first.next, limit: 2))
    #expect(next.rows.map(\.id) == [10_009, 10_008])
    let sorted = try await page(RegisterQuery(search: "蓝天", sort: "sample", limit: 2))
    #expect(sorted.rows.compactMap { $0["sample"].text } == ["S1", "S10"])
    let narrowed = try await page(
      RegisterQuery(search: "蓝天", equals: ["product": "vehicle-urea"], limit: 3))
    #expect(narrowed.total == 30)
    #expect(narrowed.rows.map(\.id) == [10_049, 10_048, 10_047])
    let few = try await page(RegisterQuery(search: "曹娥", after: narrowed.next, limit: 3))
    #expect(few.total == 40)
    #expect(few.rows.map(\.id) == [10_046, 10_045, 10_044])
    let none = try await page(RegisterQuery(search: "蓝天", equals: ["product": "vehicle-diesel"]))
    #expect(none.total == 0 && none.rows.isEmpty)
  }
}
