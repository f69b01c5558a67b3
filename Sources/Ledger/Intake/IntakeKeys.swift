import FoundationEssentials
public import GRDB

extension LedgerSchema {
  static let intakeKeys = LedgerMigration(id: "ledger.intake-keys.1") { db in
    try db.execute(
      sql: """
        CREATE TABLE intake_key (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          name TEXT NOT NULL UNIQUE CHECK (name <> ''),
          token_digest BLOB NOT NULL UNIQUE CHECK (length(token_digest) = 32),
          created_at INTEGER NOT NULL,
          revoked_at INTEGER CHECK (revoked_at >= created_at),
          last_used_at INTEGER
        ) STRICT;
        """)
  }

  static let intakePurposes = LedgerMigration(id: "ledger.intake-keys.2") { db in
    try db.execute(
      sql: """
        ALTER TABLE intake_key ADD COLUMN purpose TEXT NOT NULL DEFAULT 'cameras'
          CHECK (purpose IN ('cameras', 'checks'))
        """)
  }

  /// A key may stand for an account; what a key may be good for is a matter of the program.
  static let intakeAccounts = LedgerMigration(id: "ledger.intake-keys.3") { db in
    try db.execute(
      sql: """
        CREATE TABLE intake_key_kept (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          name TEXT NOT NULL UNIQUE CHECK (name <> ''),
          token_digest BLOB NOT NULL UNIQUE CHECK (length(token_digest) = 32),
          created_at INTEGER NOT NULL,
          revoked_at INTEGER CHECK (revoked_at >= created_at),
          last_used_at INTEGER,
          purpose TEXT NOT NULL,
          account INTEGER REFERENCES account,
          CHECK ((purpose = 'cases') = (account IS NOT NULL))
        ) STRICT;
        INSERT INTO intake_key_kept
          SELECT id, name, token_digest, created_at, revoked_at, last_used_at, purpose, NULL
          FROM intake_key;
        DROP TABLE intake_key;
        ALTER TABLE intake_key_kept RENAME TO intake_key;
        """)
  }
}

extension LedgerSchema {
  /// A key for readings is of one source of the plan.
  static let intakeSources = LedgerMigration(id: "ledger.intake-keys.4") { db in
    try db.execute(
      sql: """
        ALTER TABLE intake_key ADD COLUMN source TEXT
          CHECK ((purpose = 'readings') = (source IS NOT NULL))
        """)
  }
}

/// What a platform signs in with.
public struct IntakeKey: Sendable, Hashable, Identifiable {
  /// What the key is good for, and nothing else.
  public enum Purpose: String, Sendable, CaseIterable {
    /// Sending alarms of cameras.
    case cameras
    /// Asking the plan's checks.
    case checks
    /// Working cases and exchanging their status in the name of an account, as far as that may.
    case cases
    /// Sending the documents of one of the plan's sources.
    case readings
  }

  public let id: Int64
  /// e.g. `tower-cameras`; part of the actor's name, never used again.
  public let name: String
  public let purpose: Purpose
  /// In whose name it works; only of a key for cases.
  public let account: Int64?
  /// Whose documents it brings; only of a key for readings.
  public let source: String?
  /// Epoch seconds.
  public let createdAt: Int
  public let revokedAt: Int?
  /// To the minute.
  public let lastUsedAt: Int?

  public var actor: Actor {
    switch purpose {
    case .cameras: .system("camera:\(name)")
    case .checks: .system("checks:\(name)")
    case .readings: .system("readings:\(name)")
    case .cases: account.map { .account($0) } ?? .system("cases:\(name)")
    }
  }
}

/// Handed out once; only the digest of the token is kept.
public struct IssuedIntakeKey: Sendable {
  public let key: IntakeKey
  public let token: String
}

