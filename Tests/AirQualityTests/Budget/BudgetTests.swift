import AirQuality
import Testing

struct BudgetTests {
  static let meanFile = "standards/vectors/remaining_budget_mean.csv"
  static let daysFile = "standards/vectors/remaining_budget_days.csv"
  static let percentileFile = "standards/vectors/exceedance_day_budget.csv"

  private func budget(
    target: String, decimals: Int = 0, mean: String, days: Int, left: Int
  ) throws -> MeanBudget {
    let target = try #require(ExactDecimal(target))
    let mean = ExactFraction(try #require(ExactDecimal(mean)))
    let sum = try #require(mean.multiplied(by: ExactFraction(Int128(days))))
    return try #require(
      MeanBudget(
        target: target, decimals: decimals, sum: sum, validDays: days, daysLeft: left))
  }

  @Test(.enabled(if: Vectors.exists(meanFile), "\(Vectors.note(meanFile))"))
  func `gives what the rest may average of every vector`() throws {
    let rows = try Vectors.rows(Self.meanFile)
    #expect(rows.count == 10)
    for row in rows {
      let days = try #require(Int(row["days_elapsed"]!))
      let budget = try budget(
        target: row["target_mean"]!, mean: row["ytd_mean"]!, days: days,
        left: try #require(Int(row["days_in_period"]!)) - days)
      let required = try #require(budget.required)
      #expect(required.rounded(to: 2) == ExactDecimal(row["expected_required_mean"]!))
    }
  }

  @Test func `at the edge an even target bears half a unit more and an odd one stays below it`()
    throws
  {
    let even = try budget(target: "26", mean: "26", days: 364, left: 1)
    #expect(even.isGreatestAllowed)
    // 365 · 26.5 - 364 · 26
    #expect(even.greatestRequired == ExactFraction(417, over: 2))
    #expect(even.greatestRequired(toDecimals: 1)?.description == "208.5")
    let odd = try budget(target: "27", mean: "27", days: 364, left: 1)
    #expect(!odd.isGreatestAllowed)
    #expect(odd.greatestRequired == ExactFraction(419, over: 2))
    #expect(odd.greatestRequired(toDecimals: 1)?.description == "209.4")
    #expect(odd.greatestRequired(toDecimals: 0)?.description == "209")
  }

  @Test(arguments: ["26", "27", "35.0", "0.9"]) func `the edge is where rounding turns`(
    target: String
  ) throws {
    let target = try #require(ExactDecimal(target))
    let decimals = target.scale
    for day in 0..<200 {
      let sum = ExactFraction(Int128(day * 37), over: 7)
      let budget = try #require(
        MeanBudget(
          target: target, decimals: decimals, sum: sum, validDays: day, daysLeft: 200 - day))
      guard let greatest = budget.greatestRequired(toDecimals: 3) else {
        #expect(!budget.isWithinReach)
        continue
      }
      func stated(_ rest: ExactDecimal) -> ExactDecimal? {
        ExactFraction(rest).multiplied(by: ExactFraction(Int128(200 - day)))?.adding(sum)?
          .divided(by: ExactFraction(200))?.rounded(to: decimals)
      }
      let more = try #require(greatest.adding(ExactDecimal(1, scale: 3)))
      #expect(try #require(stated(greatest)) <= target)
      #expect(try #require(stated(more)) > target)
    }
  }

  @Test func `says when no air is clean enough`() throws {
    let lost = try budget(target: "26", mean: "30", days: 334, left: 31)
    #expect(!lost.isWithinReach)
    #expect(lost.greatestRequired(toDecimals: 1) == nil)
    #expect(lost.required?.rounded(to: 2)?.description == "-17.10")
    let over = try budget(target: "26", mean: "26.5", days: 365, left: 0)
    #expect(over.isWithinReach)
    #expect(over.required == nil)
    #expect(try !budget(target: "27", mean: "27.5", days: 365, left: 0).isWithinReach)
  }

