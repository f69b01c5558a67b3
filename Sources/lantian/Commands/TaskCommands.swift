import ArgumentParser

/// `lantian task …`
struct TaskGroup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "task", abstract: "The plan's tasks: who owes which report, and where it stands.",
    subcommands: [List.self])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Each lead unit's task of each clause as it stands today.")

    @OptionGroup var folder: FolderOptions
    @Option(help: "Only the tasks of this unit, by its id in the plan.") var unit: String?
    @Flag(help: "Only what is past its limit.") var late = false
    @Option(help: "table, json or csv.") var format = Grid.Format.table

    func run() async throws {
      try await folder.perform(
        .listTasks(
          FolderCommand.TaskQuestion(unit: unit, isLate: late, format: format.rawValue)))
    }
  }
}
