import ActionPlan
import AirQuality
import GRDB
import Ledger
import Testing

@testable import Steering

struct StandingTests {
  private func rule(
    _ id: String, _ filter: RowFilter?, points: String, days: Int, dated: String? = "sampled-on"
  ) -> CreditScheme.Rule {
    CreditScheme.Rule(
      id: id, label: Label(zh: id, en: id), rows: rows(filter, dated: dated), facility: "firm",
      points: number(points), lastsDays: days)
  }

  private func scheme(_ rules: [CreditScheme.Rule]) -> CreditScheme {
    CreditScheme(
      id: "credit", clause: "6.3.a", label: Label(zh: "信用", en: "Credit"), start: number("100"),
      rules: rules, blacklistBelow: number("60"))
  }

  private func credit(
    _ scheme: CreditScheme, _ facility: String, on text: String, in district: SmallDistrict
  ) throws -> CreditStanding {
    let plan = district.plan
    return try district.house.ledger.pool.read { db in
      try Standing.credit(scheme, of: facility, on: day(text), plan: plan, in: db)
    }
  }

  @Test func `points count from the row's day for as long as the rule says`() throws {
    let district = try SmallDistrict()
    let late = try district.check(
      ["firm": "firm-a", "result": "fail", "sampled-on": "2021-03-01"])
    let good = try district.check(
      ["firm": "firm-a", "result": "pass", "sampled-on": "2021-03-11"])
    try district.check(["firm": "firm-b", "result": "fail", "sampled-on": "2021-03-01"])
    let scheme = scheme([
      rule("failed", filter("result", "fail"), points: "-40.5", days: 30),
      rule("passed", filter("result", "pass"), points: "2", days: 5),
    ])
    func standing(_ on: String) throws -> CreditStanding {
      try credit(scheme, "firm-a", on: on, in: district)
    }
    #expect(try standing("2021-02-28").points == number("100"))
    let first = try standing("2021-03-01")
    #expect(first.points == number("59.5"))
    #expect(first.isBlacklisted)
    let both = try standing("2021-03-15")
    #expect(both.points == number("61.5"))
    #expect(!both.isBlacklisted)
    #expect(both.entries.map(\.row) == [good, late])
    #expect(both.entries.map(\.rule) == ["passed", "failed"])
    #expect(both.entries.map(\.through) == [day("2021-03-15"), day("2021-03-30")])
    #expect(try standing("2021-03-16").points == number("59.5"))
    #expect(try standing("2021-03-30").points == number("59.5"))
    let over = try standing("2021-03-31")
    #expect(over.points == number("100"))
    #expect(over.entries.map(\.stands) == [false, false])
  }

  @Test func `a row without a day counts from the day it was written`() throws {
    let district = try SmallDistrict()
    // 2021-03-01 00:30 at UTC+8.
    try district.check(["firm": "firm-a"], at: 1_614_529_800)
    let found = try credit(
      scheme([rule("any", nil, points: "-1", days: 1)]), "firm-a", on: "2021-03-01", in: district)
    #expect(found.points == number("99"))
    #expect(found.entries.first?.from == day("2021-03-01"))
    let undated = try credit(
      scheme([rule("any", nil, points: "-1", days: 1, dated: nil)]), "firm-a", on: "2021-03-01",
      in: district)
    #expect(undated.points == number("99"))
  }

  @Test func `points do not hang on the order of rows, and stand in parts as in whole`() throws {
    var random = SystemRandomNumberGenerator()
    let days = (0..<20).map { _ in
      day("2021-01-01").adding(days: Int.random(in: 0..<300, using: &random)).description
    }
    let district = try SmallDistrict()
    let other = try SmallDistrict()
    for text in days { try district.check(["firm": "firm-a", "sampled-on": text]) }
    for text in days.shuffled() { try other.check(["firm": "firm-a", "sampled-on": text]) }
    let scheme = scheme([rule("any", nil, points: "-0.1", days: 60)])
    for offset in stride(from: 0, to: 365, by: 30) {
      let on = day("2021-01-01").adding(days: offset).description
      let one = try credit(scheme, "firm-a", on: on, in: district)
      #expect(try credit(scheme, "firm-a", on: on, in: other).points == one.points)
      let standing = one.entries.filter(\.stands).count
      #expect(
        one.points == ExactDecimal(1_000 - Int64(standing), scale: 1))
    }
  }

  @Test func `any row that fulfils the filter bars the firm until it is gone`() throws {
    let district = try SmallDistrict()
    let plan = district.plan
    let veto = Veto(
      id: "bad-fuel", clause: "5.5.b", label: Label(zh: "否决", en: "Veto"),
      rows: rows(filter("result", "fail"), dated: nil), facility: "firm")
    func answer(_ facility: String) throws -> VetoAnswer {
      try district.house.ledger.pool.read { db in
        try Standing.veto(veto, of: facility, on: day("2021-05-01"), plan: plan, in: db)
      }
    }
    #expect(try !answer("firm-a").isBarred)
    try district.check(["firm": "firm-a", "result": "pass"])
    #expect(try !answer("firm-a").isBarred)
    let row = try district.check(["firm": "firm-a", "result": "fail"])
    #expect(try answer("firm-a").isBarred)
    #expect(try answer("firm-a").rows.map(\.id) == [row])
    #expect(try !answer("firm-b").isBarred)
    try district.change(row, ["result": "pass"], at: 2_000)
    #expect(try !answer("firm-a").isBarred)
  }
}