  @Test func `one more day moves the mean by its share`() throws {
    let budget = try budget(target: "26", mean: "25", days: 99, left: 266)
    #expect(budget.effect(ofDayAt: ExactDecimal(125)) == ExactFraction(1))
    #expect(budget.effect(ofDayAt: ExactDecimal(0)) == ExactFraction(-1, over: 4))
  }

  @Test(.enabled(if: Vectors.exists(daysFile), "\(Vectors.note(daysFile))"))
  func `gives the good days of every vector`() throws {
    let rows = try Vectors.rows(Self.daysFile)
    #expect(rows.count == 6)
    for row in rows {
      let soFar = try #require(Int(row["so_far"]!))
      let left = try #require(Int(row["days_left"]!))
      let total = try #require(Int(row["target_total"]!))
      let expected = try #require(Int(row["expected_remaining"]!))
      guard let match = row["kind"]!.firstMatch(of: /ratio_([0-9.]+)%/) else {
        // Counts of days: a plain difference.
        #expect(total - soFar == expected)
        continue
      }
      let budget = DayBudget(
        target: try #require(ExactDecimal(match.1)),
        soFar: GoodDays(good: soFar, valid: 365 - left), daysLeft: left)
      #expect(budget.needed == total)
      #expect(budget.stillNeeded == expected)
      #expect(budget.isWithinReach == !row["source"]!.hasSuffix("feasible=no"))
    }
  }

  @Test func `one good day fewer than needed misses the target`() throws {
    for target in ["80.0", "93.4", "95", "97.35", "100", "0"] {
      let target = try #require(ExactDecimal(target))
      for days in [1, 28, 30, 181, 365, 366] {
        let budget = DayBudget(target: target, soFar: GoodDays([]), daysLeft: days)
        func share(_ good: Int) -> ExactDecimal? { GoodDays(good: good, valid: days).ratio }
        if budget.needed <= days { #expect(try #require(share(budget.needed)) >= target) }
        if budget.needed > 0 { #expect(try #require(share(budget.needed - 1)) < target) }
      }
    }
  }

  @Test(.enabled(if: Vectors.exists(percentileFile), "\(Vectors.note(percentileFile))"))
  func `gives the days above a limit that a percentile bears`() throws {
    let rows = try Vectors.rows(Self.percentileFile)
    #expect(rows.count == 12)
    for row in rows {
      let budget = PercentileBudget(
        percent: try #require(Int(row["percentile"]!)),
        validDays: try #require(Int(row["valid_days"]!)), above: 0)
      #expect(String(budget.safeDays) == row["safe_exceedance_days"]!)
    }
  }

  @Test func `safe days never lift a percentile, and one more may`() throws {
    for percent in [90, 95, 98] {
      for days in [1, 2, 10, 11, 100, 324, 365, 366] {
        let safe = PercentileBudget(percent: percent, validDays: days, above: 0).safeDays
        func percentile(above: Int) throws -> ExactFraction? {
          let values = try DailyValues.sample(
            (0..<days).map { $0 < above ? "100000" : "160" })
          return values.percentile(
            percent, in: .days(values.firstDay, through: values.lastDay))
        }
        #expect(try percentile(above: safe) == ExactFraction(160))
        #expect(try #require(try percentile(above: safe + 1)) > ExactFraction(160))
      }
    }
  }

  @Test func `a composite target leaves each pollutant its rest`() throws {
    let stated: PollutantValues<ExactDecimal> = [
      .so2: ExactDecimal(6), .no2: ExactDecimal(20), .pm10: ExactDecimal(35),
      .pm25: ExactDecimal(21), .co: ExactDecimal(8, scale: 1), .o3: ExactDecimal(128),
    ]
    let index = try #require(CompositeIndex(of: stated))
    #expect(index.total == ExactDecimal(270, scale: 2))
    let rest = CompositeRules.letter2018.allowance(
      of: .pm25, within: ExactDecimal(26, scale: 1), others: stated)
    #expect(rest == ExactFraction(175, over: 10))
  }
}
