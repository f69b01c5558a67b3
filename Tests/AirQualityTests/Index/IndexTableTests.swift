import AirQuality
import Testing

struct IndexTableTests {
  static let breakpointFile = "standards/vectors/iaqi_breakpoints.csv"
  static let vectorFile = "standards/vectors/iaqi_vectors.csv"

  @Test(.enabled(if: Vectors.exists(breakpointFile), "\(Vectors.note(breakpointFile))"))
  func `carries every breakpoint of both editions and no other`() throws {
    var expected: [String: Set<String>] = [:]
    for row in try Vectors.rows(Self.breakpointFile) {
      expected["\(row["standard"]!) \(row["item"]!)", default: []]
        .insert("\(row["iaqi"]!)@\(row["concentration"]!)")
    }
    var actual: [String: Set<String>] = [:]
    for edition in [IndexEdition.hj633of2012, .hj633of2026] {
      for (item, table) in edition.tables {
        let name = "\(edition.id) \(item.pollutant.rawValue.uppercased())_\(item.period.rawValue)H"
        actual[name] = Set(zip(table.indices, table.concentrations).map { "\($0)@\($1)" })
      }
    }
    #expect(actual == expected)
  }

  @Test(.enabled(if: Vectors.exists(vectorFile), "\(Vectors.note(vectorFile))"))
  func `gives the individual index of every vector`() throws {
    let rows = try Vectors.rows(Self.vectorFile)
    #expect(rows.count == 569)
    for row in rows {
      let edition = try #require(Vectors.edition(row["standard"]!))
      let item = try #require(Vectors.item(row["item"]!))
      let table = try #require(edition.tables[item])
      let value = try #require(ExactDecimal(row["concentration"]!))
      let input = row["note"]!.hasPrefix("input first rounded") ? value.rounded(to: 0) : value
      let expected = Int(row["expected_iaqi"]!)
      #expect(
        try table.iaqi(of: input) == expected,
        "\(edition.id) \(row["item"]!) \(value): \(row["note"]!)")
    }
  }

  @Test(arguments: [("2.2", 55), ("2.6", 65), ("3.2", 80), ("2.200000", 55), ("2.2000001", 56)])
  func `a daily CO mean never gains a point from rounding`(mean: String, points: Int) throws {
    let table = try #require(
      IndexEdition.hj633of2012.tables[IndexEdition.Item(.co, .twentyFourHours)])
    #expect(try table.iaqi(of: try #require(ExactDecimal(mean))) == points)
  }

  @Test func `refuses a negative concentration and survives an absurd one`() throws {
    let table = try #require(
      IndexEdition.hj633of2012.tables[IndexEdition.Item(.pm25, .twentyFourHours)])
    #expect(throws: IndexError.negativeConcentration(ExactDecimal(-1))) {
      try table.iaqi(of: ExactDecimal(-1))
    }
    #expect(try table.iaqi(of: ExactDecimal(Int64.max)) == 500)
    #expect(try table.iaqi(of: ExactDecimal(1, scale: 18)) == 1)
  }

  @Test func `the day of observation chooses the edition`() {
    func edition(_ year: Int, _ month: Int, _ day: Int) -> String {
      IndexEdition.inForce(on: CalendarDay(year: year, month: month, day: day)).id
    }
    #expect(edition(2021, 6, 1) == "HJ 633-2012")
    #expect(edition(2026, 2, 28) == "HJ 633-2012")
    #expect(edition(2026, 3, 1) == "HJ 633-2026")
  }

  @Test(arguments: [
    (0, 0, "1970-01-01"), (-1, 0, "1969-12-31"), (57_599, 28_800, "1970-01-01"),
    (57_600, 28_800, "1970-01-02"), (951_782_400, 0, "2000-02-29"),
    (1_772_294_399, 28_800, "2026-02-28"),
    (1_772_294_400, 28_800, "2026-03-01"), (4_107_542_399, 0, "2100-02-28"),
    (4_107_542_400, 0, "2100-03-01"),
  ])
  func `a local day follows from the instant and the fixed offset`(
    epoch: Int, offset: Int, day: String
  ) {
    #expect(CalendarDay(ofEpoch: epoch, utcOffsetSeconds: offset).description == day)
  }
}
