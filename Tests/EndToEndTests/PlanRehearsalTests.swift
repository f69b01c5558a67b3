import Foundation
import Testing

/// What is asked of a plan before it is switched on, with the built command.
@Suite struct PlanRehearsalTests {
  private static let invented = BuiltCommand.packageRoot.appending(
    path: "Tests/RehearsalTests/Plans/qinghe-2030")
  private static let list = BuiltCommand.packageRoot.appending(
    path: "Tests/RehearsalTests/Plans/qinghe-clauses.yml")

  private static func copy(replacing old: String, with new: String, in file: String) throws -> URL {
    try planCopy(of: invented, replacing: old, with: new, in: file)
  }

  @Test func `tests of a plan pass, and one that fails is told with its place and status 1`()
    async throws
  {
    let sound = try await BuiltCommand.run(["plan", "test", Self.invented.path])
    #expect(sound.status == 0, "\(sound.errors)")
    #expect(sound.output == "6 of 6 tests passed\n")

    let folder = try Self.copy(
      replacing: "value: 11, lamp: yellow", with: "value: 12, lamp: yellow", in: "tests/paint.yml")
    defer { try? FileManager.default.removeItem(at: folder) }
    let wrong = try await BuiltCommand.run(["plan", "test", folder.path, "--only", "rounds"])
    #expect(wrong.status == 1)
    #expect(wrong.errors.hasPrefix("\(folder.path)/tests/paint.yml:"))
    #expect(wrong.errors.contains("expected rounds at 12, found 11"))
    #expect(wrong.output == "0 of 1 tests passed\n")
  }

  @Test func `coverage as JSON says of each clause what carries it and what is missing`()
    async throws
  {
    let answer = try await BuiltCommand.run([
      "plan", "coverage", Self.invented.path, "--clauses", Self.list.path, "--format", "json",
    ])
    #expect(answer.status == 0, "\(answer.errors)")
    let coverage = try JSONDecoder().decode(Answer.self, from: Data(answer.output.utf8))
    #expect(coverage.clauses.map(\.id) == ["H.1", "H.2", "W.1", "W.2", "W.3", "X.1"])
    #expect(coverage.clauses.map(\.status) == Array(repeating: "carried", count: 5) + ["pending"])
    #expect(coverage.clauses.last?.missing == ["odour tracing"])
    let other = try await BuiltCommand.run([
      "plan", "coverage", OperationsTests.plan.path, "--clauses", Self.list.path,
    ])
    #expect(other.status == 1)
    #expect(other.output.contains("0 of 6 clauses, 6 missing"))
  }

  private struct Answer: Decodable {
    struct Clause: Decodable {
      let id: String
      let status: String
      let elements: [String]
      let missing: [String]
    }
    let clauses: [Clause]
  }

  @Test
  func
    `a changed plan is shown, refused where it would lose rows, and put in force beside the server`()
    async throws
  {
    let site = try await ServerProcess.Site.fresh(plan: Self.invented)
    defer { site.remove() }
    let server = try await ServerProcess.start(site)
    defer { server.kill() }
    let rows = site.folder.appending(path: "calls.csv")
    try Data("call,arrived-on,place,power\nS1,2030-03-01,900001,shore\n".utf8).write(to: rows)
    let taken = try await BuiltCommand.run([
      "register", "import", "calls", rows.path, "--data", site.data.path,
    ])
    #expect(taken.status == 0, "\(taken.errors)")

    let losing = try Self.copy(
      replacing: "kind: choice", with: "kind: text", in: "registers/calls.yml")
    defer { try? FileManager.default.removeItem(at: losing) }
    let unsound = try await BuiltCommand.run([
      "plan", "apply", losing.path, "--data", site.data.path, "--yes",
    ])
    #expect(unsound.status == 1, "\(unsound.output)")

    let growing = try Self.copy(
      replacing: "fields:\n  - {field: call,",
      with: "fields:\n  - {field: gross, kind: integer, label: {zh: \"总吨\", en: \"Tonnage\"}}\n"
        + "  - {field: call,", in: "registers/calls.yml")
    defer { try? FileManager.default.removeItem(at: growing) }
    let apply = ["plan", "apply", growing.path, "--data", site.data.path]
    let shown = try await BuiltCommand.run(apply + ["--dry-run"])
    #expect(shown.status == 0, "\(shown.errors)")
    #expect(shown.output.contains("calls.gross: a new column, empty in 1 row(s)"))
    let asked = try await BuiltCommand.run(apply)
    #expect(asked.status == 1)
    #expect(asked.errors.contains("nothing was changed"))
    let applied = try await BuiltCommand.run(apply + ["--yes"])
    #expect(applied.status == 0, "\(applied.errors)")
    #expect(applied.output.contains("plan qinghe-2030 is in force"))
    #expect(applied.output.contains("until it is restarted"))
    #expect(try await server.stop() == 0)
    let again = try await BuiltCommand.run(apply + ["--yes"])
    #expect(again.output.contains("this plan is in force already"), "\(again.errors)")
  }

  @Test func `a rule is rehearsed over a folder that the server holds`() async throws {
    let site = try await ServerProcess.Site.fresh(plan: Self.invented)
    defer { site.remove() }
    let server = try await ServerProcess.start(site)
    defer { server.kill() }
    let answer = try await BuiltCommand.run([
      "rule", "rehearse", "paint-high", "--plan", Self.invented.path, "--data", site.data.path,
      "--from", "2030-02-01", "--to", "2030-02-03",
    ])
    #expect(answer.status == 0, "\(answer.errors)")
    #expect(answer.output.contains("paint-high over 0 rows: 0 cases would have been opened"))
    let unknown = try await BuiltCommand.run([
      "rule", "rehearse", "paint-low", "--plan", Self.invented.path, "--data", site.data.path,
      "--from", "2030-02-01", "--to", "2030-02-03",
    ])
    #expect(unknown.status != 0)
    #expect(unknown.errors.contains("its rules are paint-high"))
  }
}
