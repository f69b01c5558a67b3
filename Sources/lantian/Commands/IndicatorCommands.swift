import ActionPlan
import AirQuality
import ArgumentParser
import Steering

/// `lantian indicator …`
struct IndicatorGroup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "indicator", abstract: "The plan's indicators and where they stand.",
    subcommands: [List.self, Show.self])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Each indicator: value, what is due by now, target, lamp and why.")

    @OptionGroup var folder: FolderOptions
    @Option(help: "Only those of a clause, such as 3.3.a.") var clause: String?
    @Option(help: "Only those of clauses that a unit leads, by its id.") var unit: String?
    @Option(help: "Only those with a lamp: green, yellow, red or grey.", transform: Self.lamp)
    var lamp: IndicatorLamp?
    @OptionGroup var when: When
    @Option(help: "table, json or csv.") var format = Grid.Format.table

    private static func lamp(_ text: String) throws -> IndicatorLamp {
      guard let lamp = IndicatorLamp(rawValue: text) else {
        throw ValidationError("--lamp is \"\(text)\"; write green, yellow, red or grey")
      }
      return lamp
    }

    func run() async throws {
      try await folder.perform(
        .listIndicators(
          FolderCommand.IndicatorQuestion(
            indicator: nil, clause: clause, unit: unit, lamp: lamp?.rawValue, on: when.on,
            asThen: when.asThen, format: format.rawValue)))
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "One indicator: what it is made of, its parts and its history.")

    @Argument(help: "Id of the indicator.") var indicator: String
    @OptionGroup var folder: FolderOptions
    @OptionGroup var when: When
    @Option(help: "table, json or csv.") var format = Grid.Format.table

    func run() async throws {
      try await folder.perform(
        .showIndicator(
          FolderCommand.IndicatorQuestion(
            indicator: indicator, clause: nil, unit: nil, lamp: nil, on: when.on,
            asThen: when.asThen, format: format.rawValue)))
    }
  }

  /// The day of asking.
  struct When: ParsableArguments {
    @Option(help: "Up to the end of this day; today where not given.") var on: String?
    @Flag(help: "Only rows that were known by the end of that day.") var asThen = false

    func validate() throws {
      if let on, CalendarDay(on) == nil {
        throw ValidationError("--on is \"\(on)\"; write a day as 2021-06-30")
      }
    }
  }
}

/// `lantian check …`: questions that are answered on the spot.
struct CheckGroup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Questions that are answered on the spot.",
    subcommands: [List.self, Run.self, VetoCommand.self])

  struct VetoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "veto", abstract: "Whether a firm is barred by a veto of the plan, and why.")

    @Argument(help: "Id of the facility, or its unified social credit code.") var firm: String
    @OptionGroup var folder: FolderOptions
    @Option(help: "table, json or csv.") var format = Grid.Format.table

    func run() async throws {
      try await folder.perform(.checkVeto(firm: firm, format: format.rawValue))
    }
  }
}
