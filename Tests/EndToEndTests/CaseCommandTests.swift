import ActionPlan
import Casework
import Foundation
import Ledger
import Testing

@testable import lantian

/// `lantian case …` over the plan that ships.
@Suite struct CaseCommandTests {
  /// Opens two cases in the folder and lets go of it.
  private func openCases(in site: ServerProcess.Site) async throws -> [CaseFile] {
    let reading = try PlanReading(checking: site.plan.path)
    let plan = try #require(reading.plan)
    let district = try await OpenDistrict(
      opening: site.data.path, plan: reading, holdsSimulatedData: nil)
    let now = district.now()
    return try await district.ledger.write { db in
      try [1, 2].map { finding in
        try CaseBook.open(
          CaseOpening(
            procedure: "site-dust", severity: .serious, source: .finding(finding),
            title: CaseTitle(.rule, ["rule": "site-dust-high"]), occurredAt: now,
            place: "330604001"),
          plan: plan, actor: .system("test"), at: now, in: db)
      }
    }
  }

  @Test func `numbers and status come in by a sheet and go out again, and it is taken back`()
    async throws
  {
    let site = try await ServerProcess.Site.fresh(plan: OperationsTests.plan)
    defer { site.remove() }
    let files = try await openCases(in: site)
    let sheet = site.folder.appending(path: "热线.csv")
    func run(_ arguments: [String]) async throws -> BuiltCommand.Outcome {
      try await BuiltCommand.run(["case"] + arguments + ["--data", site.data.path])
    }
    func write(_ text: String) throws { try Data(text.utf8).write(to: sheet) }
    func take(_ more: String...) async throws -> BuiltCommand.Outcome {
      try await run(["import", sheet.path, "--system", "12345", "--language", "zh"] + more)
    }
    try write("问题单编号,工单编号,状态\n\(files[0].number),12345678,处理中\n,99,飞行\n")
    let wrong = try await take()
    #expect(wrong.status != 0 && wrong.errors.contains("飞行") && wrong.errors.contains("99"))
    try write("问题单编号,工单编号,状态\n\(files[0].number),12345678,处理中\n")
    #expect(try await take("--trial").output.contains("将新登记 1"))
    #expect(try await take().output.contains("第 1 次导入：新登记 1"))
    let list = try await run(["list", "--system", "12345", "--differing", "--format", "csv"])
    #expect(list.output.contains("12345:12345678 办理中") && list.output.contains(files[0].number))
    #expect(!list.output.contains(files[1].number))
    try write("问题单编号,工单编号\n\(files[0].number),12345679\n")
    let conflict = try await take()
    #expect(conflict.status != 0 && conflict.errors.contains("--on-conflict"))
    #expect(try await take("--on-conflict", "replace").status == 0)
    let out = site.folder.appending(path: "out.csv")
    #expect(try await run(["export", out.path, "--system", "12345"]).status == 0)
    let text = try String(contentsOf: out, encoding: .utf8)
    #expect(text.contains("\(files[0].number),12345679,待受理,办理中"))
    #expect(!text.contains(files[1].number))
    #expect(try await run(["undo", "2", "--language", "zh"]).output.contains("第 2 次导入已撤销"))
    #expect(try await run(["list", "--search", "12345678"]).output.contains(files[0].number))
    let unknown = try await run(["list", "--system", "911"])
    #expect(unknown.status != 0 && unknown.errors.contains("mobile-enforcement"))
  }
}
