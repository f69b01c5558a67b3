import ActionPlan
import ArgumentParser
import Foundation

/// `lantian device …`
struct DeviceGroup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "device", abstract: "Data loggers: what they measure and what they are asked.",
    subcommands: [
      Import.self, List.self, Show.self, Ask.self, Requests.self, Commands.self, Withdraw.self,
      Gaps.self, Retry.self, Replace.self,
    ])

  struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Takes a device list (.xlsx or CSV, one row per binding): all of it or nothing.",
      discussion: "Docs/device-list.md describes the columns. Importing twice changes nothing.")

    @Argument(help: "The list.") var file: String
    @Option(help: "Sheet of a workbook; the first one that shows where left out.")
    var sheet: String?
    @OptionGroup var spoken: LanguageOptions
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(
        .importDevices(
          path: URL(filePath: file).standardizedFileURL.path, sheet: sheet,
          language: spoken.language))
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows the devices: when heard last, what waits for them, what of them is missing.")

    @OptionGroup var folder: FolderOptions
    @Option(help: "table, json or csv.") var format = Grid.Format.table

    func run() async throws {
      try await folder.perform(.devices(.list(format: format.rawValue)))
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows one device's settings, but for its secrets, and what it was asked last.")

    @Argument(help: "Its number (MN).") var mn: String
    @OptionGroup var spoken: LanguageOptions
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(.devices(.show(mn: mn, language: spoken.language)))
    }
  }

  struct Requests: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists what can be asked of a device, and what is to be said with it.")

    @OptionGroup var spoken: LanguageOptions
    @Option(help: "table, json or csv.") var format = Grid.Format.table

    func run() async throws {
      let grid = FolderCommand.requests(in: spoken.language)
      print(grid.text(format), terminator: "")
    }
  }

  struct Commands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows what devices were asked and what became of it, the newest first.")

    @Argument(help: "A device's number (MN); all devices where left out.") var mn: String?
    @Flag(help: "Only what has not ended.") var open = false
    @OptionGroup var spoken: LanguageOptions
    @OptionGroup var folder: FolderOptions
    @Option(help: "table, json or csv.") var format = Grid.Format.table

    func run() async throws {
      try await folder.perform(
        .devices(
          .commands(
            mn: mn, isOpenOnly: open, format: format.rawValue, language: spoken.language)))
    }
  }

  struct Withdraw: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Takes a command back that was not sent yet.")

    @Argument(help: "The command's number.") var command: Int64
    @OptionGroup var spoken: LanguageOptions
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(.devices(.withdraw(command, language: spoken.language)))
    }
  }

  struct Gaps: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows what of a device's data is missing, and what became of it.")

    @Argument(help: "Its number (MN).") var mn: String
    @OptionGroup var spoken: LanguageOptions
    @OptionGroup var folder: FolderOptions
    @Option(help: "table, json or csv.") var format = Grid.Format.table

    func run() async throws {
      try await folder.perform(
        .devices(.gaps(mn: mn, format: format.rawValue, language: spoken.language)))
    }
  }

  struct Retry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Tries once more to fill a gap that was given up.")

    @Argument(help: "The gap's number.") var gap: Int64
    @OptionGroup var spoken: LanguageOptions
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(.devices(.retry(gap, language: spoken.language)))
    }
  }

  struct Replace: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lets a new logger continue the series of an old one.",
      discussion: """
        The new one takes over place, settings and every key's series from now on; the old one is \
        switched off. What the old one measured stays as it is.
        """)

    @Argument(help: "The old logger's number (MN).") var old: String
    @Argument(help: "The new logger's number (MN).") var new: String
    @Option(help: "A file with the new logger's password; the old one's where left out.")
    var passwordFile: String?
    @OptionGroup var spoken: LanguageOptions
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(
        .devices(
          .replace(
            old: old, new: new, password: try passwordFile.map(TextFile.firstLine),
            language: spoken.language)))
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

  /// A secret that should not stand on a command line.
  static func firstLine(of path: String) throws -> String {
    try read(path).split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
  }
}
