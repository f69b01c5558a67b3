import ActionPlan
import ArgumentParser
import Foundation

/// Puts a changed plan in force.
struct PlanApply: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Shows what a changed plan does to a running district, and puts it in force.",
    discussion: """
      Says what will become of registers, cases, indicators and tasks, and refuses what would lose \
      data. Earlier plans stay in the archive: what was computed under them can be computed again. \
      A server that runs takes the plan in, and works by it once it is restarted.
      """)

  @Argument(help: "The plan folder.") var folder: String
  @Option(help: "The state folder.") var data: String
  @Flag(help: "Do not ask.") var yes = false
  @Flag(help: "Only show what would happen.") var dryRun = false

  func validate() throws {
    guard !yes || !dryRun else { throw ValidationError("--yes and --dry-run exclude each other") }
  }

  func run() async throws {
    let (plan, files) = try CheckedFolder.read(folder)
    let change = FolderCommand.PlanChange(
      files: files.map { .init(path: $0.path, bytes: Data($0.bytes)) }, digest: plan.digest)
    let state = FolderOptions(data: data)
    if !yes {
      try await state.perform(.previewPlan(change))
      guard !dryRun else { return }
      try ask()
    }
    try await state.perform(.applyPlan(change))
  }

  private func ask() throws {
    guard isatty(STDIN_FILENO) == 1 else {
      Complaints.print(["nothing was changed; give --yes to apply the plan"])
      throw ExitCode.failure
    }
    FileHandle.standardOutput.write(Data("Apply this plan? Type yes: ".utf8))
    guard readLine() == "yes" else {
      Complaints.print(["nothing was changed"])
      throw ExitCode.failure
    }
  }
}
