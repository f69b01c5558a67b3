import ActionPlan
import ArgumentParser
import Casework
import Foundation

/// `lantian document …`
struct DocumentGroup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "document", abstract: "Official documents of cases: drafted, signed, printed.",
    subcommands: [List.self, Draft.self, Issue.self, Print.self])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Shows documents, newest first.")

    @Option(
      help: "drafts, issued, withdrawn, or mine: those that wait for the account's signature.")
    var show = "issued"
    @Option(help: "The account whose view it is.") var `as`: String
    @OptionGroup var folder: FolderOptions
    @Option(help: "table, json or csv.") var format = Grid.Format.table

    func validate() throws {
      if DocumentBook.Filter(rawValue: show) == nil {
        let known = DocumentBook.Filter.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--show is \"\(show)\"; write one of \(known)")
      }
    }

    func run() async throws {
      try await folder.perform(
        .document(.list(show: show, account: `as`, format: format.rawValue)))
    }
  }

  struct Draft: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Drafts a document of the plan for a case and prints its id and what is missing.")

    @Argument(help: "The document's id in the plan, such as order-to-correct.") var form: String
    @Option(help: "The case's number, such as SHANGYU-2026-000123.") var `case`: String
    @Option(help: "The account in whose name.") var `as`: String
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(.document(.draft(form: form, number: `case`, account: `as`)))
    }
  }

  struct Issue: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Signs a draft with the signer's own password and prints its number.",
      discussion: "The password is read from the first line of standard input.")

    @Argument(help: "The document's id.") var document: Int64
    @Option(help: "The account that signs.") var `as`: String
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      guard let password = readLine(strippingNewline: true), !password.isEmpty else {
        throw ValidationError("there is no password on standard input; pipe it in")
      }
      try await folder.perform(
        .document(.issue(document, account: `as`, password: password)))
    }
  }

  struct Print: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Writes a document as Word or PDF; of what was issued always the same file.")

    @Argument(help: "The document's id.") var document: Int64
    @Option(help: "The account whose view it is.") var `as`: String
    @Option(help: "The file to write; ends in .pdf or .docx.") var into: String
    @Option(help: "zh or en.") var language = "zh"
    @OptionGroup var folder: FolderOptions

    func validate() throws {
      if Language(rawValue: language) == nil {
        throw ValidationError("--language is \"\(language)\"; write zh or en")
      }
      if FolderCommand.DocumentCommand.format(ofFile: into) == nil {
        throw ValidationError("--into is \"\(into)\"; name a file that ends in .pdf or .docx")
      }
    }

    func run() async throws {
      let path = URL(filePath: into).absoluteURL.path
      try await folder.perform(
        .document(.print(document, account: `as`, language: language, path: path)))
    }
  }
}
