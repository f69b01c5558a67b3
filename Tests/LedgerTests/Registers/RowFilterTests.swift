import ActionPlan
import AirQuality
import GRDB
import Ledger
import Testing

struct RowFilterTests {
  private static let today = CalendarDay(year: 2021, month: 7, day: 10)

  private static let rows: [String: [String: FieldValue]] = [
    "empty": [:],
    "diesel": [
      "product": .text("vehicle-diesel"), "sulphur": .decimal(ExactDecimal(950, scale: 2)),
      "batches": .integer(3), "passed": .flag(true), "sampled-on": .text("2021-07-01"),
      "taken-at": .instant(1_625_068_800), "place": .text("town-a"),
    ],
    "urea": [
      "product": .text("vehicle-urea"), "sulphur": .decimal(ExactDecimal(10)),
      "batches": .integer(-2), "passed": .flag(false), "sampled-on": .text("2021-06-10"),
      "taken-at": .instant(1_625_068_799), "report": .text("1"),
    ],
    "later": ["sampled-on": .text("2021-07-31"), "product": .text("vehicle-diesel")],
  ]

  private static func compare(
    _ field: String, _ comparison: Predicate.Comparison, _ literal: Predicate.Literal
  ) -> Predicate {
    .compare(.field(field), comparison, .literal(literal))
  }

  private static let isDiesel = compare("product", .equal, .text("vehicle-diesel"))
  private static let july = Predicate.Literal.day(CalendarDay(year: 2021, month: 7, day: 1))

  static let cases: [(Predicate, [String])] = [
    (isDiesel, ["diesel", "later"]),
    (compare("product", .unequal, .text("vehicle-diesel")), ["urea"]),
    (.not(isDiesel), ["empty", "urea"]),
    (.not(.not(isDiesel)), ["diesel", "later"]),
    (compare("sulphur", .less, .number(ExactDecimal(100, scale: 1))), ["diesel"]),
    (compare("sulphur", .atMost, .number(ExactDecimal(100, scale: 1))), ["diesel", "urea"]),
    (compare("sulphur", .equal, .number(ExactDecimal(95, scale: 1))), ["diesel"]),
    (compare("batches", .greater, .number(ExactDecimal(-25, scale: 1))), ["diesel", "urea"]),
    (.compare(.field("batches"), .less, .field("sulphur")), ["diesel", "urea"]),
    (compare("passed", .equal, .flag(false)), ["urea"]),
    (.not(compare("passed", .equal, .flag(true))), ["empty", "later", "urea"]),
    (compare("sampled-on", .atLeast, july), ["diesel", "later"]),
    // Midnight of the first of July in the plan's time.
    (compare("taken-at", .atLeast, july), ["diesel"]),
    (compare("taken-at", .less, july), ["urea"]),
    (.compare(.field("taken-at"), .equal, .field("sampled-on")), ["diesel"]),
    (.compare(.field("sampled-on"), .less, .today(plusDays: -29)), ["urea"]),
    (.compare(.field("sampled-on"), .greater, .today(plusDays: 0)), ["later"]),
    (.compare(.today(plusDays: 21), .equal, .field("sampled-on")), ["later"]),
    (.isEmpty(field: "place"), ["empty", "later", "urea"]),
    (.isEmpty(field: "position"), ["diesel", "empty", "later", "urea"]),
    (.not(.isEmpty(field: "report")), ["urea"]),
    (
      .isOne(.field("product"), of: [.text("vehicle-urea"), .text("other")]), ["urea"]
    ),
    (.isOne(.field("batches"), of: [.number(ExactDecimal(3)), .number(.zero)]), ["diesel"]),
    (.isOne(.field("taken-at"), of: [july]), ["diesel"]),
    (.isOne(.field("product"), of: []), []),
    (.all([]), ["diesel", "empty", "later", "urea"]), (.any([]), []),
    (.all([isDiesel, .isEmpty(field: "batches")]), ["later"]),
    (
      .any([.isEmpty(field: "product"), compare("batches", .less, .number(.zero))]),
      ["empty", "urea"]
    ),
    (
      .not(.any([isDiesel, compare("batches", .less, .number(.zero))])), ["empty"]
    ),
  ]

  @Test func `a filter selects in SQL the rows for which it holds`() async throws {
    let bench = try await CheckedRegister.bench()
    try await bench.ledger.write { db in
      try db.execute(
        sql: """
          INSERT INTO attachment (sha256, byte_count, media_type, width, height, taken_by, at)
          VALUES ('\(String(repeating: "a", count: 64))', 1, 'image/png', 1, 1, 'account:1', 1)
          """)
    }
    for (sample, values) in Self.rows {
      try await CheckedRegister.insert(sample, values, in: bench)
    }
    for (predicate, wanted) in Self.cases {
      let filter = RowFilter(text: "", predicate: predicate)
      let selected = try await bench.ledger.read { db in
        let selection = filter.selection(
          of: CheckedRegister.register, today: Self.today, utcOffsetSeconds: 28_800)
        return try String.fetchAll(
          db,
          sql: """
            SELECT sample FROM \(RegisterStore.tableName(CheckedRegister.register))
            WHERE \(selection.sql) ORDER BY sample
            """, arguments: selection.arguments)
      }
      let held = Self.rows.filter {
        filter.holds($0.value, today: Self.today, utcOffsetSeconds: 28_800)
      }
      #expect(selected == wanted, "\(predicate)")
      #expect(held.keys.sorted() == wanted, "\(predicate)")
    }
  }

  @Test func `a text that looks like SQL is a text`() async throws {
    let bench = try await CheckedRegister.bench()
    try await CheckedRegister.insert("x' OR '1'='1", in: bench)
    let filter = RowFilter(
      text: "", predicate: Self.compare("sample", .equal, .text("' OR 1=1 --")))
    let page = try await bench.ledger.read { db in
      try RegisterStore.page(
        RegisterQuery(filter: filter), of: CheckedRegister.register, plan: CheckedRegister.plan,
        today: Self.today, in: db)
    }
    #expect(page.rows == [])
  }
}
