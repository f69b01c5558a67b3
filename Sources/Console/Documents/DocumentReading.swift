import ActionPlan
import Casework
import GRDB
import Hummingbird
import Ledger

/// Everything a document's page shows, read in one go for one account.
struct DocumentReading: Sendable {
  let detail: DocumentDetail
  /// By id, for those who wrote, signed, noted.
  let people: [String: Account]
  let receipt: Attachment?
  /// The served document that it is a receipt of; the receipts that were drafted of its own service.
  let about: DocumentLine?
  let receipts: [DocumentLine]

  /// - Throws: `PageError.notYours` for a document that is not there, and for one that the account may
  ///   not see.
  static func read(
    _ subjects: ConsoleSubjects, _ context: SignedInContext
  ) async throws -> DocumentReading {
    let id = try context.parameters.require("id", as: Int64.self)
    let (account, plan) = (context.account, subjects.plan)
    let reading = try await subjects.ledger.read { db -> DocumentReading? in
      guard let detail = try DocumentBook.detail(id, for: account, plan: plan, in: db) else {
        return nil
      }
      let document = detail.document
      let actors =
        [
          document.draftedBy, document.editedBy, document.issue?.by, document.service?.by,
          document.withdrawnBy,
        ].compactMap { $0 }
      var people: [String: Account] = [:]
      for actor in Set(actors) {
        guard case .account(let id)? = Actor(auditName: actor) else { continue }
        people[actor] = try Accounts.find(id, in: db)
      }
      return DocumentReading(
        detail: detail, people: people,
        receipt: try document.receipt.flatMap { try Attachments.find($0, in: db) },
        about: try DocumentBook.subject(of: document.id, in: db).flatMap {
          try DocumentBook.line($0.id, for: account, in: db)
        },
        receipts: try DocumentBook.receipts(of: document.id, in: db).compactMap {
          try DocumentBook.line($0.id, for: account, in: db)
        })
    }
    guard let reading else { throw PageError.notYours }
    return reading
  }
}
