import ActionPlan
import AirQuality
import GRDB
import Ledger
import Testing

struct RegisterPageTests {
  private let bench: Bench
  private let today = CalendarDay(year: 2021, month: 7, day: 10)

  init() async throws { bench = try await CheckedRegister.bench() }

  private func page(_ query: RegisterQuery) async throws -> RegisterPage {
    try await bench.ledger.read { db in
      try RegisterStore.page(
        query, of: CheckedRegister.register, plan: CheckedRegister.plan, today: today, in: db)
    }
  }

  private func samples(_ query: RegisterQuery) async throws -> [String] {
    try await page(query).rows.compactMap { $0["sample"].text }
  }

  @Test(arguments: [
    ("公司", ["S-001", "S-002"]), ("限公", ["S-001", "S-002"]), ("蓝天", ["S-001", "S-002"]),
    ("天蓝", []), ("司", ["S-001", "S-002"]), ("油", ["S-003"]), ("（东关）", ["S-002"]),
    ("(东关)", ["S-002"]), ("s-00", ["S-001", "S-002", "S-003", "T 9"]), ("-003", ["S-003"]),
    ("S", ["S-001", "S-002", "S-003", "T 9"]), ("T 9", ["T 9"]), ("T9", []),
    ("浙D1", ["S-003"]), ("12345", ["S-003"]), ("2345浙", []), ("23", ["S-003"]),
    ("ＬＴ", ["S-001"]), ("lt化工", ["S-001"]), ("t化", ["S-001"]), ("xt化", []), ("\"*", []),
    ("' OR 1", []), ("柴油", ["S-003"]), ("lantian chem", ["S-002"]), ("百官", ["S-001"]),
    ("S-001 S-002", []), ("  ", ["S-001", "S-002", "S-003", "T 9"]), ("😀", ["T 9"]),
  ])
  func `rows are found by any piece of a text, or of what they name`(
    search: String, wanted: [String]
  ) async throws {
    try await CheckedRegister.insert(
      "S-001", ["note": .text("蓝天ＬＴ化工有限公司"), "place": .text("town-a")], in: bench)
    try await CheckedRegister.insert(
      "S-002", ["note": .text("曹娥印染有限公司（东关）"), "facility": .text("firm-1")], in: bench)
    try await CheckedRegister.insert(
      "S-003", ["plate": .text("浙d·12345"), "product": .text("vehicle-diesel")], in: bench)
    try await CheckedRegister.insert("T 9", ["note": .text("look at s-00😀")], in: bench)
    #expect(try await samples(RegisterQuery(search: search)).sorted() == wanted)
  }

  @Test func `the search follows changes and removals`() async throws {
    let first = try await CheckedRegister.insert("a", ["note": .text("蓝天化工")], in: bench)
    let second = try await CheckedRegister.insert("b", ["note": .text("蓝天化工")], in: bench)
    try await bench.ledger.write { db in
      _ = try RegisterStore.update(
        CheckedRegister.register, row: first.id, ["note": .text("曹娥")], versionSeen: 1,
        plan: CheckedRegister.plan, by: clerk, at: 20, in: db)
      try RegisterStore.remove(
        CheckedRegister.register, row: second.id, versionSeen: 1, by: clerk, at: 20, in: db)
    }
    #expect(try await samples(RegisterQuery(search: "蓝天")) == [])
    #expect(try await samples(RegisterQuery(search: "曹娥")) == ["a"])
  }

  @Test(arguments: [
    ("product", "vehicle-diesel", ["a", "c"]), ("place", "town-a", ["a"]),
    ("place", "", ["b", "c"]),
    ("passed", "true", ["a"]), ("passed", "false", []), ("facility", "firm-1", ["b"]),
    ("sampled-on", "2021-03-01", ["a"]), ("sulphur", "9.50", ["a"]), ("batches", "3", ["c"]),
    ("batches", "x", []), ("again", "1", ["c"]), ("colour", "red", ["a", "b", "c"]),
  ])
  func `rows are chosen by what a field holds`(
    name: String, value: String, wanted: [String]
  ) async throws {
    try await CheckedRegister.insert(
      "a",
      [
        "product": .text("vehicle-diesel"), "place": .text("town-a"), "passed": .flag(true),
        "sampled-on": .text("2021/3/1"), "sulphur": .decimal(ExactDecimal(95, scale: 1)),
      ], in: bench)
    try await CheckedRegister.insert("b", ["facility": .text("firm-1")], in: bench)
    try await CheckedRegister.insert(
      "c", ["product": .text("vehicle-diesel"), "batches": .integer(3), "again": .integer(1)],
      in: bench
    )
    #expect(try await samples(RegisterQuery(equals: [name: value])).sorted() == wanted)
  }

