import ActionPlan
import Testing

@testable import Rehearsal

/// The plan that ships.
struct ShangyuPlanTests {
  @Test func `every test of the shipped plan passes`() async throws {
    let plan = Plans.shangyu.plan
    let results = try await PlanTestRunner(plan).run(plan.tests)
    #expect(results.flatMap(\.failures).map { $0.line(under: "") } == [])
  }

  @Test(
    .enabled(if: Plans.hasShangyuList, "../shared/plan/clauses.yml is not beside this checkout"))
  func `each clause that was ordered is in the plan, with its units and its target`() async throws {
    let plan = Plans.shangyu.plan
    let coverage = try await Coverage.of(
      plan, against: try Plans.list(Plans.shangyuList))
    #expect(coverage.missing.map(\.id) == [])
    #expect(coverage.differing.map { "\($0.id): \($0.differences)" } == [])
    #expect(coverage.unlisted == [])
    #expect(coverage.failedTests.map(\.test) == [])
    for clause in coverage.clauses {
      #expect((clause.status == .carried) == clause.missing.isEmpty, "\(clause.id)")
    }
  }

  /// Of each clause that is carried some test must notice what is gone.
  @Test func `a carried clause's test fails once what it watches is taken away`() async throws {
    let plan = Plans.shangyu.plan
    let runner = try await PlanTestRunner(plan)
    let unnoticed = try await runner.answers(of: plan.tests) { test in
      var unnoticed: [String] = []
      for element in test.elements(in: plan) where element.serves(test.clause, in: plan) {
        if try await runner.run(test, without: [element]).isPassed {
          unnoticed.append("\(test.id) passes without \(element)")
        }
      }
      return unnoticed
    }
    #expect(unnoticed.flatMap(\.self) == [])
  }
}
