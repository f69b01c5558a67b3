import Crypto
import GRDB

/// Why a sign-in was refused. Nothing tells whether the name exists.
public enum SignInRefusal: Error, Equatable, CustomStringConvertible {
  /// Name or password is wrong, or the account is disabled.
  case wrong
  /// Too many failures; until epoch seconds.
  case locked(until: Int)

  public var description: String {
    switch self {
    case .wrong: "name or password is wrong; check both and try again"
    case .locked(let until): "too many failures; try again after \(until) (epoch seconds)"
    }
  }
}

/// How long a name is locked after failures in a row, whether anyone bears it or not.
public enum LockOut {
  /// Failures that are free.
  public static let freeFailures = 5
  public static let firstSeconds = 30
  public static let greatestSeconds = 3_600
  /// Failures are forgotten after so long without another.
  public static let forgetSeconds = 86_400
  /// Names remembered at most; the oldest go first.
  static let rememberedNames = 10_000

  /// 0 below the fifth failure, then 30 s, doubling up to an hour.
  public static func seconds(afterFailures count: Int) -> Int {
    guard count >= freeFailures else { return 0 }
    let doublings = min(count - freeFailures, 10)
    return min(firstSeconds << doublings, greatestSeconds)
  }
}

extension Accounts {
  /// Checks a name and password.
  ///
  /// A try is counted before it is judged, so that many at once get no more guesses than one after
  /// another. An unknown name costs the same time and is locked the same way.
  ///
  /// - Throws: `SignInRefusal`, `PasswordHasher.Busy`.
  public func authenticate(name: String, password: String) async throws -> Account {
    let at = now()
    let digest = Self.nameDigest(name)
    let (account, kept) = try await ledger.write { db in
      try Self.countTry(digest, at: at, in: db)
      let account = try Accounts.find(name: name, in: db)
      return (account, try account.flatMap { try Self.passwordHash(of: $0.id, in: db) })
    }
    let matches: Bool
    if password.utf8.count > 1024 {
      matches = try await hasher.matches("", nil)
    } else {
      matches = try await hasher.matches(password, kept)
    }
    guard matches, let account, account.isEnabled else {
      try await ledger.write { db in
        _ = try AuditLog.append(
          actor: .system("sign-in"), action: "sign-in.refused",
          object: account.map { "account/\($0.id)" } ?? "account/unknown", at: at, in: db)
      }
      throw SignInRefusal.wrong
    }
    return try await ledger.write { db in
      try db.execute(
        sql: "DELETE FROM sign_in_failure WHERE name_digest = ?", arguments: [digest.data])
      guard let present = try Accounts.find(account.id, in: db), present.isEnabled else {
        throw SignInRefusal.wrong
      }
      try AuditLog.append(
        actor: .account(present.id), action: "sign-in", object: "account/\(present.id)", at: at,
        in: db)
      return present
    }
  }

  /// The own password. Every session of the account ends, this one too: open a new one.
  ///
  /// - Throws: `AccountError.password`, `SignInRefusal.locked`, `PasswordHasher.Busy`.
  public func changePassword(of id: Int64, from current: String, to new: String) async throws {
    let at = now()
    let (account, kept) = try await ledger.write { db in
      guard let account = try Accounts.find(id, in: db) else {
        throw AccountError.noSuchAccount(id)
      }
      try Self.countTry(Self.nameDigest(account.name), at: at, in: db)
      return (account, try Self.passwordHash(of: id, in: db))
    }
    guard current.utf8.count <= 1024, try await hasher.matches(current, kept) else {
      throw AccountError.password(.wrongCurrent)
    }
    do throws(PasswordFault) {
      try PasswordRule.check(new, name: account.name)
      if new == current { throw .unchanged }
    } catch { throw AccountError.password(error) }
    let hash = try await hasher.hash(new)
    try await ledger.write { db in
      try db.execute(
        sql: "DELETE FROM sign_in_failure WHERE name_digest = ?",
        arguments: [Self.nameDigest(account.name).data])
      try Self.keep(hash, for: id, mustChange: false, in: db)
      try AuditLog.append(
        actor: .account(id), action: "account.password", object: "account/\(id)", at: at, in: db)
    }
  }

