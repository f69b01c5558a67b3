import Testing

@testable import ActionPlan

/// What a new plan begins with.
@Suite struct StarterTests {
  @Test(arguments: [("shangyu-2026", "shangyu-2026"), ("My plan", "my-district")])
  func `it reads without a complaint and is called like its folder`(
    name: String, id: String
  ) throws {
    let reading = PlanFolder.read(files: PlanStarter.files(named: name, year: 2026))
    #expect(reading.diagnostics.map(\.description) == [])
    let plan = try #require(reading.plan)
    #expect(plan.id == id)
    #expect(plan.year == 2026)
    #expect(plan.tests.count == 1)
  }
}
