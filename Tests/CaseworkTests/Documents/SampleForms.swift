import ActionPlan
import Casework
import Foundation
import GRDB
import Ledger

@testable import Casework

extension DocumentForm {
  /// An order that needs two officers, a receipt, a review and, of readings, a certificate.
  static let order = DocumentForm(
    id: "order", label: Label(zh: "责令改正决定书", en: "Order to correct"), clause: nil,
    office: "BUREAU", numbering: "虞环责改〔{year}〕{number}号", sign: [.leader, .lead], to: .facility,
    reviews: [Review(id: "legal", label: .any)],
    fields: [
      DocumentField(id: "party", label: .any, kind: .text, from: .facility, need: .always),
      DocumentField(id: "facts", label: .any, kind: .prose, from: .facts, need: .always),
      DocumentField(id: "demand", label: .any, kind: .prose, need: .always),
      DocumentField(id: "first", label: .any, kind: .officer, from: .officer, need: .always),
      DocumentField(id: "second", label: .any, kind: .officer, from: .officer, need: .always),
      DocumentField(
        id: "receipt", label: .any, kind: .choice,
        choices: [.init(id: "signed", label: .any), .init(id: "refused", label: .any)]),
      DocumentField(
        id: "witness", label: .any, kind: .text, need: .field("receipt", among: ["refused"])),
      DocumentField(id: "certificate", label: .any, kind: .text, need: .telemetry),
      DocumentField(id: "by", label: .any, kind: .date),
    ],
    text: Label(
      zh: "# 决定书\n\n{{number}}\n\n{{party}}：{{facts}}{{demand}}\n\n{{first}}、{{second}}，{{by}}",
      en: "# Order\n\n{{number}}\n\n{{party}}: {{facts}} {{demand}} {{signer}}, {{issued-on}}"))

  /// A letter with nothing to fill in.
  static let letter = DocumentForm(
    id: "letter", label: Label(zh: "督办函", en: "Supervision notice"), clause: nil,
    office: "DESK", numbering: "督{year}-{number}", sign: [.leader, .duty], to: .assignee,
    fields: [
      DocumentField(id: "late", label: .any, kind: .text, from: .late, need: .always),
      DocumentField(id: "awaited", label: .any, kind: .text, from: .awaited),
    ],
    text: Label(zh: "{{number}}逾期{{late}}：{{awaited}}", en: "{{number}} {{late}} late: {{awaited}}")
  )
}

extension Account {
  static let leader = sample(7, .leader, unit: "DESK")
  static let colleague = sample(8, .officer, unit: "BUREAU")
}

extension District {
  func draft(
    _ form: String, _ file: CaseFile, by account: Account = .bureau, at now: Int = start
  ) async throws -> CaseDocument {
    let plan = plan
    return try await ledger.write { db in
      try DocumentBook.draft(
        form, case: file.id, by: account, requestID: UUID().uuidString, plan: plan, at: now, in: db)
    }
  }

  @discardableResult
  func edit(
    _ document: CaseDocument, _ values: [String: DocumentValue], by account: Account = .bureau,
    at now: Int = start
  ) async throws -> CaseDocument {
    let plan = plan
    return try await ledger.write { db in
      try DocumentBook.edit(
        document.id, values: values, by: account, requestID: UUID().uuidString,
        versionSeen: document.version, plan: plan, at: now, in: db)
    }
  }

  @discardableResult
  func issue(
    _ document: CaseDocument, by account: Account = .leader, request: String = UUID().uuidString,
    at now: Int = start
  ) async throws -> CaseDocument {
    let plan = plan
    return try await ledger.write { db in
      try DocumentBook.issue(
        document.id, by: account, requestID: request, versionSeen: document.version, plan: plan,
        at: now, in: db)
    }
  }

  func review(
    _ document: CaseDocument, by account: Account, at now: Int = start
  ) async throws {
    let plan = plan
    try await ledger.write { db in
      _ = try DocumentBook.review(
        document.id, as: "legal", opinion: nil, by: account, requestID: UUID().uuidString,
        versionSeen: document.version, plan: plan, at: now, in: db)
    }
  }

  func detail(_ id: Int64, for account: Account) async throws -> DocumentDetail? {
    let plan = plan
    return try await ledger.read { db in
      try DocumentBook.detail(id, for: account, plan: plan, in: db)
    }
  }

  /// Everything that the order needs beside the review.
  static let whole: [String: DocumentValue] = [
    "party": DocumentValue("某公司"), "demand": DocumentValue("立即恢复运行。"),
    "first.name": DocumentValue("张三"), "first.certificate": DocumentValue("001"),
    "second.name": DocumentValue("李四"), "second.certificate": DocumentValue("002"),
  ]
}
