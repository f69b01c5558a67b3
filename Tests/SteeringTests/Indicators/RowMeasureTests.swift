import ActionPlan
import AirQuality
import GRDB
import Ledger
import Testing

@testable import Steering

/// Each expected value is computed by hand beside its rows.
struct RowMeasureTests {
  private let july = day("2021-07-01")
  private let count = Indicator.Part(fold: .count, rows: rows(filter("product", "diesel")))

  @Test func `a count takes rows of the year so far that fulfil the filter`() throws {
    let district = try SmallDistrict()
    for on in ["2020-12-31", "2021-01-01", "2021-03-01", "2021-07-01", "2021-07-02"] {
      try district.check(["product": "diesel", "sampled-on": on])
      try district.check(["product": "urea", "sampled-on": on])
    }
    try district.check(["product": "diesel"])
    let reading = try district.reading(
      indicator(.fold(count), target: target(.atLeast, "14")), on: july)
    #expect(reading.value == number("3"))
    #expect(reading.rowCount == 3)
    // 14 × 182 / 365
    #expect(reading.expected == number("6.98"))
    #expect(reading.lamp == .red)
    #expect(reading.reason == .behind)
    // 3 × 365 / 182 = 6.016
    #expect(reading.projection == number("6.0"))
    #expect(reading.daysLeft == 183)
    let ever = Indicator.Part(fold: .count, rows: rows(dated: nil))
    #expect(try district.reading(indicator(.fold(ever)), on: july).value == number("11"))
    let before = try district.reading(indicator(.fold(count)), on: day("2020-06-01"))
    #expect(before.value == nil)
    #expect(before.reason == .notBegun)
    let over = try district.reading(
      indicator(.fold(count), target: target(.atLeast, "4")), on: day("2022-02-01"))
    #expect(over.value == number("4"))
    #expect(over.lamp == .green)
    #expect(over.projection == nil)
  }

