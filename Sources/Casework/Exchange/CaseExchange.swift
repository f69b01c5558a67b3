public import ActionPlan
import Crypto
import Foundation
public import GRDB
public import Ledger

/// A sheet or list of another system that was taken in.
public struct CaseExchange: Sendable, Hashable, Identifiable {
  public let id: Int64
  public let system: String
  public let file: String
  /// An `Actor.auditName`.
  public let actor: String
  /// Epoch seconds.
  public let at: Int
  public let addedCount: Int
  public let changedCount: Int
  public let sameCount: Int
  /// Who took it back; nil where it stands.
  public let undoneBy: String?

  init(_ row: Row) {
    id = row["id"]
    system = row["system"]
    file = row["file"]
    actor = row["actor"]
    at = row["at"]
    addedCount = row["added_count"]
    changedCount = row["changed_count"]
    sameCount = row["same_count"]
    undoneBy = row["undone_by"]
  }
}

/// Why an exchange was not taken in, or not taken back.
public enum ExchangeError: Error, Equatable {
  case hasFaults
  /// Lines of cases that have another number, of which nobody said which is right.
  case conflicts(count: Int)
  case noSuchExchange(Int64)
  case isUndone
  /// Numbers of cases that were changed afterwards.
  case changedSince([String])

  /// What happened and what to do.
  public var words: Label {
    switch self {
    case .hasFaults: Label(zh: "表格有错误，请先更正", en: "the table has faults; correct them first")
    case .conflicts(let count):
      Label(
        zh: "有 \(count) 行与已登记的编号冲突，请逐行选择以哪个为准",
        en: "\(count) lines conflict with numbers that stand here; say of each which is right")
    case .noSuchExchange(let id): Label(zh: "没有第 \(id) 次导入", en: "there is no exchange \(id)")
    case .isUndone: Label(zh: "这次导入已撤销", en: "this exchange was taken back already")
    case .changedSince(let numbers):
      Label(
        zh: "导入之后又改过，不能撤销：\(Self.listed(numbers, "、"))。请逐张修改",
        en:
          "changed since, and so cannot be taken back: \(Self.listed(numbers, ", ")); change them one "
          + "by one")
    }
  }

  private static func listed(_ names: [String], _ separator: String) -> String {
    names.prefix(8).joined(separator: separator) + (names.count > 8 ? " …" : "")
  }
}

/// Sheets and lists of other systems that were taken in, each of which can be taken back.
public enum CaseExchanges {
  /// Takes all lines in or none: each that changes something with one entry in its case's history and in
  /// the audit log.
  ///
  /// - Parameters:
  ///   - file: what the sheet is called.
  ///   - digest: lower-case hex SHA-256 of what was sent.
  ///   - now: epoch seconds.
  /// - Throws: `ExchangeError`; nothing is changed.
  @discardableResult
  public static func write(
    _ preview: ExchangePreview, file: String, digest: String, by actor: Actor, at now: Int,
    in db: Database
  ) throws -> CaseExchange {
    guard preview.faults.isEmpty else { throw ExchangeError.hasFaults }
    let conflicts = preview.count(.conflict)
    guard conflicts == 0 else { throw ExchangeError.conflicts(count: conflicts) }
    var id: Int64 = 0
    try db.inSavepoint {
      try db.execute(
        sql: """
          INSERT INTO case_exchange
            (system, file, sha256, actor, at, added_count, changed_count, same_count)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          preview.system.id, file, digest, actor.auditName, now, preview.count(.added),
          preview.count(.changed), preview.count(.same),
        ])
      id = db.lastInsertedRowID
      for (place, outcome) in preview.outcomes.filter({ $0.kind != .same }).enumerated() {
        try CaseBook.keep(
          outcome.new, over: outcome.old, of: outcome.file, system: preview.system, exchange: id,
          actor: actor, at: now, in: db)
        try db.execute(
          sql: """
            INSERT INTO case_exchange_change (exchange, place, case_id, old, new)
            VALUES (?, ?, ?, ?, ?)
            """,
          arguments: [
            id, place, outcome.file.id, try outcome.old.map { try encoded($0) },
            try encoded(outcome.new),
          ])
      }
      try AuditLog.append(
        actor: actor, action: "case.exchange", object: "case-exchange/\(id)",
        detail: [
          "system": preview.system.id, "file": file, "sha256": digest,
          "added": "\(preview.count(.added))", "changed": "\(preview.count(.changed))",
          "unchanged": "\(preview.count(.same))",
        ], at: now, in: db)
      return .commit
    }
    return try find(id, in: db)
  }

  /// Puts back what an exchange changed: all of it or nothing, with an entry for each case.
  ///
  /// - Throws: `ExchangeError`; nothing is changed.
  public static func takeBack(
    _ id: Int64, plan: Plan, by actor: Actor, at now: Int, in db: Database
  ) throws {
    let done = try find(id, in: db)
    guard done.undoneBy == nil else { throw ExchangeError.isUndone }
    let changes = try Row.fetchAll(
      db, sql: "SELECT * FROM case_exchange_change WHERE exchange = ? ORDER BY place DESC",
      arguments: [id])
    try db.inSavepoint {
      var changed: [String] = []
      for change in changes {
        let file = try CaseBook.existing(change["case_id"], in: db)
        let new = try decoded(OutsideNumber.self, change["new"])
        let old = try (change["old"] as String?).map { try decoded(OutsideNumber.self, $0) }
        guard try OutsideNumbers.of(file.id, in: db).contains(new) else {
          changed.append(file.number)
          continue
        }
        try CaseBook.keep(
          old, over: new, of: file, system: plan.system(done.system), exchange: id, actor: actor,
          at: now, in: db)
      }
      guard changed.isEmpty else { throw ExchangeError.changedSince(changed) }
      try db.execute(
        sql: "UPDATE case_exchange SET undone_by = ?, undone_at = ? WHERE id = ?",
        arguments: [actor.auditName, now, id])
      try AuditLog.append(
        actor: actor, action: "case.exchange-undone", object: "case-exchange/\(id)",
        detail: ["system": done.system, "file": done.file], at: now, in: db)
      return .commit
    }
  }

  /// The newest of a system first.
  public static func list(
    of system: String, limit: Int, in db: Database
  ) throws -> [CaseExchange] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM case_exchange WHERE system = ? ORDER BY id DESC LIMIT ?",
      arguments: [system, limit]
    ).map { CaseExchange($0) }
  }

  /// - Throws: `ExchangeError.noSuchExchange`.
  public static func find(_ id: Int64, in db: Database) throws -> CaseExchange {
    guard
      let row = try Row.fetchOne(
        db, sql: "SELECT * FROM case_exchange WHERE id = ?", arguments: [id])
    else { throw ExchangeError.noSuchExchange(id) }
    return CaseExchange(row)
  }
}

extension CaseExchanges {
  /// The answer that this request of a program got before.
  ///
  /// - Throws: `CaseRefusal.requestReused`, `badRequestID`.
  public static func answer(
    to requestID: String, of body: [UInt8], by actor: Actor, in db: Database
  ) throws -> String? {
    try CaseBook.answer(to: requestID, of: content(body), by: actor, in: db)
  }

  /// Keeps the answer to a request of a program.
  public static func record(
    _ answer: String, to requestID: String, of body: [UInt8], by actor: Actor, at now: Int,
    in db: Database
  ) throws {
    try RequestLog.record(
      answer, to: requestID, by: actor, body: content(body).utf8, at: now, in: db)
  }

  private static func content(_ body: [UInt8]) -> String {
    "exchange/\(Array(SHA256.hash(data: body)).hex)"
  }
}
