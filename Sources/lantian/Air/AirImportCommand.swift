import AirQuality
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
  @Option(
    help: "real-time, audited or published: how official the values are; a bulletin is published.")
  var status: String?
  @Option(
    help:
      "The table is a bulletin's, a place a row, with figures of this period: 2021-05, 2021, 2021-Q2 or 2021-01..2021-05."
  )
  var bulletin: String?
  @Option(help: "Name of the place in a table that has no column for it.")
  var place: String?
  @Flag(help: "List every bad value and row.") var listBad = false

  func validate() throws {
    if let bulletin {
      guard AssessmentPeriod(bulletin: bulletin) != nil else {
        throw ValidationError(
          "--bulletin is \"\(bulletin)\"; write 2021-05, 2021, 2021-Q2 or 2021-01..2021-05")
      }
      guard status == nil || status == AirStatus.published.rawValue else {
        throw ValidationError("a bulletin's figures are published; leave --status out")
      }
      return
    }
    guard let status, AirStatus(rawValue: status) != nil else {
      throw ValidationError(
        "--status is \(status ?? "missing"); write real-time, audited or published")
    }
  }

  func run() async throws {
    var options = choice.options
    options.place = place
    if bulletin == nil { try checkTable(options) } else { try checkBulletin(options) }
    try await folder.perform(
      .importAir(
        FolderCommand.AirImport(
          path: URL(filePath: choice.file).standardizedFileURL.path,
          status: status ?? AirStatus.published.rawValue, options: options, bulletin: bulletin)))
  }

  /// Tells what is wrong with the table before anything is changed; who holds the folder reads it again.
  private func checkTable(_ options: AirFileOptions) throws {
    let bar = ProgressBar()
    let file = try AirFile.read(choice.file, options: options) { share in
      bar.show(share: share, "read")
    }
    bar.end()
    file.complain(showing: listBad ? .max : 5)
    guard file.valueCount > 0 else {
      throw ValidationError("\(choice.file) holds no value that can be taken")
    }
  }

  private func checkBulletin(_ options: AirFileOptions) throws {
    let bulletin = try AirBulletin.read(choice.file, options: options)
    ToldRows.tell(
      bulletin.badRows, of: bulletin.badCount, in: bulletin.path, showing: listBad ? .max : 5)
    if !bulletin.skippedRows.isEmpty {
      let rows = bulletin.skippedRows.map(String.init).joined(separator: ", ")
      ToldRows.say("\(bulletin.path): rows \(rows) hold titles or notes and were read over")
    }
    guard !bulletin.rows.isEmpty else {
      throw ValidationError("\(choice.file) holds no figure that can be taken")
    }
  }
}
