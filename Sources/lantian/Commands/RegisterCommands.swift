import ActionPlan
import ArgumentParser
import Foundation
import GRDB
import Ledger

/// `lantian register …`
struct RegisterGroup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "register", abstract: "Rows of the plan's registers.",
    subcommands: [Import.self, Export.self, Template.self])

  struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Takes the rows of an Excel workbook or CSV file into a register: all or none.",
      discussion: """
        Rows that the register has already, by its key or by row number, are changed; others are \
        added. Importing twice changes nothing.
        """)

    @Argument(help: "Register id of the plan.") var register: String
    @Argument(help: "The file, .xlsx or .csv; its header names the fields.") var file: String
    @Option(help: "Sheet of a workbook; the first one that shows where left out.")
    var sheet: String?
    @Flag(help: "Refuse rows that the register has already.") var addOnly = false
    @Flag(help: "Only tell what would change.") var trial = false
    @Option(
      help: "Register names that no facility has as new ones of this kind, such as enterprise.")
    var newNames: String?
    @OptionGroup var spoken: LanguageOptions
    @OptionGroup var folder: FolderOptions

    func validate() throws {
      try FacilityGroup.check(kind: newNames, option: "--new-names")
    }

    func run() async throws {
      let token = UUID().uuidString
      let wanted = FolderCommand.RegisterFile(
        register: register, path: URL(filePath: file).standardizedFileURL.path, sheet: sheet,
        addOnly: addOnly, isTrial: trial, newNames: newNames, language: spoken.language)
      let (ledger, bar) = (StateLayout(folder: folder.data).ledger, ProgressBar())
      let watching = Task { await ImportProgress.show(token, ledger: ledger, on: bar) }
      defer {
        watching.cancel()
        bar.end()
      }
      try await folder.perform(.importRegister(wanted, token: token))
    }
  }

  struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Writes a register as an Excel workbook or CSV file that can be taken back.")

    @Argument(help: "Register id of the plan.") var register: String
    @Argument(help: "The new file; .xlsx or .csv says which.") var file: String
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(.exportRegister(.plain(register, file), isTemplate: false))
    }
  }

  struct Template: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Writes an empty table of a register, with each column's rule, to be filled in.")

    @Argument(help: "Register id of the plan.") var register: String
    @Argument(help: "The new file; .xlsx or .csv says which.") var file: String
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(.exportRegister(.plain(register, file), isTemplate: true))
    }
  }
}

extension FolderCommand.RegisterFile {
  fileprivate static func plain(_ register: String, _ file: String) -> Self {
    Self(
      register: register, path: URL(filePath: file).standardizedFileURL.path, sheet: nil,
      addOnly: false, isTrial: false, newNames: nil, language: .en)
  }
}

/// In which language a command answers where nobody said.
enum CommandLanguage {
  /// Chinese where the environment's locale is, else English.
  static var ofEnvironment: Language {
    let environment = ProcessInfo.processInfo.environment
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }
      .first { !$0.isEmpty }
    return locale?.hasPrefix("zh") == true ? .zh : .en
  }
}

/// How far an import is, read from the ledger beside whoever writes it.
enum ImportProgress {
  /// Until the task is cancelled.
  static func show(_ token: String, ledger: String, on bar: ProgressBar) async {
    var configuration = Configuration()
    configuration.readonly = true
    while !Task.isCancelled {
      try? await Task.sleep(for: .milliseconds(500))
      // Where it cannot be read now, there is nothing to show yet.
      guard let database = try? DatabaseQueue(path: ledger, configuration: configuration),
        let progress = try? await database.read({ db in
          try RegisterImport.progress(token: token, in: db)
        }), progress.rows > 0
      else { continue }
      let half = Double(progress.doneRows) / Double(progress.rows) / 2
      bar.show(
        share: progress.isWriting ? 0.5 + half : half,
        "\(progress.doneRows) of \(progress.rows) rows \(progress.isWriting ? "written" : "read")")
    }
  }
}
