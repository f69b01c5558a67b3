import AirRecords
import ArgumentParser
import Foundation
import Steering

/// `lantian air import`: values into a district's record.
struct AirImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Takes a table of air values into a district's record: all of it or nothing.",
    discussion: """
      Importing twice changes nothing. A value that differs from the kept one of the same status \\
      replaces it; the kept one stays as a revision.
      """)

  @OptionGroup var choice: AirFileChoice
  @OptionGroup var folder: FolderOptions
  @Option(help: "real-time, audited or published: how official the values are.")
  var status: String
  @Option(help: "Name of the place in a table that has no column for it.")
  var place: String?
  @Flag(help: "List every bad value and row.") var listBad = false

  func validate() throws {
    guard AirStatus(rawValue: status) != nil else {
      throw ValidationError("--status is \(status); write real-time, audited or published")
    }
  }

  func run() async throws {
    var options = choice.options
    options.place = place
    let bar = ProgressBar()
    let file = try AirFile.read(choice.file, options: options) { share in
      bar.show(share: share, "read")
    }
    bar.end()
    file.complain(showing: listBad ? .max : 5)
    guard file.valueCount > 0 else {
      throw ValidationError("\(choice.file) holds no value that can be taken")
    }
    try await folder.perform(
      .importAir(
        FolderCommand.AirImport(
          path: URL(filePath: choice.file).standardizedFileURL.path, status: status,
          options: options)))
  }
}
