import ActionPlan
import Foundation
import Rehearsal
import Testing

/// The plans that teach how to write one keep what their tests say.
@Suite struct TutorialTests {
  @Test func `the tests of a new plan pass`() async throws {
    try await expectPassing(PlanStarter.files(named: "xinghe-2026", year: 2026))
  }

  @Test(arguments: ["tutorial.md", "tutorial.zh.md"])
  func `the tests of the tutorial's plan pass`(page: String) async throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Docs/\(page)")
    let text = try String(contentsOf: url, encoding: .utf8)
    let files = text.components(separatedBy: "```yaml\n# ").dropFirst().map { block in
      let body = block.components(separatedBy: "\n```")[0] + "\n"
      let path = String(body.prefix { $0 != "\n" })
      return PlanFile(path: path, bytes: Array(body.dropFirst(path.count + 1).utf8))
    }
    try await expectPassing(files)
  }

  private func expectPassing(_ files: [PlanFile]) async throws {
    let plan = try #require(PlanFolder.read(files: files).plan)
    let results = try await PlanTestRunner(plan).run(plan.tests)
    #expect(results.count == plan.tests.count && !results.isEmpty)
    for result in results { #expect(result.failures.isEmpty, "\(result)") }
  }
}
