import ActionPlan
import ArgumentParser
import Foundation

extension FacilityGroup {
  struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Takes a list of facilities from an Excel workbook or CSV file: all rows or none.",
      discussion: """
        Known ones, by id, credit code or name, are changed; others are added. An empty cell leaves \
        what is known as it is. Importing twice changes nothing.
        """)

    @Argument(help: "The file, .xlsx or .csv; `lantian facility export --template` makes one.")
    var file: String
    @Option(help: "Sheet of a workbook; the first one that shows where left out.")
    var sheet: String?
    @Flag(help: "Only tell what would change.") var trial = false
    @Flag(help: "Doubtful rows are other ones than those they look like.") var other = false
    @OptionGroup var spoken: LanguageOptions
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(
        .facility(
          .importList(
            FolderCommand.FacilityFile(
              path: URL(filePath: file).standardizedFileURL.path, sheet: sheet, isTrial: trial,
              areOthers: other, language: spoken.language))))
    }
  }

  struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Writes the facilities as an Excel workbook or CSV file that can be taken back.")

    @Argument(help: "The new file; .xlsx or .csv says which.") var file: String
    @Flag(help: "Without rows, to be filled in.") var template = false
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(
        .facility(
          .exportList(
            path: URL(filePath: file).standardizedFileURL.path, isTemplate: template)))
    }
  }

  struct Undo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Takes a list of facilities back: new ones go, changed ones are as they were.")

    @Argument(help: "The import's number, as `lantian facility import` told it.") var number: Int64
    @OptionGroup var spoken: LanguageOptions
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(.facility(.undo(number, language: spoken.language)))
    }
  }
}
