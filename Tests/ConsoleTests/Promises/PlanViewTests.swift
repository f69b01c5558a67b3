import ActionPlan
import AirQuality
import Casework
import Steering
import Testing

@testable import Console

struct PlanViewTests {
  private static let day = CalendarDay(year: 2026, month: 6, day: 1)

  /// One clause without a lead, two indicators.
  private static let plan = Plan(
    id: "p", title: Label(zh: "p", en: "p"), digest: "d", utcOffsetSeconds: 0,
    center: Coordinate(longitude: 0, latitude: 0), zoom: 1, boundary: nil, units: [], places: [],
    quantities: [], objectives: [],
    clauses: [
      ActionPlan.Clause(id: "3.3.a", label: Label(zh: "油品", en: "fuel"), lead: [], with: []),
      ActionPlan.Clause(id: "O.1", label: Label(zh: "细颗粒物", en: "PM2.5"), lead: [], with: []),
    ], registers: [], rules: [], procedures: [],
    indicators: ["diesel", "urea"].map {
      Indicator(
        id: $0, clause: "3.3.a", label: Label(zh: $0, en: $0), unit: "批次",
        measure: .query("SELECT 1"), target: nil, by: nil)
    }, chapters: ["3": Label(zh: "运输结构", en: "Transport")])

  private func names() throws -> PlanNames {
    PlanNames(
      plan: Self.plan,
      texts: try Catalogue(folder: ConsoleResources.folder("Texts")).texts(in: .zh))
  }

  private func view(
    _ lamps: [String: IndicatorLamp], trouble: PlanQuery.Trouble? = nil
  ) throws -> PlanView {
    PlanView(
      PlanQuery(unit: nil, trouble: trouble), tasks: [], cases: [:],
      glances: lamps.mapValues { IndicatorGlance(lamp: $0, value: "1") }, names: try names())
  }

  @Test(arguments: [
    (["diesel": IndicatorLamp.green, "urea": .red], "red", "bad", "指标红灯 1"),
    (["diesel": .yellow, "urea": .yellow], "yellow", "warn", "指标黄灯 2"),
    (["diesel": .green, "urea": .grey], "green", "", "指标绿灯 1"), ([:], "", "", ""),
  ])
  func `a tile shows the worst lamp of its clause`(
    lamps: [String: IndicatorLamp], lamp: String, tone: String, name: String
  ) throws {
    let tile = try #require(try view(lamps).chapters.first?.tiles.first)
    #expect([tile.lamp, tile.tone, tile.lampName] == [lamp, tone, name])
    #expect(tile.hasLamp == !lamps.isEmpty)
    #expect(try view(lamps, trouble: .red).isEmpty == (lamp != "red"))
  }

  @Test func `clauses stand under the first part of their number, with its title if it has one`()
    throws
  {
    #expect(try view([:]).chapters.map(\.name) == ["3 运输结构", "第 O 部分"])
  }

  @Test func `an indicator on a clause's page tells its value and lamp`() throws {
    let view = ClauseView(
      Self.plan.clauses[0], tasks: [], cases: [:],
      glances: ["diesel": IndicatorGlance(lamp: .red, value: "13 批次")], today: Self.day,
      names: try names())
    let lines = try #require(view.parts.first { $0.id == "indicators" }?.lines)
    #expect(lines.map(\.lamp) == ["red", ""])
    #expect(lines[0].more == "13 批次 · 仅观察，不设目标")
    #expect(lines[0].href == "/indicators/diesel")
  }
}
