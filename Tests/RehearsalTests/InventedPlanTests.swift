import ActionPlan
import Testing

@testable import Rehearsal

/// A plan that nobody wrote Swift for: what another district's folder says is what runs.
struct InventedPlanTests {
  @Test func `every test of the invented plan passes`() async throws {
    let plan = Plans.invented.plan
    #expect(plan.tests.count == 6)
    let results = try await PlanTestRunner(plan).run(plan.tests)
    #expect(results.map(\.test) == plan.tests.map(\.id))
    #expect(results.flatMap(\.failures).map { $0.line(under: "") } == [])
  }

  @Test func `its clauses are measured against what was ordered`() async throws {
    let plan = Plans.invented.plan
    let coverage = try await Coverage.of(
      plan, against: try Plans.list(Plans.inventedList))
    #expect(coverage.isSound)
    #expect(coverage.carried.map(\.id) == ["H.1", "H.2", "W.1", "W.2", "W.3"])
    let pending = try #require(coverage.clauses.last)
    #expect(pending.status == .pending)
    #expect(pending.missing == ["odour tracing"])
    #expect(pending.elements == ["task:X.1/CLN"])
    #expect(
      coverage.clauses.first { $0.id == "H.2" }?.elements == [
        "indicator:cranes-replaced", "indicator:crane-power", "register:cranes", "task:H.2/HAB",
        "task:H.2/CLN",
      ])
  }
}
