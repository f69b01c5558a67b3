import Foundation
import Testing

@testable import ActionPlan

/// The tutorials say what is so: after each section the folder is a sound plan.
@Suite struct TutorialTests {
  private static let pages = ["tutorial.md", "tutorial.zh.md"]

  /// The files of each section, in its order.
  private static func sections(of page: String) throws -> [[PlanFile]] {
    try text(of: page).components(separatedBy: "\n## ").dropFirst().map { section in
      section.components(separatedBy: "```yaml\n").dropFirst().map { block in
        let body = block.components(separatedBy: "\n```")[0] + "\n"
        let first = body.prefix { $0 != "\n" }
        return PlanFile(path: String(first.dropFirst(2)), bytes: Array(body.utf8))
      }
    }
  }

  private static func text(of page: String) throws -> String {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Docs/\(page)")
    return try String(contentsOf: url, encoding: .utf8)
  }

  @Test(arguments: pages)
  func `after each section the folder is a sound plan`(page: String) throws {
    var files: [PlanFile] = []
    for section in try Self.sections(of: page) {
      files += section
      let reading = PlanFolder.read(files: files)
      #expect(reading.diagnostics.map(\.description) == [])
    }
    let plan = try #require(PlanFolder.read(files: files).plan)
    #expect(Set(plan.tests.map(\.clause)) == Set(plan.clauses.map(\.id)))
    let parts = [
      plan.registers.count, plan.indicators.count, plan.rules.count, plan.procedures.count,
      plan.checklists.count, plan.campaigns.count, plan.zones.count, plan.trades.count,
      plan.credits.count, plan.vetoes.count,
    ]
    #expect(!parts.contains(0))
  }

  @Test(arguments: pages)
  func `the mistake it shows is told as it says`(page: String) throws {
    let files = try Self.sections(of: page).flatMap { $0 }.map { file in
      guard file.path == "indicators.yml" else { return file }
      let text = String(decoding: file.bytes, as: UTF8.self)
        .replacing("'low-nox'", with: "'lownox'")
      return PlanFile(path: file.path, bytes: Array(text.utf8))
    }
    let told = PlanFolder.read(files: files).diagnostics.map(\.description)
    #expect(told.count == 1)
    #expect(try Self.text(of: page).contains("```\n\(told.first ?? "-")\n```"))
  }

  @Test func `both languages build the same plan`() throws {
    #expect(
      try Self.sections(of: Self.pages[0]).flatMap { $0 }
        == Self.sections(of: Self.pages[1]).flatMap { $0 })
  }
}
