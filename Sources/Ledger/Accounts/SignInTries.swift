import Crypto
import FoundationEssentials
import GRDB

/// How long tries at a password are refused after failures in a row, whether anyone bears the name
/// or not.
///
/// Failures count by name and network, so that an outsider's do not keep the desk out. What many
/// networks fail together at one name has a limit too; a network from which the account signed in
/// of late neither adds to it nor is held by it.
public enum LockOut {
  /// Failures that are free.
  public static let freeFailures = 5
  /// Failures at one name that are free to all networks together.
  public static let freeFailuresOverAll = 100
  public static let firstSeconds = 30
  public static let greatestSeconds = 3_600
  /// Failures are forgotten after so long without another.
  public static let forgetSeconds = 86_400
  /// A network counts as the account's own for so long after a sign-in from it.
  public static let knownSeconds = 30 * 86_400
  /// Names and networks remembered at most; the oldest go first.
  static let remembered = 10_000

  /// 0 below the last free failure, then 30 s, doubling up to an hour.
  public static func seconds(afterFailures count: Int, free: Int = freeFailures) -> Int {
    guard count >= free else { return 0 }
    let doublings = min(count - free, 10)
    return min(firstSeconds << doublings, greatestSeconds)
  }
}

/// Tries at passwords, by what is tried and the network it is tried from.
enum SignInTries {
  /// An IPv4 address counts with its neighbours.
  private static let ipv4Bits = 24

  struct Key: Sendable {
    let digest: [UInt8]
    let network: String

    init(signInAs name: String, source: String) {
      digest = SignInTries.digest(signInAs: name)
      network = SourceNetwork.of(source, ipv4Bits: SignInTries.ipv4Bits)
    }

    /// Counted apart: a code takes a right password, and has far fewer possibilities than one.
    init(codeOf id: Int64, source: String) {
      digest = SignInTries.digest(codeOf: id)
      network = SourceNetwork.of(source, ipv4Bits: SignInTries.ipv4Bits)
    }

    /// Counted apart: who is signed in is not kept from a new password by who is not.
    init(passwordChangeOf id: Int64, source: String) {
      digest = SignInTries.digest(passwordChangeOf: id)
      network = SourceNetwork.of(source, ipv4Bits: SignInTries.ipv4Bits)
    }
  }

  /// Counts one more try before it is judged; a success takes all of the network's away again.
  ///
  /// - Throws: `SignInRefusal.locked`.
  static func count(_ key: Key, at: Int, in db: Database) throws {
    try forgetOld(at: at, in: db)
    let row = try Row.fetchOne(
      db,
      sql: """
        SELECT count, locked_until, last_at, signed_in_at FROM sign_in_try
        WHERE digest = ? AND network = ?
        """, arguments: [key.digest.data, key.network])
    if let until = row?["locked_until"] as Int?, until > at {
      throw SignInRefusal.locked(until: until)
    }
    let isKnown = (row?["signed_in_at"] as Int?).map { $0 > at - LockOut.knownSeconds } ?? false
    if !isKnown, let until = try lockOverAll(key.digest, at: at, in: db) {
      throw SignInRefusal.locked(until: until)
    }
    let isFresh = (row?["last_at"] as Int?).map { $0 >= at - LockOut.forgetSeconds } ?? false
    let count = (isFresh ? row?["count"] as Int? ?? 0 : 0) + 1
    try db.execute(
      sql: """
        INSERT INTO sign_in_try (digest, network, count, locked_until, last_at)
        VALUES (:digest, :network, :count, :until, :at)
        ON CONFLICT DO UPDATE SET count = :count, locked_until = :until, last_at = :at
        """,
      arguments: [
        "digest": key.digest.data, "network": key.network, "count": count,
        "until": at + LockOut.seconds(afterFailures: count), "at": at,
      ])
  }

  /// A try that could not be judged was none.
  static func takeBack(_ key: Key, in db: Database) throws {
    guard
      let row = try Row.fetchOne(
        db,
        sql: """
          UPDATE sign_in_try SET count = count - 1
          WHERE digest = ? AND network = ? AND count > 0 RETURNING count, last_at
          """, arguments: [key.digest.data, key.network])
    else { return }
    let (count, lastAt) = (row["count"] as Int, row["last_at"] as Int)
    try db.execute(
      sql: "UPDATE sign_in_try SET locked_until = ? WHERE digest = ? AND network = ?",
      arguments: [lastAt + LockOut.seconds(afterFailures: count), key.digest.data, key.network])
  }

  static func succeed(_ key: Key, at: Int, in db: Database) throws {
    try db.execute(
      sql: """
        UPDATE sign_in_try SET count = 0, locked_until = 0, signed_in_at = ?
        WHERE digest = ? AND network = ?
        """, arguments: [at, key.digest.data, key.network])
  }

  /// Forgets failures and known networks of an account.
  static func forget(_ account: Account, in db: Database) throws {
    try db.execute(
      sql: "DELETE FROM sign_in_try WHERE digest IN (?, ?, ?)",
      arguments: [
        digest(signInAs: account.name).data, digest(passwordChangeOf: account.id).data,
        digest(codeOf: account.id).data,
      ])
  }

  /// The latest time until which some network is kept from the account; nil where none is.
  static func lockedUntil(_ account: Account, at: Int, in db: Database) throws -> Int? {
    let digest = digest(signInAs: account.name)
    let own = try Int.fetchOne(
      db, sql: "SELECT max(locked_until) FROM sign_in_try WHERE digest = ? AND locked_until > ?",
      arguments: [digest.data, at])
    let overall = try lockOverAll(digest, at: at, in: db)
    return [own, overall].compactMap(\.self).max()
  }

  /// Until when networks that are not known are refused; nil where they are not.
  private static func lockOverAll(_ digest: [UInt8], at: Int, in db: Database) throws -> Int? {
    let row = try Row.fetchOne(
      db,
      sql: """
        SELECT coalesce(sum(count), 0) AS count, max(last_at) AS last_at FROM sign_in_try
        WHERE digest = ? AND last_at >= ? AND (signed_in_at IS NULL OR signed_in_at <= ?)
        """,
      arguments: [digest.data, at - LockOut.forgetSeconds, at - LockOut.knownSeconds])
    guard let row, let lastAt = row["last_at"] as Int? else { return nil }
    let until =
      lastAt + LockOut.seconds(afterFailures: row["count"], free: LockOut.freeFailuresOverAll)
    return until > at ? until : nil
  }

  private static func forgetOld(at: Int, in db: Database) throws {
    try db.execute(
      sql: """
        DELETE FROM sign_in_try
        WHERE last_at < ? AND (signed_in_at IS NULL OR signed_in_at <= ?)
        """, arguments: [at - LockOut.forgetSeconds, at - LockOut.knownSeconds])
    // Known networks stay: it takes a password to make one.
    try db.execute(
      sql: """
        DELETE FROM sign_in_try WHERE (digest, network) IN (
          SELECT digest, network FROM sign_in_try WHERE signed_in_at IS NULL
          ORDER BY last_at DESC LIMIT -1 OFFSET ?)
        """, arguments: [LockOut.remembered])
  }

  private static func digest(signInAs name: String) -> [UInt8] {
    Array(SHA256.hash(data: Array("name \(name.lowercased())".utf8)))
  }

  private static func digest(codeOf id: Int64) -> [UInt8] {
    Array(SHA256.hash(data: Array("code \(id)".utf8)))
  }

  private static func digest(passwordChangeOf id: Int64) -> [UInt8] {
    Array(SHA256.hash(data: Array("change \(id)".utf8)))
  }
}
