import AirQuality
import Testing

@testable import ActionPlan

/// What carries a plan out is read as it is written.
@Suite struct ProgrammeTests {
  private let plan: Plan

  init() throws { plan = try #require(PlanFolder.read(files: SmallPlan.files).plan) }

  @Test func `a clause keeps its target, days, rhythm, milestones and what is pending`() throws {
    let clause = try #require(plan.clause("7.1.a"))
    #expect(clause.target?.en == ">= 10 checks")
    #expect(clause.due == CalendarDay(year: 2021, month: 11, day: 30))
    #expect(clause.rhythm == .month)
    #expect(clause.milestones.map(\.id) == ["list", "half"])
    #expect(clause.milestones.map(\.units) == [["EEB"], []])
    #expect(clause.pending.map(\.en) == ["source tracing"])
  }

  @Test func `a clause without a day is due on the last day of the plan's year`() {
    #expect(plan.year == 2021)
    #expect(plan.clause("4.4.a")?.due == CalendarDay(year: 2021, month: 12, day: 31))
    #expect(plan.clause("4.4.a")?.rhythm == .quarter)
  }

  @Test func `fields of a key are required, and its clause's units keep a register`() throws {
    let checks = try #require(plan.register("checks"))
    #expect(checks.key == ["shop", "number"])
    #expect(checks.field("number")?.isRequired == true)
    #expect(checks.field("shop")?.kind == .row(of: "shops"))
    #expect(checks.dated == "checked-on")
    #expect(checks.keepers == ["EEB", "north"])
    #expect(plan.register("shops")?.keepers == ["EEB"])
    #expect(plan.register("shops")?.titleField?.id == "name")
    let condition = Predicate.compare(.field("result"), .equal, .literal(.text("fail")))
    #expect(checks.field("report")?.requiredWhen?.predicate == condition)
  }

  @Test func `a checklist makes the register of its inspections`() throws {
    let register = try #require(plan.register("spray-six"))
    #expect(
      register.fields.map(\.id) == [
        "subject", "facility", "on", "inspector", "closed", "carbon", "photo", "place", "note",
        "position", "done-at",
      ])
    #expect(register.field("subject")?.kind == .row(of: "shops"))
    #expect(register.field("closed")?.kind == .choice(Checklist.answers))
    #expect(register.checklist == "spray-six")
    #expect(register.dated == "on")
  }

