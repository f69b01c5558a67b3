import ActionPlan
import ArgumentParser
import Foundation
import Rehearsal

/// Runs the tests of a plan's folder.
struct PlanTestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Runs the plan's own tests: rows and samples go in, its elements must respond.",
    discussion: "Needs no state folder and no server. Ends with status 1 when a test fails.")

  @Argument(help: "The plan folder, such as Plans/shangyu-2021.") var folder: String
  @Option(help: "Only the test of this id.") var only: String?
  @Option(help: "table, json or csv.") var format = Grid.Format.table

  func run() async throws {
    let plan = try CheckedFolder.read(folder).plan
    let tests = plan.tests.filter { only == nil || $0.id == only }
    guard !tests.isEmpty else {
      throw ValidationError(
        only.map { "the plan has no test \"\($0)\"; its tests are in tests/" }
          ?? "the plan has no tests; put some into tests/, Docs/plan-language.md shows how")
    }
    let results = try await PlanTestRunner(plan).run(tests)
    var grid = Grid(["test", "clause", "result", "why"])
    grid.rows = results.map { result in
      [
        .text(result.test), .text(result.clause), .text(result.isPassed ? "passed" : "failed"),
        Grid.Cell(
          result.isPassed
            ? nil : result.failures.map { $0.line(under: folder) }.joined(separator: "; ")),
      ]
    }
    let failed = results.filter { !$0.isPassed }
    if format == .table {
      Complaints.print(failed.flatMap(\.failures).map { $0.line(under: folder) })
      print("\(results.count - failed.count) of \(results.count) tests passed")
    } else {
      print(grid.text(format), terminator: "")
    }
    guard failed.isEmpty else { throw ExitCode.failure }
  }
}

/// Measures a plan against a list of clauses.
struct PlanCoverageCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage",
    abstract: "Says of each clause of a list by what the plan carries it out, or what is missing.",
    discussion: """
      A clause is carried when a test of it passes, and fails without the element that it watches. \
      Ends with status 1 when a clause is missing, units or targets differ, or a test fails.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case table, json
  }

  @Argument(help: "The plan folder, such as Plans/shangyu-2021.") var folder: String
  @Option(help: "The list of clauses: a YAML file.") var clauses: String
  @Option(help: "table or json.") var format = Format.table

  func run() async throws {
    let plan = try CheckedFolder.read(folder).plan
    let list = try clauseList()
    let coverage = try await Coverage.of(plan, against: list)
    switch format {
    case .table: try Self.printTable(coverage)
    case .json: try Self.printJSON(coverage)
    }
    Complaints.print(
      coverage.failedTests.flatMap(\.failures).map { $0.line(under: folder) }
        + coverage.differing.flatMap { clause in
          clause.differences.map { "clause \(clause.id): \($0)" }
        } + coverage.missing.map { "clause \($0.id): the plan does not have it" }
        + coverage.unlisted.map { "clause \($0): the list does not have it" })
    guard coverage.isSound else { throw ExitCode.failure }
  }

  private func clauseList() throws -> ClauseList {
    guard let data = FileManager.default.contents(atPath: clauses) else {
      throw ValidationError("\(clauses) cannot be read; name a file that you may read")
    }
    let reading = ClauseList.read(PlanFile(path: clauses, bytes: [UInt8](data)))
    Complaints.print(reading.diagnostics.map(\.description))
    guard let list = reading.list else { throw ExitCode.failure }
    return list
  }

  private static func printTable(_ coverage: Coverage) throws {
    var grid = Grid(["clause", "status", "elements", "missing"])
    grid.rows = coverage.clauses.map { clause in
      [
        .text(clause.id), .text(clause.status.rawValue),
        .text(clause.elements.filter { !$0.hasPrefix("task:") }.joined(separator: " ")),
        .text(clause.missing.joined(separator: "; ")),
      ]
    }
    print(grid.text(.table), terminator: "")
    let (all, missing) = (coverage.clauses.count, coverage.missing.count)
    let agreement =
      coverage.differing.isEmpty
      ? "units and targets match" : "units or targets differ in \(coverage.differing.count)"
    print(
      "\(all - missing) of \(all) clauses, \(missing) missing; \(coverage.carried.count) carried, "
        + "\(all - coverage.carried.count) pending; \(agreement); "
        + "\(coverage.tests.count - coverage.failedTests.count) of \(coverage.tests.count) tests passed"
    )
  }

  private static func printJSON(_ coverage: Coverage) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let data = try encoder.encode(["clauses": coverage.clauses])
    print(String(decoding: data, as: UTF8.self))
  }
}

/// A plan folder that must be without error.
enum CheckedFolder {
  /// - Throws: `ExitCode.failure` after every diagnostic was printed.
  static func read(_ folder: String) throws -> (plan: Plan, files: [PlanFile]) {
    let reading = PlanFolder.read(folder)
    guard let plan = reading.plan else {
      Complaints.print(reading.diagnostics.map { $0.line(under: folder) })
      throw ExitCode.failure
    }
    return (plan, reading.files)
  }
}

/// Lines on standard error.
enum Complaints {
  static func print(_ lines: [String]) {
    guard !lines.isEmpty else { return }
    FileHandle.standardError.write(Data(lines.map { $0 + "\n" }.joined().utf8))
  }
}
