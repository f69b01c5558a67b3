import ActionPlan
import ArgumentParser
import Foundation

/// What changed from one plan to another.
struct PlanDiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Says in words what changed between two plan folders, old → new.",
    discussion: "Both must be sound.")

  @Argument(help: "The plan folder as it was.")
  var old: String

  @Argument(help: "The plan folder as it is to be.")
  var new: String

  @Option(help: "zh or en.", transform: BriefCommand.language) var language = Language.zh

  func run() async throws {
    let diff = PlanDiff(from: try Self.plan(in: old), to: try Self.plan(in: new))
    for line in diff.lines(in: language) { print(line) }
  }

  private static func plan(in folder: String) throws -> Plan {
    let reading = PlanFolder.read(folder)
    guard let plan = reading.plan else {
      for diagnostic in reading.diagnostics {
        FileHandle.standardError.write(Data((diagnostic.line(under: folder) + "\n").utf8))
      }
      throw ExitCode.failure
    }
    return plan
  }
}
