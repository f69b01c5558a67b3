public import ActionPlan
import FoundationEssentials
public import GRDB

extension LedgerSchema {
  static let plans = LedgerMigration(id: "ledger.plans.1") { db in
    try db.execute(
      sql: """
        CREATE TABLE plan (
          digest TEXT PRIMARY KEY CHECK (length(digest) = 64),
          plan_id TEXT NOT NULL CHECK (plan_id <> ''),
          stored_at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE plan_file (
          digest TEXT NOT NULL REFERENCES plan (digest),
          path TEXT NOT NULL CHECK (path <> ''),
          bytes BLOB NOT NULL,
          PRIMARY KEY (digest, path)
        ) STRICT;
        CREATE TABLE plan_applied (
          seq INTEGER PRIMARY KEY,
          digest TEXT NOT NULL REFERENCES plan (digest),
          at INTEGER NOT NULL
        ) STRICT;
        """)
  }
}
/// A plan that was applied.
public struct ArchivedPlan: Sendable, Hashable {
  public let digest: String
  public let planID: String
  /// Epoch seconds.
  public let appliedAt: Int
}

/// Every plan this district ever ran under, by digest: a case finishes under its own.
public enum PlanArchive {
  /// Keeps the plan's files and makes it the current one. The same plan again changes nothing.
  ///
  /// - Parameters:
  ///   - digest: `Plan.digest`, 64 hex digits.
  ///   - files: those the digest was made of.
  /// - Returns: whether it was not the current one before.
  @discardableResult
  public static func store(
    digest: String, planID: String, files: [PlanFile], by actor: Actor, at: Int, in db: Database
  ) throws -> Bool {
    let before = try current(in: db)
    guard before?.digest != digest else { return false }
    try db.execute(
      sql: """
        INSERT INTO plan (digest, plan_id, stored_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING
        """, arguments: [digest, planID, at])
    if db.changesCount == 1 {
      for file in files {
        try db.execute(
          sql: "INSERT INTO plan_file (digest, path, bytes) VALUES (?, ?, ?)",
          arguments: [digest, file.path, file.bytes.data])
      }
    }
    try db.execute(
      sql: "INSERT INTO plan_applied (digest, at) VALUES (?, ?)", arguments: [digest, at])
    var detail = ["plan": planID]
    detail["before"] = before?.digest
    try AuditLog.append(
      actor: actor, action: "plan.apply", object: "plan/\(digest)", detail: detail, at: at, in: db)
    return true
  }

  /// The plan applied last.
  public static func current(in db: Database) throws -> ArchivedPlan? {
    try Row.fetchOne(
      db,
      sql: """
        SELECT digest, plan_id, at FROM plan_applied JOIN plan USING (digest)
        ORDER BY seq DESC LIMIT 1
        """
    ).map { ArchivedPlan(digest: $0["digest"], planID: $0["plan_id"], appliedAt: $0["at"]) }
  }

  /// When a plan of this id first came into force, in epoch seconds; nil where none ever did.
  public static func firstApplied(planID: String, in db: Database) throws -> Int? {
    try Int.fetchOne(
      db, sql: "SELECT min(at) FROM plan_applied JOIN plan USING (digest) WHERE plan_id = ?",
      arguments: [planID])
  }

  /// The files of a plan by path; empty for an unknown digest.
  public static func files(digest: String, in db: Database) throws -> [PlanFile] {
    try Row.fetchAll(
      db, sql: "SELECT path, bytes FROM plan_file WHERE digest = ? ORDER BY path",
      arguments: [digest]
    ).map { PlanFile(path: $0["path"], bytes: [UInt8]($0["bytes"] as DataBytes)) }
  }
}
