import Testing

@testable import ActionPlan

@Suite struct DiagnosticTests {
  @Test func `the plan that the mistakes are made in is sound`() {
    let reading = PlanFolder.read(files: SmallPlan.files)
    #expect(reading.diagnostics.map(\.description) == [])
    #expect(reading.plan != nil)
  }

  @Test(arguments: Mistake.all)
  func `a mistake is told with its place and its remedy`(mistake: Mistake) {
    let reading = SmallPlan.reading(mistake.file, replacing: mistake.old, with: mistake.new)
    #expect(reading.diagnostics.map(\.description) == mistake.told)
    #expect(reading.plan == nil)
  }
}
