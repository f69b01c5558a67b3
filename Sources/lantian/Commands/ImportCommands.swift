import ActionPlan
import ArgumentParser
import Foundation

/// `lantian device …`
struct DeviceGroup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "device", abstract: "Data loggers and what they measure.",
    subcommands: [Import.self])

  struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Takes a device list (CSV, one row per binding): all of it or nothing.",
      discussion: "Docs/device-list.md describes the columns. Importing twice changes nothing.")

    @Argument(help: "The list.") var file: String
    @OptionGroup var spoken: LanguageOptions
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(
        .importDevices(file: file, text: try TextFile.read(file), language: spoken.language))
    }
  }
}

/// A text file named on the command line.
enum TextFile {
  /// - Throws: `ValidationError` where it cannot be read or is not UTF-8.
  static func read(_ path: String) throws -> String {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ValidationError("\(path) cannot be read; name a file that exists and that you may read")
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw ValidationError("\(path) is not UTF-8; save it as UTF-8 and try again")
    }
    return text
  }
}
