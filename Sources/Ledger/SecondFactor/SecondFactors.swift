import Crypto
import FoundationEssentials
public import GRDB

/// Secrets of one-time codes, by account, and recovery codes for a lost phone.
///
/// A secret must be known to check a code, so it lies in the ledger as it is: whoever can read that
/// file can also write it. Of recovery codes only SHA-256 is kept; each is 120 random bits, which no guessing reaches.
public enum SecondFactors {
  static let recoveryCount = 10

  public static func isSetUp(_ account: Int64, in db: Database) throws -> Bool {
    try Bool.fetchOne(
      db.cachedStatement(
        sql: "SELECT confirmed_at IS NOT NULL FROM second_factor WHERE account_id = ?"),
      arguments: [account]) ?? false
  }

  /// - Parameter account: with what it may do now.
  public static func state(
    of account: Account, rule: SecondFactorRule, at: Int, in db: Database
  ) throws -> SecondFactorState {
    let isSetUp = try isSetUp(account.id, in: db)
    guard !isSetUp, rule.applies(to: account.roles) else {
      let left =
        isSetUp
        ? try Int.fetchOne(
          db, sql: "SELECT count(*) FROM recovery_code WHERE account_id = ?",
          arguments: [account.id]) ?? 0 : 0
      return SecondFactorState(isSetUp: isSetUp, recoveryCodes: left, dueAt: nil)
    }
    let asked = try Int.fetchOne(
      db.cachedStatement(sql: "SELECT second_factor_asked_at FROM account WHERE id = ?"),
      arguments: [account.id])
    return SecondFactorState(
      isSetUp: false, recoveryCodes: 0, dueAt: (asked ?? at) + rule.graceSeconds)
  }

  /// Begins the grace at the first sign-in that asks.
  static func ask(_ account: Account, rule: SecondFactorRule, at: Int, in db: Database) throws {
    guard rule.applies(to: account.roles) else { return }
    try db.execute(
      sql: """
        UPDATE account SET second_factor_asked_at = ?
        WHERE id = ? AND second_factor_asked_at IS NULL
        """, arguments: [at, account.id])
  }

  /// A fresh secret that counts from its first code on. One that is in use stays.
  ///
  /// - Throws: `SecondFactorRefusal.isSetUp`.
  static func begin(_ account: Int64, at: Int, in db: Database) throws {
    guard try !isSetUp(account, in: db) else { throw SecondFactorRefusal.isSetUp }
    try db.execute(
      sql: """
        INSERT INTO second_factor (account_id, secret, made_at) VALUES (:account, :secret, :at)
        ON CONFLICT DO UPDATE SET secret = :secret, made_at = :at, last_step = 0
        """, arguments: ["account": account, "secret": randomBytes(20).data, "at": at])
  }

  /// The secret that waits for its first code; nil where none does.
  public static func waitingSecret(
    of account: Account, issuer: String, in db: Database
  ) throws -> SecondFactorSecret? {
    try DataBytes.fetchOne(
      db, sql: "SELECT secret FROM second_factor WHERE account_id = ? AND confirmed_at IS NULL",
      arguments: [account.id]
    ).map { SecondFactorSecret(bytes: [UInt8]($0), account: account.name, issuer: issuer) }
  }

  /// Whether the code is right and was not used before; it is used then.
  static func use(_ code: String, of account: Int64, at: Int, in db: Database) throws -> Bool {
    guard
      let row = try Row.fetchOne(
        db, sql: "SELECT secret, last_step FROM second_factor WHERE account_id = ?",
        arguments: [account]),
      let step = OneTimeCode.matchingStep(
        code.filter { $0 != " " }, secret: [UInt8](row["secret"] as DataBytes), at: at,
        after: row["last_step"])
    else { return false }
    try db.execute(
      sql: "UPDATE second_factor SET last_step = ? WHERE account_id = ?",
      arguments: [step, account])
    return true
  }

  /// Whether it is one of the account's recovery codes; it is gone then.
  static func useRecoveryCode(_ code: String, of account: Int64, in db: Database) throws -> Bool {
    try db.execute(
      sql: "DELETE FROM recovery_code WHERE account_id = ? AND digest = ?",
      arguments: [account, digest(code)])
    return db.changesCount == 1
  }

  static func confirm(_ account: Int64, at: Int, in db: Database) throws {
    try db.execute(
      sql: "UPDATE second_factor SET confirmed_at = ? WHERE account_id = ?",
      arguments: [at, account])
  }

  /// New recovery codes in place of all before; told once.
  static func makeRecoveryCodes(of account: Int64, in db: Database) throws -> [String] {
    try db.execute(sql: "DELETE FROM recovery_code WHERE account_id = ?", arguments: [account])
    return try (0..<recoveryCount).map { _ in
      let text = Base32.encode(randomBytes(15)).lowercased()
      try db.execute(
        sql: "INSERT INTO recovery_code (account_id, digest) VALUES (?, ?)",
        arguments: [account, digest(text)])
      return stride(from: 0, to: text.count, by: 4)
        .map { String(text.dropFirst($0).prefix(4)) }.joined(separator: "-")
    }
  }

  /// Takes the second factor away, such as for a lost phone; the next sign-in asks for the password
  /// alone, the grace begins anew, sessions end.
  ///
  /// - Throws: `AccountError.noSuchAccount`.
  public static func remove(of id: Int64, by actor: Actor, at: Int, in db: Database) throws {
    guard let account = try Accounts.find(id, in: db) else { throw AccountError.noSuchAccount(id) }
    try db.execute(sql: "DELETE FROM second_factor WHERE account_id = ?", arguments: [id])
    try db.execute(sql: "DELETE FROM recovery_code WHERE account_id = ?", arguments: [id])
    try db.execute(
      sql: "UPDATE account SET second_factor_asked_at = NULL WHERE id = ?", arguments: [id])
    try SignInTries.forget(account, in: db)
    try Sessions.closeAll(of: id, in: db)
    try AuditLog.append(
      actor: actor, action: "second-factor.remove", object: "account/\(id)", at: at, in: db)
  }

  /// Without hyphens and blanks, whatever the case.
  private static func digest(_ code: String) -> Data {
    Data(SHA256.hash(data: Array(code.lowercased().filter { $0 != "-" && $0 != " " }.utf8)))
  }
}

/// A secret on its way into an authenticator.
public struct SecondFactorSecret: Sendable {
  let bytes: [UInt8]
  let account: String
  let issuer: String

  /// As a person types it: groups of four.
  public var text: String {
    let text = Base32.encode(bytes)
    return stride(from: 0, to: text.count, by: 4)
      .map { String(text.dropFirst($0).prefix(4)) }.joined(separator: " ")
  }

  /// As a QR code holds it: `otpauth://totp/…`, printable ASCII.
  public var address: String {
    "otpauth://totp/\(issuer):\(account)?secret=\(Base32.encode(bytes))&issuer=\(issuer)"
  }
}

public enum SecondFactorRefusal: Error, Equatable, CustomStringConvertible {
  /// The account has one; remove it first.
  case isSetUp
  /// Nothing waits for a code: it took too long, or was done in another window.
  case nothingBegun
  case wrongCode

  public var description: String {
    switch self {
    case .isSetUp: "a second factor is set up already; remove it first"
    case .nothingBegun: "no sign-in or set-up waits for a code; begin again"
    case .wrongCode: "the code is wrong or was used before; type the next one"
    }
  }
}
