import Foundation
import Testing

@testable import lantian

/// `lantian task list` over the plan that ships.
@Suite struct TaskCommandTests {
  @Test func `the tasks of a unit are listed as a table and as data`() async throws {
    let site = try await ServerProcess.Site.fresh(plan: OperationsTests.plan)
    defer { site.remove() }
    let folder = ["--data", site.data.path]
    let made = try await BuiltCommand.run(
      ["account", "create", "duty", "--role", "duty", "--display-name", "值班员"] + folder)
    #expect(made.status == 0)
    let list = ["task", "list", "--plan", site.plan.path] + folder
    let table = try await BuiltCommand.run(list + ["--unit", "MSB"])
    #expect(table.status == 0)
    #expect(table.output.contains("3.3.a"))
    #expect(!table.output.contains("EEB"))
    let json = try await BuiltCommand.run(list + ["--format", "json"])
    let rows = try #require(
      JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
    #expect(rows.count > 95)
    #expect(rows.contains { $0["clause"] as? String == "3.3.a" && $0["unit"] as? String == "MSB" })
    let late = try await BuiltCommand.run(list + ["--late", "--format", "csv"])
    let lines = late.output.split(whereSeparator: \.isNewline)
    #expect(lines.first == "clause,unit,state,owed,limit,days left,progress %,label")
    #expect(lines.dropFirst().allSatisfy { $0.contains(",overdue,") })
    let nobody = try await BuiltCommand.run(list + ["--unit", "XX"])
    #expect(nobody.status != 0)
    #expect(nobody.errors.contains("unit \"XX\" is not in the plan"))
  }
}
