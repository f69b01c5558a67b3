import ActionPlan
import AirQuality
import Casework
import Ledger
import Steering
import Testing

@testable import Console

extension ShangyuYear {
  /// What the pages of the plan and its clauses make of the year, on its last day.
  struct ClausePageTests {
    private let year: LivedYear
    private let tasks: [TaskStanding]
    private let cases: [String: CaseCounts.OfProcedure]
    private let glances: [String: IndicatorGlance]
    private let names: PlanNames
    private let day = LivedYear.lastDay(ofQuarter: 4)

    init() async throws {
      let year = try #require(LivedYear.current)
      let (plan, day) = (year.district.plan, day)
      self.year = year
      let now = YearDistrict.epoch("\(day)", hour: 23)
      (tasks, cases) = try await year.district.ledger.read { db in
        (
          try TaskBook.tasks(of: plan, on: day, in: db),
          try CaseBook.countsByProcedure(scope: .all, now: now, in: db)
        )
      }
      glances = year.figures(4).mapValues { reading in
        IndicatorGlance(lamp: reading.lamp, value: reading.value?.description ?? "—")
      }
      names = PlanNames(
        plan: plan, texts: try Catalogue(folder: ConsoleResources.folder("Texts")).texts(in: .zh))
    }

    private func page(of id: String) throws -> ClauseView {
      let clause = try #require(year.district.plan.clause(id))
      return ClauseView(
        clause, tasks: tasks.filter { $0.task.id.clause == id }, cases: cases, glances: glances,
        today: day, names: names)
    }

    @Test func `a clause's page shows its figures with their lamps and its task as completed`()
      throws
    {
      let page = try page(of: "3.3.a")
      let lines = try #require(page.parts.first { $0.id == "indicators" }?.lines)
      #expect(
        lines.map { "\($0.lamp) \($0.more.prefix { $0 != " " })" } == [
          "green 14", "green 6", "green 100.0", "green 0",
        ])
      #expect(page.tasks.map(\.tone) == ["good"])
      #expect(page.tasks.map(\.percent) == ["100 %"])
    }

    /// Of nine indicators of dust at sites eight are yellow or worse; a case of September is late, and
    /// so is one of a site whose inspection found faults.
    @Test func `a clause in trouble shows its late case and its leads' late reports`() throws {
      let page = try page(of: "6.1.a")
      let lines = try #require(page.parts.first { $0.id == "indicators" }?.lines)
      #expect(lines.map(\.lamp) == Array(repeating: "yellow", count: 9) + ["green", "green"])
      let procedures = try #require(page.parts.first { $0.id == "procedures" }?.lines)
      #expect(procedures.map(\.isBad) == [true, true])
      #expect(page.tasks.count == 5)
      #expect(Set(page.tasks.map(\.tone)) == ["solid-bad"])
    }

    /// Tile → its tone, its worst lamp and how many are lit so.
    @Test(arguments: [
      // Every lamp green, but two cases of failed fuel are late; five leads that never reported.
      ("3.3.a", "bad", "green", "指标绿灯 4"), ("6.1.a", "bad", "yellow", "指标黄灯 9"),
      // No lead: the lamps alone.
      ("O.1", "", "green", "指标绿灯 1"), ("O.3", "", "green", "指标绿灯 2"),
      ("4.2.b", "bad", "red", "指标红灯 1"), ("5.5.b", "bad", "", ""),
    ])
    func `a clause's tile has the tone of its worst part`(
      id: String, tone: String, lamp: String, lampName: String
    ) throws {
      let view = PlanView(
        PlanQuery(unit: nil, trouble: nil), tasks: tasks, cases: cases, glances: glances,
        names: names)
      let tile = try #require(view.chapters.flatMap(\.tiles).first { $0.id == id })
      #expect([tile.tone, tile.lamp, tile.lampName] == [tone, lamp, lampName])
    }
  }
}
