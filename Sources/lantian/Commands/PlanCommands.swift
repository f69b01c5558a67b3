import ActionPlan
import ArgumentParser
import Foundation

/// What is done with a plan folder by itself.
struct PlanGroup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Starts, checks, compares and tests plan folders, and puts plans in force.",
    subcommands: [
      PlanCheck.self, PlanTestCommand.self, PlanCoverageCommand.self, PlanApply.self,
      PlanNewCommand.self, PlanDiffCommand.self, PlanSchemaCommand.self,
    ])
}

/// Reads a plan folder like a compiler reads source.
struct PlanCheck: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Checks a plan folder and says what is wrong, with file, line and column.",
    discussion: "Ends with status 1 when the plan cannot run. Warnings alone are let pass.")

  @Argument(help: "The plan folder, such as Plans/shangyu-2021.")
  var folder: String

  func run() async throws {
    let reading = PlanFolder.read(folder)
    for diagnostic in reading.diagnostics {
      FileHandle.standardError.write(Data((diagnostic.line(under: folder) + "\n").utf8))
    }
    print(Self.summary(of: reading))
    if reading.plan == nil { throw ExitCode.failure }
  }

  /// One line: what the plan holds, or how many complaints there are.
  static func summary(of reading: PlanReading) -> String {
    let errors = reading.diagnostics.count { $0.severity == .error }
    let warnings = reading.diagnostics.count - errors
    let complaints = "\(counted(errors, "error")), \(counted(warnings, "warning"))"
    guard let plan = reading.plan else { return "The plan cannot run: \(complaints)." }
    let parts = [
      counted(plan.units.count, "unit"), counted(plan.places.count, "place"),
      counted(plan.clauses.count, "clause"), counted(plan.objectives.count, "objective"),
      counted(plan.registers.count, "register"), counted(plan.indicators.count, "indicator"),
      counted(plan.rules.count, "rule"), counted(plan.procedures.count, "procedure"),
      counted(plan.tests.count, "test"),
    ]
    return "\(plan.id) is sound: \(parts.joined(separator: ", ")); \(complaints). "
      + "Digest \(plan.digest)"
  }

  private static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