/// Keys of platforms that send alarms or readings, ask checks or work cases over HTTP (`Authorization: Bearer`).
public enum IntakeKeys {
  /// - Parameters:
  ///   - account: in whose name a key for cases works; nil for the others.
  ///   - source: whose documents a key for readings brings; nil for the others.
  /// - Throws: `IntakeKeyError`.
  public static func create(
    name: String, for purpose: IntakeKey.Purpose, as account: Int64? = nil,
    source: String? = nil, by actor: Actor, at: Int, in db: Database
  ) throws -> IssuedIntakeKey {
    guard (purpose == .cases) == (account != nil) else { throw IntakeKeyError.accountForCases }
    guard (purpose == .readings) == (source != nil) else {
      throw IntakeKeyError.sourceForReadings
    }
    guard LedgerID.isValid(name) else { throw IntakeKeyError.badName(name) }
    let taken = try Bool.fetchOne(
      db, sql: "SELECT 1 FROM intake_key WHERE name = ?", arguments: [name])
    guard taken == nil else { throw IntakeKeyError.nameTaken(name) }
    let token = Token.make()
    try db.execute(
      sql: """
        INSERT INTO intake_key (name, purpose, account, source, token_digest, created_at)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
      arguments: [name, purpose.rawValue, account, source, Token.digest(token), at])
    let id = db.lastInsertedRowID
    var detail = ["name": name, "for": purpose.rawValue]
    detail["as"] = account.map { "account/\($0)" }
    detail["source"] = source
    try AuditLog.append(
      actor: actor, action: "intake-key.create", object: "intake-key/\(id)", detail: detail, at: at,
      in: db)
    return IssuedIntakeKey(
      key: IntakeKey(
        id: id, name: name, purpose: purpose, account: account, source: source, createdAt: at,
        revokedAt: nil, lastUsedAt: nil),
      token: token)
  }

  /// - Returns: `nil` for an unknown or revoked token, and for one that is good for something else.
  public static func find(
    token: String, for purpose: IntakeKey.Purpose, in db: Database
  ) throws -> IntakeKey? {
    guard Token.isPlausible(token) else { return nil }
    return try Row.fetchOne(
      db,
      sql: """
        SELECT * FROM intake_key WHERE token_digest = ? AND purpose = ? AND revoked_at IS NULL
        """, arguments: [Token.digest(token), purpose.rawValue]
    ).map(key)
  }

  /// Notes that a key was used; at most once a minute is written.
  public static func touch(_ id: Int64, at: Int, in db: Database) throws {
    try db.execute(
      sql: """
        UPDATE intake_key SET last_used_at = :at
        WHERE id = :id AND (last_used_at IS NULL OR last_used_at <= :at - 60)
        """, arguments: ["id": id, "at": at])
  }

  /// By name, also revoked ones.
  public static func list(in db: Database) throws -> [IntakeKey] {
    try Row.fetchAll(db, sql: "SELECT * FROM intake_key ORDER BY name").map(key)
  }

  /// From now on the token is refused.
  ///
  /// - Throws: `IntakeKeyError`.
  public static func revoke(
    name: String, by actor: Actor, at: Int, in db: Database
  ) throws {
    try db.execute(
      sql: "UPDATE intake_key SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL",
      arguments: [at, name])
    guard db.changesCount == 1 else { throw IntakeKeyError.noSuchKey(name) }
    let id = try Int64.fetchOne(
      db, sql: "SELECT id FROM intake_key WHERE name = ?", arguments: [name])
    try AuditLog.append(
      actor: actor, action: "intake-key.revoke", object: "intake-key/\(id ?? 0)",
      detail: ["name": name], at: at, in: db)
  }

  private static func key(_ row: Row) -> IntakeKey {
    IntakeKey(
      id: row["id"], name: row["name"],
      purpose: IntakeKey.Purpose(rawValue: row["purpose"]) ?? .cameras, account: row["account"],
      source: row["source"], createdAt: row["created_at"],
      revokedAt: row["revoked_at"], lastUsedAt: row["last_used_at"])
  }
}

public enum IntakeKeyError: Error, Equatable, CustomStringConvertible {
  case badName(String)
  case nameTaken(String)
  case noSuchKey(String)
  case accountForCases
  case sourceForReadings

  public var description: String {
    switch self {
    case .badName(let name): "key name \"\(name)\": \(LedgerID.rule)"
    case .nameTaken(let name): "key name \"\(name)\" was used before; choose another"
    case .noSuchKey(let name): "there is no valid key \"\(name)\"; look it up in the list"
    case .accountForCases:
      "a key for cases, and no other, works in the name of an account; name it with --account"
    case .sourceForReadings:
      "a key for readings, and no other, brings the documents of a source; name it with --source"
    }
  }
}
