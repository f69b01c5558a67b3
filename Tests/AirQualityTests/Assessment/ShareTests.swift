import AirQuality
import Testing

struct ShareTests {
  static let goodDaysFile = "standards/vectors/good_days_ratio_published.csv"
  static let changeFile = "standards/vectors/yoy_change_published.csv"

  @Test(.enabled(if: Vectors.exists(goodDaysFile), "\(Vectors.note(goodDaysFile))"))
  func `gives every published share of good days`() throws {
    let rows = try Vectors.rows(Self.goodDaysFile)
    #expect(rows.count == 29)
    for row in rows {
      let days = GoodDays(
        good: try #require(Int(row["good_days"]!)), valid: try #require(Int(row["valid_days"]!)))
      #expect(
        days.ratio == ExactDecimal(row["published_percent"]!), "\(row["place"]!) \(row["period"]!)")
    }
  }

  @Test func `days without an index leave numerator and denominator`() {
    let days = GoodDays([100, 101, nil, 50, nil, 300])
    #expect(days == GoodDays(good: 2, valid: 4))
    #expect(days.ratio == ExactDecimal(500, scale: 1))
    #expect(GoodDays([]).ratio == nil)
  }

  @Test(.enabled(if: Vectors.exists(changeFile), "\(Vectors.note(changeFile))"))
  func `gives every published change on the year before`() throws {
    let rows = try Vectors.rows(Self.changeFile)
    #expect(rows.count == 11)
    for row in rows {
      let change = relativeChange(
        from: try #require(ExactDecimal(row["base"]!)),
        to: try #require(ExactDecimal(row["current"]!)))
      #expect(change == ExactDecimal(row["expected_percent"]!), "\(row["case"]!)")
    }
    #expect(relativeChange(from: .zero, to: ExactDecimal(5)) == nil)
  }

  @Test func `an exceedance multiple says how far above the limit`() {
    let limit = ExactDecimal(75)
    #expect(exceedanceMultiple(of: ExactDecimal(90), over: limit) == ExactDecimal(20, scale: 2))
    #expect(exceedanceMultiple(of: ExactDecimal(75), over: limit) == nil)
    #expect(exceedanceMultiple(of: ExactDecimal(76), over: limit)?.description == "0.01")
  }
}