  static let orders: [(sort: String?, isDescending: Bool)] = [
    (nil, false), ("sample", false), ("sample", true), ("sulphur", false), ("sulphur", true),
    ("sampled-on", false), ("sampled-on", true), ("note", false), ("note", true),
    ("passed", true), ("product", false),
  ]

  @Test(arguments: orders)
  func `pages one after another give every row once, in order`(
    sort: String?, isDescending: Bool
  ) async throws {
    for number in 0..<23 {
      var values: [String: FieldValue] = number.isMultiple(of: 3) ? ["passed": .flag(true)] : [:]
      if !number.isMultiple(of: 4) {
        values["sulphur"] = .decimal(ExactDecimal(Int64(number * 7 % 5), scale: 1))
        values["sampled-on"] = .text("2021-0\(number % 9 + 1)-01")
        values["note"] = .text("note \(number % 6)")
        values["product"] = .text(number.isMultiple(of: 2) ? "vehicle-urea" : "vehicle-diesel")
      }
      try await CheckedRegister.insert("s\(number)", values, in: bench)
    }
    let conditions: [[String: String]] = [[:], ["passed": ""]]
    for equals in conditions {
      var query = RegisterQuery(equals: equals, sort: sort, isDescending: isDescending, limit: 4)
      var found: [RegisterRow] = []
      repeat {
        let page = try await page(query)
        #expect(page.rows.count <= 4)
        found += page.rows
        query.after = try page.next.map { try #require(RegisterCursor($0.text)) }
      } while query.after != nil
      let whole = try await page(
        RegisterQuery(equals: equals, sort: sort, isDescending: isDescending, limit: 500))
      #expect(whole.next == nil)
      #expect(found.map(\.id) == whole.rows.map(\.id))
      #expect(Set(found.map(\.id)).count == (equals.isEmpty ? 23 : 15))
      #expect(whole.total == found.count)
    }
  }

  @Test func `without an order the newest rows come first`() async throws {
    for sample in ["a", "b", "c"] { try await CheckedRegister.insert(sample, in: bench) }
    #expect(try await samples(RegisterQuery()) == ["c", "b", "a"])
    #expect(
      try await samples(RegisterQuery(sort: "sample", isDescending: true)) == ["c", "b", "a"])
  }

  @Test func `what no index sorts is sorted up to as many rows as are counted`() async throws {
    try await CheckedRegister.insert("first", ["note": .text("n 0")], in: bench)
    try await bench.ledger.write { db in
      try db.execute(
        sql: """
          INSERT INTO rows_of_fuel_checks
            (sample, note, passed, row_version, row_created_at, row_changed_at)
          WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
          SELECT 's' || i, 'n ' || (i * 7919 % 10007), i % 2, 1, 1, 1 FROM n
          """)
    }
    func ids(_ query: RegisterQuery) async throws -> (page: RegisterPage, ids: [Int64]) {
      let page = try await page(query)
      return (page, page.rows.map(\.id))
    }
    let (many, newest) = try await ids(RegisterQuery(sort: "note", limit: 2))
    #expect(!many.isSorted && !many.isCounted)
    #expect(newest == [10_001, 10_000])
    let next = try await ids(RegisterQuery(sort: "note", after: many.next, limit: 2))
    #expect(next.ids == [9_999, 9_998])
    let few = try await ids(RegisterQuery(equals: ["passed": "true"], sort: "note", limit: 2))
    #expect(few.page.isSorted)
    let notes = few.page.rows.compactMap(\.["note"].text)
    #expect(notes == notes.sorted() && notes[0] < "n 1000")
    #expect(try await ids(RegisterQuery(sort: "sample", limit: 2)).page.isSorted)
  }

  @Test(arguments: ["", "x", "e30", "bnVsbA", "=====", String(repeating: "A", count: 30_000)])
  func `what is no place in a list is told so`(text: String) {
    #expect(RegisterCursor(text) == nil)
  }
}