  @Test func `an item is answered as it says`() throws {
    let old = "- {item: carbon, label: {zh: \"活性炭\", en: \"Carbon\"}}"
    let plan = try #require(
      SmallPlan.reading(
        "checklists.yml", replacing: old,
        with: """
          - {item: carbon, kind: decimal, unit: kg, at-least: 0, label: {zh: "活性炭", en: "Carbon"}}
            - {item: state, kind: choice, required: true, choices: [{choice: new, label: {zh: "新", en: "New"}}], label: {zh: "状态", en: "State"}}
          """
      ).plan)
    let register = try #require(plan.register("spray-six"))
    #expect(register.field("carbon")?.kind == .decimal)
    #expect(register.field("carbon")?.isRequired == false)
    #expect(register.field("carbon")?.unit == .same("kg"))
    #expect(register.field("state")?.isRequired == true)
    #expect(plan.checklist("spray-six")?.items.map(\.isJudged) == [true, false, false])
  }

  @Test func `a role says what its people may do and in which units`() throws {
    #expect(plan.roles.map(\.id) == ["grid-officer", "keeper", "contact"])
    #expect(plan.role("keeper")?.may == [.duty, .auditor])
    #expect(plan.role("keeper")?.units == [])
    #expect(plan.role("grid-officer")?.units == plan.units.filter { $0.kind == .town }.map(\.id))
  }

  @Test func `a unit is printed in each language, and a target may be written in either`() throws {
    let old = """
        unit: t
        measure: {sum: tonnes, of: checks}
        target: {at-most: 20 t,
      """
    for target in ["5", "5 t", "5 吨"] {
      let new = old.replacing("unit: t", with: "unit: {zh: 吨, en: t}")
        .replacing("20 t", with: target)
      let plan = try #require(
        SmallPlan.reading("indicators.yml", replacing: old, with: new).plan)
      let paint = try #require(plan.indicator("paint"))
      #expect(paint.unit == Label(zh: "吨", en: "t"))
      #expect(paint.target?.number == ExactDecimal(5))
    }
    #expect(plan.indicator("paint")?.unit == .same("t"))
    #expect(plan.indicator("check-count")?.unit.isEmpty == true)
    #expect(plan.register("checks")?.field("tonnes")?.unit == .same("t"))
  }

  @Test func `indicators are counted in rows of their year at the pace of their kind`() throws {
    let count = try #require(plan.indicator("check-count"))
    #expect(count.target?.pace == .even)
    #expect(count.target?.by == CalendarDay(year: 2021, month: 12, day: 31))
    #expect(count.target?.tolerance == ExactDecimal(10))
    #expect(count.registers == ["checks"])
    guard case .fold(let part) = count.measure else { throw Unexpected() }
    #expect(part.rows.dated == "checked-on")
    #expect(plan.indicator("coverage")?.target?.pace == .level)
    #expect(plan.indicator("pass-share")?.unit == .same("%"))
    #expect(plan.indicator("paint-growth")?.target?.number == nil)
    guard case .fold(let high)? = plan.indicator("paint-high")?.measure else { throw Unexpected() }
    #expect(high.rows.dated == nil)
    guard case .steps(let steps)? = plan.indicator("pass-share")?.target?.pace else {
      throw Unexpected()
    }
    #expect(steps.map(\.reach) == [ExactDecimal(80), ExactDecimal(90)])
  }

  @Test func `what is counted whenever it is from is a stock and due every day`() throws {
    let changed = SmallPlan.reading(
      "indicators.yml", replacing: "not (town is empty)\"}",
      with: "not (town is empty)\", dated: never}")
    let target = try #require(changed.plan?.indicator("check-count")?.target)
    #expect(target.pace == .level)
  }

  @Test func `campaigns, zones, trades, credit and vetoes are read`() throws {
    #expect(plan.campaigns.first?.units == ["EEB", "north"])
    #expect(plan.campaigns.first?.stages.first?.units == ["EEB"])
    #expect(plan.zone("no-burn")?.rules.map(\.entry) == [.forbidden, .restricted])
    #expect(plan.trade("cement")?.isClosed == true)
    #expect(plan.trade("cement")?.replacement == ExactDecimal(15, scale: 1))
    let rule = try #require(plan.credits.first?.rules.first)
    #expect(rule.rows.dated == "on")
    #expect(rule.facility == "facility")
    #expect(rule.lastsDays == 365)
    #expect(plan.vetoes.first?.rows.dated == nil)
  }

  @Test func `a test's steps are read in order, its times by the plan's clock`() throws {
    let test = try #require(plan.tests.first)
    #expect(test.entries.count == 17)
    guard case .at(let begin) = test.entries[0].step else { throw Unexpected() }
    #expect(begin == 1_640_826_000)
    guard case .rows("shops", let rows, times: 2) = test.entries[1].step else { throw Unexpected() }
    #expect(rows == [["name": "Shop #", "code": "#", "town": "330604001", "spot": "120.9 30.0"]])
    #expect(test.entries[1].location == Location(file: "tests.yml", line: 5, column: 5))
  }

  @Test func `tests do not change what a plan is`() {
    let other = SmallPlan.reading("tests.yml", replacing: "test: check-count", with: "test: other")
    #expect(other.plan?.digest == plan.digest)
    let changed = SmallPlan.reading("vetoes.yml", replacing: "is empty", with: "is not empty")
    #expect(changed.plan?.digest != plan.digest)
  }

  private struct Unexpected: Error {}
}
