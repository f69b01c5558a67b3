import AirQuality
import Testing

struct CompositeIndexTests {
  static let publishedFile = "standards/vectors/composite_index_published.csv"
  static let codeFile = "standards/vectors/composite_index_code_tests.csv"
  static let columns: [(Pollutant, String)] = [
    (.so2, "so2"), (.no2, "no2"), (.pm10, "pm10"), (.pm25, "pm25"), (.co, "co_p95_mg"),
    (.o3, "o3_p90"),
  ]

  @Test(.enabled(if: Vectors.exists(publishedFile), "\(Vectors.note(publishedFile))"))
  func `gives every published index but that of one article`() throws {
    let rows = try Vectors.rows(Self.publishedFile)
    #expect(rows.count == 26)
    var misses: [String] = []
    for row in rows {
      var stated = PollutantValues<ExactDecimal>()
      for (pollutant, column) in Self.columns { stated[pollutant] = ExactDecimal(row[column]!) }
      let index = try #require(CompositeIndex(of: stated))
      for pollutant in Pollutant.allCases {
        #expect(
          index.singles[pollutant] == ExactDecimal(row["i_\(pollutant.rawValue)"]!),
          "\(row["case"]!)")
      }
      #expect(index.total == ExactDecimal(row["sum_of_2dp_half_even"]!), "\(row["case"]!)")
      let leading = row["max_single_index"]!.filter { $0 != "." }
      #expect(index.leading.contains { $0.rawValue.uppercased() == leading }, "\(row["case"]!)")
      if index.total != ExactDecimal(row["published"]!) { misses.append(row["case"]!) }
    }
    // The article adds unrounded terms; it is no official table.
    #expect(misses == ["explainer Jul"])
  }

  @Test(.enabled(if: Vectors.exists(codeFile), "\(Vectors.note(codeFile))"))
  func `gives every index of the code tests`() throws {
    for row in try Vectors.rows(Self.codeFile) {
      let stated = PollutantValues { ExactDecimal(row[$0.rawValue]!) }
      let index = CompositeIndex(of: stated)
      #expect(index?.total == ExactDecimal(row["expected"]!))
      if let index { #expect(index.leading.map(\.name) == [row["primary"]!]) }
    }
  }

  @Test func `weights count as many times as they say`() throws {
    let stated = PollutantValues<ExactDecimal> { $0 == .co ? ExactDecimal(4) : ExactDecimal(40) }
    let equal = try #require(CompositeIndex(of: stated))
    var weights: PollutantValues<Int> = [.so2: 1, .no2: 2, .pm10: 1, .pm25: 3, .co: 1, .o3: 2]
    let rules = CompositeRules(
      id: "weighted", limits: CompositeRules.letter2018.limits, weights: weights)
    let weighted = try #require(CompositeIndex(of: stated, rules: rules))
    let extra = try [(Pollutant.pm25, 2), (.no2, 1), (.o3, 1)].reduce(equal.total) { sum, entry in
      let part = try #require(
        equal.singles[entry.0]?.multiplied(by: ExactDecimal(Int64(entry.1))))
      return try #require(sum.adding(part))
    }
    #expect(weighted.total == extra)
    weights[.o3] = nil
    #expect(
      CompositeIndex(
        of: stated,
        rules: CompositeRules(
          id: "gap", limits: CompositeRules.letter2018.limits, weights: weights)) == nil)
  }
}
