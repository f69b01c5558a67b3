import ActionPlan
import ArgumentParser
import Foundation

/// `lantian case …`
struct CaseGroup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "case",
    abstract: "Cases, and their numbers and status in other systems.",
    subcommands: [List.self, Export.self, Import.self, Undo.self])

  /// Which cases, as in the list of the pages.
  struct Which: ParsableArguments {
    @Option(help: "open, late, closed or all.") var show = "all"
    @Option(help: "Assigned to this unit.") var unit: String?
    @Option(help: "Of this procedure.") var procedure: String?
    @Option(help: "Words to look for, numbers of other systems among them.") var search: String?

    func validate() throws {
      guard FolderCommand.CaseChoice.shows.contains(show) else {
        let known = FolderCommand.CaseChoice.shows.joined(separator: ", ")
        throw ValidationError("--show is \"\(show)\"; write one of \(known)")
      }
    }

    var choice: FolderCommand.CaseChoice {
      FolderCommand.CaseChoice(show: show, unit: unit, procedure: procedure, search: search)
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows cases with their numbers in other systems, the newest first.")

    @OptionGroup var which: Which
    @Option(help: "Only with a number in this system of the plan.") var system: String?
    @Flag(help: "Only where the other system says something else than here.") var differing = false
    @OptionGroup var folder: FolderOptions
    @Option(help: "table, json or csv.") var format = Grid.Format.table

    func run() async throws {
      var choice = which.choice
      choice.system = system
      choice.isDiffering = differing
      try await folder.perform(.cases(.list(choice, format: format.rawValue)))
    }
  }

  struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Writes cases with their status as an Excel workbook or CSV file.")

    @Argument(help: "The new file; .xlsx or .csv says which.") var file: String
    @OptionGroup var which: Which
    @Option(help: "In the words of this system of the plan; in our own where left out.")
    var system: String?
    @Flag(help: "With --system: also cases that have no number there.") var unnumbered = false
    @OptionGroup var spoken: LanguageOptions
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      var choice = which.choice
      choice.system = unnumbered ? nil : system
      try await folder.perform(
        .cases(
          .export(
            path: URL(filePath: file).standardizedFileURL.path, choice, words: system,
            language: spoken.language)))
    }
  }

  struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Takes numbers and status of another system from a sheet: all rows or none.",
      discussion: """
        A row is known by the number of the case, or by the system's own once that is registered. \
        Importing twice changes nothing.
        """)

    @Argument(help: "The file, .xlsx or .csv.") var file: String
    @Option(help: "The system, by its id in the plan, such as 12345.") var system: String
    @Option(help: "Sheet of a workbook; the first one that shows where left out.")
    var sheet: String?
    @Flag(help: "Only tell what would change.") var trial = false
    @Option(help: "Where a case has another number already: keep or replace it; else refused.")
    var onConflict: String?
    @OptionGroup var spoken: LanguageOptions
    @OptionGroup var folder: FolderOptions

    func validate() throws {
      guard onConflict.map({ ["keep", "replace"].contains($0) }) ?? true else {
        throw ValidationError("--on-conflict is \"\(onConflict ?? "")\"; write keep or replace")
      }
    }

    func run() async throws {
      try await folder.perform(
        .cases(
          .take(
            FolderCommand.CaseSheet(
              path: URL(filePath: file).standardizedFileURL.path, system: system, sheet: sheet,
              isTrial: trial, onConflict: onConflict, language: spoken.language))))
    }
  }

  struct Undo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Takes an import of numbers and status back as a whole.")

    @Argument(help: "The import's number, as `lantian case import` told it.") var number: Int64
    @OptionGroup var spoken: LanguageOptions
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(.cases(.undo(number, language: spoken.language)))
    }
  }
}
