import ActionPlan
import Foundation
import GRDB
import Ledger
import Sheets

@testable import Casework

extension OutsideSystem {
  /// One number for one case, with a status.
  static let hotline = OutsideSystem(
    id: "12345", label: Label(zh: "热线", en: "Hotline"), numbers: ["H-9999"],
    words: [
      Word(word: "待受理", standings: [.waiting]),
      Word(word: "办理中", also: ["处理中"], standings: [.working, .suspended]),
      Word(word: "已办结", standings: [.closed, .dismissed]), Word(word: "重办", standings: []),
    ])
  /// Numbers that stand on several cases, several of them on one; no status.
  static let inspections = OutsideSystem(
    id: "random", label: Label(zh: "双随机", en: "Inspections"), isShared: true, hasSeveral: true)
}

extension District {
  /// A district whose plan has both systems.
  static func withSystems() throws -> District {
    try District(systems: [.hotline, .inspections])
  }

  @discardableResult
  func number(
    _ number: String, in system: String = "12345", over former: String? = nil, _ file: CaseFile,
    by account: Account = .desk, request: String = UUID().uuidString
  ) async throws -> CaseFile {
    let plan = plan
    return try await ledger.write { db in
      try CaseBook.setNumber(
        number, in: system, over: former, case: file.id, by: account, requestID: request,
        plan: plan, at: District.start, in: db)
    }
  }

  func numbers(_ file: CaseFile) async throws -> [OutsideNumber] {
    try await ledger.read { db in try OutsideNumbers.of(file.id, in: db) }
  }

  func table(_ csv: String) throws -> ExchangeTable {
    ExchangeTable(
      try SheetTable(reading: Array(csv.utf8), file: "热线.csv") {
        ExchangeColumn(header: $0) != nil
      }, utcOffsetSeconds: plan.utcOffsetSeconds)
  }

  func preview(
    _ csv: String, of system: OutsideSystem = .hotline, for account: Account? = .desk,
    answers: [Int: ExchangeAnswer] = [:]
  ) async throws -> ExchangePreview {
    let table = try table(csv)
    return try await ledger.read { db in
      try ExchangeJudge.preview(
        table, of: system, for: account, answers: answers, at: District.start, in: db)
    }
  }

  @discardableResult
  func exchange(_ preview: ExchangePreview) async throws -> CaseExchange {
    try await ledger.write { db in
      try CaseExchanges.write(
        preview, file: "热线.csv", digest: "d", by: .account(1), at: District.start + 9, in: db)
    }
  }
}
