import ActionPlan
import Casework
import Foundation
import GRDB
import Ledger

extension FolderCommand {
  /// What is asked or done of official documents; in the name of an account, by its name.
  enum DocumentCommand: Codable, Sendable {
    /// Of a `DocumentBook.Filter`; the format is a `Grid.Format`.
    case list(show: String, account: String, format: String)
    case draft(form: String, number: String, account: String)
    /// Only the signer's own password signs.
    case issue(Int64, account: String, password: String)
    /// An absolute path; who holds the folder writes it.
    case print(Int64, account: String, language: String, path: String)

    static func format(ofFile path: String) -> DocumentPress.Format? {
      path.split(separator: ".").last.flatMap {
        DocumentPress.Format(rawValue: $0.lowercased())
      }
    }
  }

  static func document(
    _ command: DocumentCommand, in district: OpenDistrict
  ) async throws -> [String] {
    guard let plan = try district.planIfAny() else {
      throw CommandRefusal(
        "\(district.folder.layout.folder) has no plan yet; name one with --plan, or serve it once")
    }
    switch command {
    case .list(let show, let name, let format):
      return try await documents(show, for: name, as: format, in: district)
    case .draft(let form, let number, let name):
      return try await draft(form, case: number, for: name, plan: plan, in: district)
    case .issue(let id, let name, let password):
      return try await issue(id, by: name, password: password, plan: plan, in: district)
    case .print(let id, let name, let language, let path):
      return try await printed(id, for: name, language, into: path, plan: plan, in: district)
    }
  }

  private static func account(_ name: String, in district: OpenDistrict) async throws -> Account {
    let account = try await district.ledger.read { db in try Accounts.find(name: name, in: db) }
    guard let account, account.isEnabled else {
      throw CommandRefusal(
        "there is no enabled account \"\(name)\"; `lantian account list` shows them")
    }
    return account
  }

  private static func documents(
    _ show: String, for name: String, as format: String, in district: OpenDistrict
  ) async throws -> [String] {
    let account = try await account(name, in: district)
    let filter = DocumentBook.Filter(rawValue: show) ?? .issued
    let lines = try await district.ledger.read { db in
      try DocumentBook.list(filter, for: account, in: db)
    }
    var grid = Grid(["id", "document", "state", "number", "case", "signers", "label"])
    grid.rows = lines.map { line in
      [
        Grid.Cell(Int(line.document.id)), .text(line.document.form),
        .text(line.document.state.rawValue), Grid.Cell(line.document.issue?.number),
        .text(line.file.number),
        .text(line.document.signers.map(\.code).joined(separator: " ")), .text(line.form.label.zh),
      ]
    }
    return grid.text(Grid.Format(rawValue: format) ?? .table)
      .split(whereSeparator: \.isNewline).map(String.init)
  }

  private static func draft(
    _ form: String, case number: String, for name: String, plan: Plan, in district: OpenDistrict
  ) async throws -> [String] {
    let account = try await account(name, in: district)
    let now = district.now()
    guard plan.document(form) != nil else {
      let known = plan.documents.map(\.id).joined(separator: ", ")
      throw CommandRefusal("the plan has no document \"\(form)\"; choose of \(known)")
    }
    let (document, gaps) = try await district.ledger.write { db in
      guard
        let id = try Int64.fetchOne(
          db, sql: "SELECT id FROM case_file WHERE number = ?", arguments: [number])
      else {
        throw CommandRefusal("there is no case \"\(number)\"; look its number up on its page")
      }
      let document = try DocumentBook.draft(
        form, case: id, by: account, requestID: UUID().uuidString, plan: plan, at: now, in: db)
      return (
        document, try DocumentBook.detail(document.id, for: account, plan: plan, in: db)?.gaps ?? []
      )
    }
    await district.changed()
    return ["\(document.id)"] + gaps.map { "missing: \($0.name)" }
  }

  private static func issue(
    _ id: Int64, by name: String, password: String, plan: Plan, in district: OpenDistrict
  ) async throws -> [String] {
    let (account, stage) = try await district.accounts.signIn(
      name: name, password: password, source: "command", agent: "lantian document issue")
    guard case .session(let ticket) = stage else {
      throw CommandRefusal(
        "\"\(name)\" signs in with a code as well; sign the document on its page, /documents/\(id)")
    }
    let now = district.now()
    do {
      let document = try await district.ledger.write { db in
        try Sessions.close(token: ticket.token, in: db)
        guard let seen = try DocumentBook.find(id, for: account, in: db)?.0 else {
          throw DocumentRefusal.unknownDocument(id)
        }
        return try DocumentBook.issue(
          id, by: account, requestID: UUID().uuidString, versionSeen: seen.version, plan: plan,
          at: now, in: db)
      }
      await district.changed()
      return [document.issue?.number ?? ""]
    } catch let refusal as DocumentRefusal {
      throw CommandRefusal(words(refusal))
    }
  }

  private static func printed(
    _ id: Int64, for name: String, _ language: String, into path: String, plan: Plan,
    in district: OpenDistrict
  ) async throws -> [String] {
    let account = try await account(name, in: district)
    let press = DocumentPress(
      ledger: district.ledger,
      store: AttachmentStore(folder: district.folder.layout.attachments))
    do {
      let file = try await press.print(
        id, as: DocumentCommand.format(ofFile: path) ?? .pdf,
        in: Language(rawValue: language) ?? .zh,
        for: account, plan: plan, at: district.now())
      guard FileManager.default.createFile(atPath: path, contents: Data(file.bytes)) else {
        throw CommandRefusal("\(path) cannot be written; name a file in a folder that is there")
      }
      return ["\(path) written: \(file.name)"]
    } catch let refusal as DocumentRefusal {
      throw CommandRefusal(words(refusal))
    }
  }

  private static func words(_ refusal: DocumentRefusal) -> String {
    switch refusal {
    case .unknownDocument(let id):
      "there is no document \(id) for this account; `lantian document list` shows them"
    case .missing(let gaps):
      (["the document cannot be signed; fill these in on its page:"]
        + gaps.map { "missing: \($0.name)" }).joined(separator: "\n")
    case .notYourSignature(let signers):
      "the document is signed by \(signers.map(\.code).joined(separator: " or ")); name such an account"
    case .noDraft(let state): "the document is \(state.rawValue); only a draft is signed"
    default: "\(refusal.code): \(refusal.values)"
    }
  }
}