  @Test func `an instant of the last day's evening belongs to the day`() throws {
    let district = try SmallDistrict()
    // 2021-07-01 23:59:59 and 2021-07-02 00:00:00 at UTC+8.
    try district.check(["seen-at": "1625155199"])
    try district.check(["seen-at": "1625155200"])
    let seen = Indicator.Part(fold: .count, rows: rows(dated: "seen-at"))
    #expect(try district.reading(indicator(.fold(seen)), on: july).value == number("1"))
    #expect(
      try district.reading(indicator(.fold(seen)), on: july.adding(days: 1)).value == number("2"))
  }

  @Test func `sums are exact and whole numbers stay whole`() throws {
    let district = try SmallDistrict()
    for litres in ["0.1", "0.20", "1000000.000000000001"] {
      try district.check(["sampled-on": "2021-02-01", "litres": litres, "bottles": "3"])
    }
    try district.check(["sampled-on": "2021-02-01"])
    let litres = Indicator.Part(fold: .sum("litres"), rows: rows())
    let reading = try district.reading(indicator(.fold(litres)), on: july)
    #expect(reading.value?.description == "1000000.300000000001")
    #expect(reading.rowCount == 4)
    let bottles = Indicator.Part(fold: .sum("bottles"), rows: rows())
    #expect(try district.reading(indicator(.fold(bottles)), on: july).value?.description == "9")
    let nothing = try district.reading(
      indicator(.fold(.init(fold: .sum("litres"), rows: rows(filter("result", "fail"))))), on: july)
    #expect(nothing.value == .zero)
  }

  @Test func `a mean and a percentile rest on the rows with a number, and say where there is none`()
    throws
  {
    let district = try SmallDistrict()
    let mean = indicator(.fold(.init(fold: .mean("litres"), rows: rows())))
    let ninetieth = indicator(.fold(.init(fold: .percentile(number("90"), "litres"), rows: rows())))
    for empty in [mean, ninetieth] {
      let reading = try district.reading(empty, on: july)
      #expect(reading.value == nil)
      #expect(reading.lamp == .grey)
      #expect(reading.reason == .noRows)
    }
    for litres in ["1", "2", "2"] {
      try district.check(["sampled-on": "2021-02-01", "litres": litres])
    }
    try district.check(["sampled-on": "2021-02-01"])
    // 5 / 3
    let reading = try district.reading(mean, on: july)
    #expect(reading.value?.description == "1.67")
    #expect(reading.numerator == number("5"))
    #expect(reading.denominator == number("3"))
    // k = 1 + 2 × 0.9 = 2.8: both are 2.
    #expect(try district.reading(ninetieth, on: july).value == number("2"))
  }

  /// Of 28.25 as the standard states it, whole, the target of 28 is met.
  @Test(arguments: [
    (nil as Int?, "28.25", IndicatorLamp.yellow), (0, "28", .green), (1, "28.2", .yellow),
  ])
  func `a figure is judged with the decimals that the plan gives it`(
    decimals: Int?, value: String, lamp: IndicatorLamp
  ) throws {
    let district = try SmallDistrict()
    for litres in ["28", "28.5"] {
      try district.check(["sampled-on": "2021-02-01", "litres": litres])
    }
    let mean = indicator(
      .fold(.init(fold: .mean("litres"), rows: rows())),
      target: target(.atMost, "28", pace: .level), decimals: decimals)
    let reading = try district.reading(mean, on: july)
    #expect(reading.value?.description == value)
    #expect(reading.lamp == lamp)
  }

  @Test func `a share of nothing is grey, never nought per cent`() throws {
    let district = try SmallDistrict()
    let share = indicator(
      .share(rows(filter("result", "pass")), among: filter("product", "diesel")), unit: "%",
      target: target(.atLeast, "60", pace: .level))
    try district.check(["product": "urea", "result": "pass", "sampled-on": "2021-01-05"])
    let nothing = try district.reading(share, on: july)
    #expect(nothing.value == nil)
    #expect(nothing.lamp == .grey)
    #expect(nothing.reason == .nothingToDivideBy)
    for result in ["pass", "pass", "fail"] {
      try district.check(["product": "diesel", "result": result, "sampled-on": "2021-01-05"])
    }
    let reading = try district.reading(share, on: july)
    #expect(reading.value?.description == "66.7")
    #expect(reading.numerator == number("2"))
    #expect(reading.denominator == number("3"))
    #expect(reading.lamp == .green)
    #expect(reading.projection == nil)
  }

  @Test func `a ratio is one part over another, per cent where the unit says so`() throws {
    let district = try SmallDistrict()
    let measure = Indicator.Measure.ratio(
      .init(fold: .sum("litres"), rows: rows(filter("product", "diesel"))),
      to: .init(fold: .sum("litres"), rows: rows()))
    #expect(
      try district.reading(indicator(measure), on: july).reason == .nothingToDivideBy)
    try district.check(["product": "diesel", "litres": "1", "sampled-on": "2021-01-05"])
    try district.check(["product": "urea", "litres": "7", "sampled-on": "2021-01-05"])
    #expect(try district.reading(indicator(measure), on: july).value?.description == "0.12")
    #expect(
      try district.reading(indicator(measure, unit: "%"), on: july).value?.description == "12.5")
  }

  @Test func `growth compares with the same part of the year before`() throws {
    let district = try SmallDistrict()
    let growth = indicator(
      .growthOnYear(.init(fold: .sum("litres"), rows: rows())), unit: "%",
      target: target(.atLeast, "10", pace: .level))
    try district.check(["litres": "50", "sampled-on": "2021-06-30"])
    let nothing = try district.reading(growth, on: july)
    #expect(nothing.reason == .nothingToDivideBy)
    #expect(nothing.lamp == .grey)
    try district.check(["litres": "40", "sampled-on": "2020-07-01"])
    try district.check(["litres": "400", "sampled-on": "2020-07-02"])
    let reading = try district.reading(growth, on: july)
    #expect(reading.value?.description == "25.0")
    #expect(reading.numerator == number("50"))
    #expect(reading.denominator == number("40"))
    #expect(reading.lamp == .green)
  }

  @Test func `a figure is broken down in the order of the plan, rows without a place last`() throws
  {
    let district = try SmallDistrict()
    for place in ["east", "north", "east", nil] {
      var values = ["sampled-on": "2021-02-01", "litres": "1.5", "product": "diesel"]
      values["place"] = place
      try district.check(values)
    }
    let sum = try district.reading(
      indicator(.fold(.init(fold: .sum("litres"), rows: rows())), by: "place"), on: july)
    #expect(sum.breakdown.map(\.key) == ["north", "east", nil])
    #expect(sum.breakdown.map { $0.value?.description } == ["1.5", "3.0", "1.5"])
    #expect(sum.breakdown.map(\.rowCount) == [1, 2, 1])
    let count = try district.reading(indicator(.fold(count), by: "place"), on: july)
    #expect(count.value == number("4"))
    #expect(count.breakdown.map(\.value) == [number("1"), number("2"), number("1")])
  }

  @Test func `an earlier day's knowledge gives the figure of that day`() throws {
    let district = try SmallDistrict()
    let kept = try district.check(["product": "diesel", "sampled-on": "2021-02-01"], at: 1_000)
    let gone = try district.check(["product": "diesel", "sampled-on": "2021-02-01"], at: 1_000)
    try district.check(["product": "diesel", "sampled-on": "2021-02-01"], at: 3_000)
    try district.change(kept, ["product": "urea"], at: 2_000)
    try district.remove(gone, at: 2_500)
    func count(knownAt: Int?) throws -> ExactDecimal? {
      try district.reading(indicator(.fold(self.count)), on: july, knownAt: knownAt).value
    }
    #expect(try count(knownAt: 999) == number("0"))
    #expect(try count(knownAt: 1_000) == number("2"))
    #expect(try count(knownAt: 2_000) == number("1"))
    #expect(try count(knownAt: 2_500) == number("0"))
    #expect(try count(knownAt: nil) == number("1"))
  }

  @Test func `SQL and the slow way agree, and the order of rows does not matter`() throws {
    var random = SystemRandomNumberGenerator()
    let district = try SmallDistrict()
    var values = (0..<60).map { _ -> [String: String] in
      var row: [String: String] = [:]
      if Bool.random(using: &random) {
        row["litres"] =
          ExactDecimal(
            Int64.random(in: -5_000...5_000, using: &random),
            scale: Int.random(in: 0...4, using: &random)
          ).description
      }
      row["product"] = ["diesel", "urea", nil].randomElement(using: &random)!
      row["result"] = ["pass", "fail", nil].randomElement(using: &random)!
      row["place"] = ["north", "east", "south", nil].randomElement(using: &random)!
      let start = day("2020-01-01")
      row["sampled-on"] = start.adding(days: Int.random(in: 0..<700, using: &random)).description
      return row
    }
    let folds: [Indicator.Fold] = [
      .count, .sum("litres"), .mean("litres"), .percentile(number("37.5"), "litres"),
    ]
    let measures: [Indicator.Measure] =
      folds.map { .fold(.init(fold: $0, rows: rows(filter("product", "diesel")))) } + [
        .share(rows(filter("result", "pass")), among: filter("product", "urea")),
        .share(rows(filter("result", "pass")), among: nil),
        .ratio(
          .init(fold: .count, rows: rows(filter("result", "pass"))),
          to: .init(fold: .count, rows: rows())),
        .growthOnYear(.init(fold: .count, rows: rows())),
      ]
    func readings(_ district: SmallDistrict, knownAt: Int?) throws -> [[String]] {
      try measures.flatMap { measure in
        try [nil, "place"].map { by in
          let reading = try district.reading(
            indicator(measure, by: by), on: july, knownAt: knownAt)
          return [
            "\(reading.value?.description ?? "—") \(reading.numerator?.description ?? "—")",
            "\(reading.denominator?.description ?? "—") \(reading.rowCount) \(reading.reason)",
          ] + reading.breakdown.map { "\($0.key ?? "") \($0.value?.description ?? "—")" }
        }
      }
    }
    for row in values { try district.check(row) }
    let found = try readings(district, knownAt: nil)
    #expect(try readings(district, knownAt: 1_000) == found)
    let other = try SmallDistrict()
    values.shuffle()
    for row in values { try other.check(row) }
    #expect(try readings(other, knownAt: nil) == found)
  }

  @Test func `the rows behind each side are the ones that count`() throws {
    let district = try SmallDistrict()
    let passed = try district.check(
      ["product": "diesel", "result": "pass", "sampled-on": "2021-01-05", "place": "east"])
    let failed = try district.check(
      ["product": "diesel", "result": "fail", "sampled-on": "2021-01-06", "place": "north"])
    try district.check(["product": "urea", "result": "pass", "sampled-on": "2021-01-05"])
    try district.check(["product": "diesel", "result": "pass", "sampled-on": "2021-12-05"])
    let share = indicator(
      .share(rows(filter("result", "pass")), among: filter("product", "diesel")), by: "place")
    func ids(_ side: Indicator.Side, key: String? = nil) throws -> Set<Int64>? {
      let plan = district.plan
      return try district.house.ledger.pool.read { db in
        try IndicatorBook.rows(side, of: share, plan: plan, on: july, key: key, in: db).map {
          Set($0.page.rows.map(\.id))
        }
      }
    }
    #expect(try ids(.numerator) == [passed])
    #expect(try ids(.denominator) == [passed, failed])
    #expect(try ids(.denominator, key: "north") == [failed])
  }
}
