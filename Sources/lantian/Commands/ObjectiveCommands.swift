import AirQuality
import ArgumentParser

/// `lantian objective …`
struct ObjectiveGroup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "objective", abstract: "The plan's objectives and where they stand.",
    subcommands: [Show.self])

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Each objective to date, what the rest of the year must bring, and how likely it is.")

    @OptionGroup var folder: FolderOptions
    @Option(help: "The place, by its name or by city and name, as imported.") var place: String
    @Option(help: "First day that is not known; today where not given.") var on: String?
    @Option(help: "table, json or csv.") var format = Grid.Format.table

    func validate() throws {
      if let on, CalendarDay(on) == nil {
        throw ValidationError("--on is \"\(on)\"; write a day as 2021-06-01")
      }
    }

    func run() async throws {
      try await folder.perform(
        .showObjectives(
          FolderCommand.ObjectiveQuestion(place: place, on: on, format: format.rawValue)))
    }
  }
}
