import ActionPlan
import GRDB
import Ledger

/// What every change of a document leaves behind, and whom it is told to.
extension DocumentBook {
  /// The document that a request was answered with before.
  static func answer(
    to requestID: String, of content: String, by actor: Actor, in db: Database
  ) throws -> Int64? {
    do {
      return try RequestLog.answer(to: requestID, by: actor, body: content.utf8, in: db)
        .flatMap { Int64($0.dropFirst("document/".count)) }
    } catch let refusal as RequestRefusal {
      switch refusal {
      case .badID: throw DocumentRefusal.badRequestID
      case .anotherBody(let id): throw DocumentRefusal.requestReused(id)
      }
    }
  }

  static func record(
    _ requestID: String, of content: String, by actor: Actor, document id: Int64, at now: Int,
    in db: Database
  ) throws {
    try RequestLog.record(
      "document/\(id)", to: requestID, by: actor, body: content.utf8, at: now, in: db)
  }

  /// One event in the case's history and one entry of the audit log.
  static func note(
    _ change: String, _ document: CaseDocument, file: CaseFile, by actor: Actor,
    detail: [String: String] = [:], attachments: [Int64] = [], at now: Int, in db: Database
  ) throws {
    var values = [
      "document": "\(document.id)", "document-change": change, "document-form": document.form,
    ]
    values["document-number"] = document.issue?.number
    values["document-ground"] = detail["ground"]
    let sequence = try CaseHistory.append(
      CaseHistory.Entry(
        kind: .noted, fromState: file.state, values: values, attachments: attachments),
      to: file.id, actor: actor, at: now, in: db)
    try AuditLog.append(
      actor: actor, action: "document.\(change)", object: "document/\(document.id)",
      detail: values.merging(detail) { $1 }
        .merging(["case": "\(file.id)", "event": "\(sequence)"]) { $1 },
      at: now, in: db)
  }

  static func tell(
    _ recipients: [Recipient], code: String, about document: CaseDocument, file: CaseFile,
    at now: Int, in db: Database
  ) throws {
    var values = file.toldValues
    values["document"] = "\(document.id)"
    values["form"] = document.form
    values["documentNumber"] = document.issue?.number
    for recipient in recipients {
      try Notifications.tell(
        recipient, code: code, object: "case/\(file.id)", values: values, at: now, in: db)
    }
  }

  static func recipient(of signer: DocumentForm.Signer, in file: CaseFile) -> Recipient? {
    switch signer {
    case .lead: .unit(file.leadUnit)
    case .assignee: file.assignedUnit.map { .unit($0) }
    case .duty: .role(.duty)
    case .leader: .role(.leader)
    case .unit(let unit): .unit(unit)
    }
  }

  static func recipient(of actor: Step.Actor?, in file: CaseFile) -> Recipient? {
    switch actor {
    case .facility: file.facility.map { .facility($0) }
    case .assignee: file.assignedUnit.map { .unit($0) }
    case .lead: .unit(file.leadUnit)
    case .duty, .leader, .system, nil: nil
    }
  }
}

/// What became of a document, as the case's history keeps it.
public struct CaseDocumentNote: Sendable, Hashable {
  /// `draft`, `review`, `issue`, `serve` or `withdraw`.
  public let change: String
  public let document: Int64
  public let form: String
  public let number: String?

  /// nil for an event that is about no document.
  public init?(_ event: CaseEvent) {
    guard event.kind == .noted, let change = event.values["document-change"],
      let document = event.values["document"].flatMap({ Int64($0) }),
      let form = event.values["document-form"]
    else { return nil }
    self.change = change
    self.document = document
    self.form = form
    number = event.values["document-number"]
  }
}