  /// An administrator sets a password that must be changed at the next sign-in.
  ///
  /// - Throws: `AccountError`, `PasswordHasher.Busy`.
  public func resetPassword(of id: Int64, to new: String, by actor: Actor) async throws {
    let found = try await ledger.read { db in try Accounts.find(id, in: db) }
    guard let account = found else { throw AccountError.noSuchAccount(id) }
    do throws(PasswordFault) {
      try PasswordRule.check(new, name: account.name)
    } catch { throw AccountError.password(error) }
    let hash = try await hasher.hash(new)
    let at = now()
    try await ledger.write { db in
      try db.execute(
        sql: "DELETE FROM sign_in_failure WHERE name_digest = ?",
        arguments: [Self.nameDigest(account.name).data])
      try Self.keep(hash, for: id, mustChange: true, in: db)
      try AuditLog.append(
        actor: actor, action: "account.password-reset", object: "account/\(id)", at: at, in: db)
    }
  }

  private static func nameDigest(_ name: String) -> [UInt8] {
    Array(SHA256.hash(data: Array(name.lowercased().utf8)))
  }

  /// Counts one more try against the name; a success takes all of them away again.
  private static func countTry(_ digest: [UInt8], at: Int, in db: Database) throws {
    try db.execute(
      sql: "DELETE FROM sign_in_failure WHERE last_at < ?", arguments: [at - LockOut.forgetSeconds])
    let row = try Row.fetchOne(
      db, sql: "SELECT count, locked_until FROM sign_in_failure WHERE name_digest = ?",
      arguments: [digest.data])
    if let until = row?["locked_until"] as Int?, until > at {
      throw SignInRefusal.locked(until: until)
    }
    let count = (row?["count"] as Int? ?? 0) + 1
    try db.execute(
      sql: """
        INSERT INTO sign_in_failure (name_digest, count, locked_until, last_at)
        VALUES (:digest, :count, :until, :at)
        ON CONFLICT DO UPDATE SET count = :count, locked_until = :until, last_at = :at
        """,
      arguments: [
        "digest": digest.data, "count": count, "until": at + LockOut.seconds(afterFailures: count),
        "at": at,
      ])
    try db.execute(
      sql: """
        DELETE FROM sign_in_failure WHERE name_digest IN (
          SELECT name_digest FROM sign_in_failure ORDER BY last_at DESC LIMIT -1 OFFSET ?)
        """, arguments: [LockOut.rememberedNames])
  }

  private static func passwordHash(of id: Int64, in db: Database) throws -> PasswordHash? {
    try Row.fetchOne(
      db,
      sql: """
        SELECT scrypt_rounds, scrypt_block_size, scrypt_parallelism, password_salt, password_hash
        FROM account WHERE id = ?
        """, arguments: [id]
    ).map { row in
      PasswordHash(
        cost: ScryptCost(
          rounds: row["scrypt_rounds"], blockSize: row["scrypt_block_size"],
          parallelism: row["scrypt_parallelism"]),
        salt: [UInt8](row["password_salt"] as DataBytes),
        hash: [UInt8](row["password_hash"] as DataBytes))
    }
  }

  private static func keep(
    _ hash: PasswordHash, for id: Int64, mustChange: Bool, in db: Database
  ) throws {
    try db.execute(
      sql: """
        UPDATE account SET scrypt_rounds = ?, scrypt_block_size = ?, scrypt_parallelism = ?,
          password_salt = ?, password_hash = ?, must_change_password = ? WHERE id = ?
        """,
      arguments: [
        hash.cost.rounds, hash.cost.blockSize, hash.cost.parallelism, hash.salt.data,
        hash.hash.data, mustChange, id,
      ])
    try Sessions.closeAll(of: id, in: db)
  }
}
