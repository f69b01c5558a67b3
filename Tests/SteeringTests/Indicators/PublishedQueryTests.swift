import ActionPlan
import AirQuality
import GRDB
import Ledger
import Testing

@testable import Steering

struct PublishedQueryTests {
  private let july = day("2021-07-01")

  private func reading(_ sql: String, in district: SmallDistrict) throws -> IndicatorReading {
    try district.reading(indicator(.query(sql), target: target(.atLeast, "1")), on: july)
  }

  @Test func `a query may be asked of the rows as they were known`() throws {
    let district = try furnished()
    try district.change(1, ["litres": "10.5", "product": "urea"], at: 2_000)
    try district.remove(2, at: 3_000)
    for (sql, values) in [
      ("SELECT COUNT(*) FROM published_fuel_checks", ["2", "2", "1"]),
      ("SELECT SUM(litres) FROM published_fuel_checks", ["3.75", "13.0", "10.5"]),
      (
        "SELECT litres_as_written FROM published_fuel_checks WHERE row_id = 1",
        ["1.25", "10.5", "10.5"]
      ),
      (
        "SELECT COUNT(*) FROM published_fuel_checks WHERE product = 'urea' AND sampled_on > '2021'",
        ["1", "2", "1"]
      ),
    ] {
      for (knownAt, value) in zip([1_999, 2_999, 3_000], values) {
        let reading = try district.reading(indicator(.query(sql)), on: july, knownAt: knownAt)
        #expect(reading.value?.description == value, "\(sql) at \(knownAt)")
      }
    }
    #expect(
      try district.reading(
        indicator(.query("SELECT COUNT(*) FROM published_fuel_checks")), on: july, knownAt: 999
      ).value?.description == "0")
    let refused = try district.reading(
      indicator(.query("SELECT COUNT(*) FROM account")), on: july, knownAt: 1_999)
    #expect(refused.reason == .queryRefused)
  }

  private func furnished() throws -> SmallDistrict {
    let district = try SmallDistrict()
    try district.check(["product": "diesel", "litres": "1.25", "sampled-on": "2021-02-01"])
    try district.check(["product": "urea", "litres": "2.5", "sampled-on": "2021-08-01"])
    return district
  }

  @Test(arguments: [
    ("SELECT COUNT(*) FROM published_fuel_checks", "2"),
    ("select sum(litres) from published_fuel_checks", "3.75"),
    ("SELECT litres_as_written FROM published_fuel_checks WHERE product = 'diesel'", "1.25"),
    (
      "SELECT COUNT(*) FROM published_fuel_checks WHERE sampled_on BETWEEN :first AND :last", "1"
    ),
    (
      """
      SELECT COUNT(*) FROM published_fuel_checks AS a JOIN published_fuel_checks AS b
      ON a.row_id < b.row_id WHERE a.product IN ('diesel', 'it''s')
      """, "1"
    ),
    ("SELECT ROUND(1.0 * COUNT(*) / 3, 4) FROM \"published_fuel_checks\"", "0.6667"),
    ("SELECT COUNT(*) FROM (SELECT DISTINCT product FROM published_fuel_checks)", "2"),
    ("SELECT 7", "7"),
  ])
  func `a query on published views gives its number`(sql: String, number: String) throws {
    let reading = try reading(sql, in: furnished())
    #expect(reading.value?.description == number)
  }

  @Test(arguments: [
    ("SELECT SUM(litres) FROM published_fuel_checks WHERE product <> 'x'", "3.75"),
    ("SELECT litres_as_written FROM published_fuel_checks WHERE litres < 2", "1.25"),
    ("SELECT MAX(sampled_on > :first) FROM published_fuel_checks", "1"),
    ("SELECT COUNT(*) FROM (SELECT DISTINCT product, place FROM published_fuel_checks)", "2"),
    (
      """
      SELECT SUM(a.litres) FROM published_fuel_checks AS a JOIN published_fuel_checks AS b
      ON a.row_id = b.row_id
      """, "3.75"
    ),
  ])
  func `a query tells the same by the index that was made for it`(
    sql: String, number: String
  ) throws {
    let asked = indicator(.query(sql), target: target(.atLeast, "1"))
    let district = try SmallDistrict(indicators: [asked])
    let plan = district.plan
    for litres in ["1.25", "2.5"] {
      try district.check([
        "product": litres == "2.5" ? "urea" : "diesel", "litres": litres,
        "sampled-on": "2021-02-01",
      ])
    }
    let before = try district.reading(asked, on: july)
    try district.house.ledger.pool.write { db in
      try RegisterStore.migrate(to: plan, at: 2, in: db)
    }
    let source = try district.house.ledger.pool.read { db in
      try RegisterStore.source(of: SmallDistrict.checks, for: sql, in: db)
    }
    #expect(source.contains("INDEXED BY") == !sql.contains("JOIN"))
    let after = try district.reading(asked, on: july)
    #expect(after.value?.description == number)
    #expect(before.value == after.value)
  }

  @Test(arguments: [
    "SELECT COUNT(*) FROM account", "SELECT COUNT(name) FROM account",
    "SELECT COUNT(*) FROM facility", "SELECT COUNT(*) FROM register_change",
    "SELECT COUNT(*) FROM main.account", "SELECT COUNT(*) FROM sqlite_master",
    "SELECT COUNT(*) FROM \"sqlite_schema\"", "SELECT COUNT(*) FROM pragma_table_list",
    "SELECT COUNT(*) FROM pragma_table_info('account')", "SELECT COUNT(*) FROM [account]",
    "SELECT COUNT(*) FROM `account`", "SELECT (SELECT COUNT(*) FROM account)",
    "SELECT 1 WHERE EXISTS (SELECT 1 FROM account)",
    "SELECT COUNT(*) FROM published_fuel_checks UNION SELECT COUNT(id) FROM account",
    "WITH x AS (SELECT 1) SELECT * FROM x", "SELECT load_extension('x')",
    "SELECT readfile('/etc/passwd')", "SELECT randomblob(1000000000)", "SELECT zeroblob(9)",
    "SELECT 1; SELECT 2", "SELECT 1 -- x", "SELECT 1 /* x */", "DELETE FROM published_fuel_checks",
    "INSERT INTO account DEFAULT VALUES", "ATTACH '/tmp/x' AS y", "PRAGMA query_only = 0",
    "UPDATE account SET name = 'x'", "VALUES (1)", "", " ", "'SELECT", "SELECT '", "SELECT ?1",
    "SELECT :day", "SELECT $x", "SELECT @x", "SELECT ＊", "SELECT 1\u{0}",
    "SELECT json_extract('{}', '$')", "SELECT group_concat(product) FROM published_fuel_checks",
  ])
  func `nothing else can be reached`(sql: String) throws {
    let reading = try reading(sql, in: furnished())
    #expect(reading.value == nil)
    #expect(reading.lamp == .grey)
    #expect(
      reading.reason == .queryRefused || reading.reason == .queryFailed, "\(reading.reason)")
  }

  @Test(arguments: [
    "SELECT product FROM published_fuel_checks WHERE product = 'diesel'",
    "SELECT row_id FROM published_fuel_checks", "SELECT row_id, litres FROM published_fuel_checks",
    "SELECT no_such_column FROM published_fuel_checks", "SELECT FROM WHERE",
    "SELECT 1 FROM published_nothing",
  ])
  func `what is not one number is no figure`(sql: String) throws {
    #expect(try reading(sql, in: furnished()).reason == .queryFailed)
  }

  @Test func `an empty answer is grey, not nought`() throws {
    let reading = try reading(
      "SELECT SUM(litres) FROM published_fuel_checks WHERE product = 'none'", in: furnished())
    #expect(reading.value == nil)
    #expect(reading.reason == .noRows)
  }

  @Test func `random bytes never get further than a refusal`() throws {
    let district = try furnished()
    let pieces = [
      "SELECT", "COUNT(*)", "FROM", "account", "published_fuel_checks", "WHERE", "'", "\"", "(",
      ")",
      ",", ";", "--", "/*", "*", "=", "1", ":first", "UNION", "main.", "name", "sqlite_master",
      "\n",
    ]
    var random = SystemRandomNumberGenerator()
    for _ in 0..<150 {
      let sql = (0..<Int.random(in: 1...14, using: &random)).map { _ in
        pieces.randomElement(using: &random)!
      }.joined(separator: " ")
      let reading = try reading("SELECT " + sql, in: district)
      #expect(reading.value == nil || !sql.contains("account"), "\(sql)")
    }
  }
}
