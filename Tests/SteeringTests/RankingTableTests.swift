import AirQuality
import Testing

@testable import Steering

struct RankingTableTests {
  private let period = AssessmentPeriod.month(5, of: 2021)

  private func figures(_ values: [String: String]) -> PlaceFigures? {
    PlaceFigures(bulletin: values.compactMapValues { ExactDecimal($0) })
  }

  private func member(_ name: String, _ now: [String: String], before: [String: String] = [:])
    -> RankingTable.Member
  {
    RankingTable.Member(
      name: name, place: nil, figures: figures(now), before: figures(before))
  }

  @Test func `equal figures share a rank and the next one is skipped`() {
    let table = RankingTable(
      of: [
        member("甲", ["composite": "3.10"]), member("乙", ["composite": "2.90"]),
        member("丙", ["composite": "2.9"]), member("丁", [:]),
      ], in: period, by: .composite, ties: .competition)
    #expect(table.rows.map(\.member.name) == ["乙", "丙", "甲", "丁"])
    #expect(table.rows.map(\.rank) == [1, 1, 3, nil])
    #expect(table.rankedCount == 3)
  }

  @Test func `concentrations change in per cent, good days in points`() {
    let table = RankingTable(
      of: [
        member(
          "甲", ["pm25": "16", "good-days": "96.8"], before: ["pm25": "19", "good-days": "93.5"])
      ], in: period, by: .goodDays, ties: .competition)
    #expect(table.rows[0].change?.description == "3.3")
    let figures = table.rows[0].member.figures
    #expect(
      figures?.change(of: .pollutant(.pm25), on: table.rows[0].member.before)?.description
        == "-15.8")
  }

  @Test func `more good days rank first`() {
    let table = RankingTable(
      of: [member("甲", ["good-days": "90.0"]), member("乙", ["good-days": "95.0"])], in: period,
      by: .goodDays, ties: .competition)
    #expect(table.rows.map(\.member.name) == ["乙", "甲"])
  }

  /// Wuyuan, September 2023: 2.63.
  @Test func `a bulletin without a composite index gets it from its six figures`() {
    let figures = figures([
      "so2": "11", "no2": "16", "pm10": "40", "pm25": "16", "co": "0.6", "o3": "139",
    ])
    #expect(figures?[.composite]?.description == "2.63")
  }
}
