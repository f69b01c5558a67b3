import ActionPlan
import Casework
import Foundation
import GRDB
import Ledger
import Testing

@testable import lantian

/// `lantian document …` over the plan that ships.
@Suite struct DocumentCommandTests {
  /// Opens a case in the folder and lets go of it.
  private func openCase(in site: ServerProcess.Site) async throws -> CaseFile {
    let reading = try PlanReading(checking: site.plan.path)
    let plan = try #require(reading.plan)
    let district = try await OpenDistrict(
      opening: site.data.path, plan: reading, holdsSimulatedData: nil)
    let now = district.now()
    return try await district.ledger.write { db in
      try CaseBook.open(
        CaseOpening(
          procedure: "site-dust", severity: .serious, source: .finding(1),
          title: CaseTitle(.rule, ["rule": "site-dust-high"]), occurredAt: now, place: "330604001"),
        plan: plan, actor: .system("test"), at: now, in: db)
    }
  }

  @Test func `a document is drafted, names what it lacks, and only its signer's password signs`()
    async throws
  {
    let site = try await ServerProcess.Site.fresh(plan: OperationsTests.plan)
    defer { site.remove() }
    let file = try await openCase(in: site)
    let folder = ["--data", site.data.path]
    func make(_ name: String, _ role: String) async throws -> String {
      let made = try await BuiltCommand.run(
        ["account", "create", name, "--role", role, "--keep-password"] + folder)
      #expect(made.status == 0)
      return String(made.output.split(whereSeparator: \.isWhitespace).last ?? "")
    }
    _ = try await make("desk", "duty")
    _ = try await make("chief", "leader")
    let drafted = try await BuiltCommand.run(
      ["document", "draft", "supervision-notice", "--case", file.number, "--as", "desk"] + folder)
    let lines = drafted.output.split(whereSeparator: \.isNewline).map(String.init)
    #expect(lines.first == "1" && lines.contains("missing: demand"))
    let list = try await BuiltCommand.run(
      ["document", "list", "--show", "mine", "--as", "chief", "--format", "csv"] + folder)
    #expect(list.output.contains("1,supervision-notice,draft,,\(file.number)"))
    let unsigned = try await BuiltCommand.run(
      ["document", "issue", "1", "--as", "chief"] + folder, input: "a guess\n")
    #expect(unsigned.status != 0 && unsigned.errors.contains("name or password is wrong"))
    for (arguments, said) in [
      (["document", "draft", "fine", "--case", file.number, "--as", "desk"], "order-to-correct"),
      (["document", "draft", "circular", "--case", "X-1", "--as", "desk"], "no case \"X-1\""),
      (["document", "list", "--as", "nobody"], "no enabled account"),
      (["document", "print", "7", "--as", "chief", "--into", "x.pdf"], "no document 7"),
    ] {
      let refused = try await BuiltCommand.run(arguments + folder)
      #expect(refused.status != 0 && refused.errors.contains(said))
    }
  }
}
