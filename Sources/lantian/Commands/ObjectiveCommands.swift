import ActionPlan
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
    @Option(
      help: "The place, by its name or by city and name; the district's own unless given.")
    var place: String?
    @Option(help: "First day that is not known; today where not given.") var on: String?
    @Flag(help: "Only what was taken in by the end of that day, not what came later.")
    var asThen = false
    @Option(help: "table, json or csv.") var format = Grid.Format.table

    func validate() throws {
      if let on, CalendarDay(on) == nil {
        throw ValidationError("--on is \"\(on)\"; write a day as 2021-06-01")
      }
    }

    func run() async throws {
      try await folder.perform(
        .showObjectives(
          FolderCommand.ObjectiveQuestion(
            place: place, on: on, asThen: asThen, format: format.rawValue)))
    }
  }
}

/// `lantian brief`: the morning's text.
struct BriefCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "brief",
    abstract: "The morning's brief as text: yesterday, to date, today's outlook, rank, open cases.")

  @OptionGroup var folder: FolderOptions
  @Option(help: "zh or en.", transform: Self.language) var language = Language.zh

  static func language(_ text: String) throws -> Language {
    guard let language = Language(rawValue: text) else {
      throw ValidationError("--language is \"\(text)\"; write zh or en")
    }
    return language
  }

  func run() async throws { try await folder.perform(.brief(language)) }
}
