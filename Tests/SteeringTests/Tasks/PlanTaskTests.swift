import ActionPlan
import AirQuality
import Testing

@testable import Steering

struct PlanTaskTests {
  @Test func `a clause has a task for each lead, the first of which coordinates`() {
    #expect(
      taskPlan.tasks.map { "\($0.id.clause) \($0.id.unit) \($0.isCoordinator)" } == [
        "3.3.a MSB true", "3.3.a TRB false", "8.1.a EEB true", "1.1.e EEB true",
      ])
    #expect(taskPlan.task(TaskID(clause: "3.3.a", unit: "EEB")) == nil)
    #expect(taskPlan.task(TaskID(clause: "9.9", unit: "EEB")) == nil)
  }

  @Test func `periods follow the rhythm up to the last day, milestones their units`() throws {
    let msb = try #require(taskPlan.task(fuel))
    #expect(
      msb.items.map(\.id) == ["2021-Q1", "2021-Q2", "2021-Q3", "2021-Q4", "milestone/half"])
    #expect(
      msb.items.map { "\($0.limit!)" }[1...4] == [
        "2021-06-30", "2021-09-30", "2021-12-31", "2021-06-30",
      ])
    #expect(msb.items.filter(\.isFinal).map(\.id) == ["2021-Q4"])
    let trb = try #require(taskPlan.task(fuelOfTransport))
    #expect(!trb.items.contains { $0.id == "milestone/half" })
    let season = try #require(taskPlan.task(TaskID(clause: "8.1.a", unit: "EEB")))
    #expect(season.items.count == 10)
    #expect(season.items.last?.id == "campaign/season/list")
    #expect(season.due == day("2021-09-30"))
    let once = try #require(taskPlan.task(TaskID(clause: "1.1.e", unit: "EEB")))
    #expect(once.items.map(\.id) == ["whole"])
    #expect(once.due == day("2021-12-31"))
  }

  @Test func `a limit inside a period cuts its report short and makes it the final one`() throws {
    let clause = ActionPlan.Clause(
      id: "1", label: label("x"), lead: ["EEB"], with: [], due: day("2021-05-20"),
      rhythm: .quarter)
    let plan = Plan(
      id: "p", title: label("p"), digest: "d", utcOffsetSeconds: 0,
      center: Coordinate(longitude: 0, latitude: 0), zoom: 1, boundary: nil, units: [], places: [],
      quantities: [], objectives: [], clauses: [clause], registers: [], rules: [], procedures: [])
    let items = plan.tasks[0].items
    #expect(items.map(\.id) == ["2021-Q1", "2021-Q2"])
    #expect(items.last?.limit == day("2021-05-20"))
    #expect(items.last?.isFinal == true)
  }

  @Test func `a plan without a year still has its tasks, without limits`() {
    let plan = Plan(
      id: "p", title: label("p"), digest: "d", utcOffsetSeconds: 0,
      center: Coordinate(longitude: 0, latitude: 0), zoom: 1, boundary: nil, units: [], places: [],
      quantities: [], objectives: [],
      clauses: [ActionPlan.Clause(id: "1", label: label("x"), lead: ["EEB"], with: [])],
      registers: [],
      rules: [], procedures: [])
    let items = plan.tasks[0].items
    #expect(items.map(\.id) == ["whole"])
    #expect(items[0].limit == nil)
    let standing = TaskStanding(
      plan.tasks[0], events: [], since: nil, today: day("2031-01-01"), utcOffsetSeconds: 0)
    #expect(standing.state == .open)
  }
}
