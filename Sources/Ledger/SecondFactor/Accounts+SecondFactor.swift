import Crypto
import GRDB

extension Accounts {
  /// How long a code is awaited after a right password.
  public static let codeSeconds = 300

  /// What a sign-in has come to.
  public enum SignInStage: Sendable {
    case session(SessionTicket)
    /// The password was right; the code is awaited under this token for five minutes.
    case code(token: String)
  }

  /// Notes that the password was right, in the transaction that found so.
  static func awaitCode(of account: Int64, at: Int, in db: Database) throws -> String {
    let token = Token.make()
    try db.execute(sql: "DELETE FROM sign_in_begun WHERE expires_at <= ?", arguments: [at])
    try db.execute(
      sql: "INSERT INTO sign_in_begun (token_digest, account_id, expires_at) VALUES (?, ?, ?)",
      arguments: [Token.digest(token), account, at + codeSeconds])
    return token
  }

  /// Ends a sign-in that awaits its code, by a one-time code or a recovery code.
  ///
  /// - Throws: `SecondFactorRefusal.nothingBegun`, `.wrongCode`, `SignInRefusal.locked`.
  public func signIn(
    token: String, code: String, source: String, agent: String
  ) async throws -> (account: Account, ticket: SessionTicket) {
    let at = now()
    guard Token.isPlausible(token) else { throw SecondFactorRefusal.nothingBegun }
    // A refusal is an answer here and not an error, because the try that was counted must stay.
    let opened = try await ledger.write { db -> (account: Account, ticket: SessionTicket)? in
      guard
        let id = try Int64.fetchOne(
          db, sql: "SELECT account_id FROM sign_in_begun WHERE token_digest = ? AND expires_at > ?",
          arguments: [Token.digest(token), at]),
        let account = try Accounts.find(id, in: db), account.isEnabled
      else { throw SecondFactorRefusal.nothingBegun }
      let key = SignInTries.Key(codeOf: id, source: source)
      try SignInTries.count(key, at: at, in: db)
      let kind: String
      if try SecondFactors.use(code, of: id, at: at, in: db) {
        kind = "one-time"
      } else if try SecondFactors.useRecoveryCode(code, of: id, in: db) {
        kind = "recovery"
      } else {
        try AuditLog.append(
          actor: .system("sign-in"), action: "sign-in.code-refused", object: "account/\(id)",
          at: at, in: db)
        return nil
      }
      try SignInTries.succeed(key, at: at, in: db)
      try db.execute(
        sql: "DELETE FROM sign_in_begun WHERE token_digest = ?", arguments: [Token.digest(token)])
      try AuditLog.append(
        actor: .account(id), action: "sign-in", object: "account/\(id)", detail: ["code": kind],
        at: at, in: db)
      return (account, try Sessions.open(account: id, agent: agent, at: at, in: db))
    }
    guard let opened else { throw SecondFactorRefusal.wrongCode }
    return opened
  }

  /// Begins to set up a second factor; who does so types the password once more.
  ///
  /// - Throws: `AccountError.password(.wrongCurrent)`, `SecondFactorRefusal.isSetUp`,
  ///   `SignInRefusal.locked`, `PasswordHasher.Busy`.
  public func beginSecondFactor(
    of id: Int64, password: String, source: String
  ) async throws {
    try await recognise(id, password: password, source: source)
    let at = now()
    try await ledger.write { db in try SecondFactors.begin(id, at: at, in: db) }
  }

  /// The first code shows that the secret arrived. Other sessions end.
  ///
  /// - Returns: recovery codes, told once.
  /// - Throws: `SecondFactorRefusal`, `SignInRefusal.locked`.
  public func confirmSecondFactor(
    of id: Int64, code: String, session: Int64, source: String
  ) async throws -> [String] {
    let at = now()
    let codes = try await ledger.write { db -> [String]? in
      guard try !SecondFactors.isSetUp(id, in: db) else { throw SecondFactorRefusal.isSetUp }
      let key = SignInTries.Key(codeOf: id, source: source)
      try SignInTries.count(key, at: at, in: db)
      guard try SecondFactors.use(code, of: id, at: at, in: db) else { return nil }
      try SignInTries.succeed(key, at: at, in: db)
      try SecondFactors.confirm(id, at: at, in: db)
      try Accounts.endSessions(of: id, besides: session, by: .account(id), at: at, in: db)
      try AuditLog.append(
        actor: .account(id), action: "second-factor.set-up", object: "account/\(id)", at: at,
        in: db)
      return try SecondFactors.makeRecoveryCodes(of: id, in: db)
    }
    guard let codes else { throw SecondFactorRefusal.wrongCode }
    return codes
  }

  /// New recovery codes in place of those before; who asks types the password once more.
  ///
  /// - Throws: as `beginSecondFactor`, and `SecondFactorRefusal.nothingBegun` without a second factor.
  public func renewRecoveryCodes(
    of id: Int64, password: String, source: String
  ) async throws -> [String] {
    try await recognise(id, password: password, source: source)
    let at = now()
    return try await ledger.write { db in
      guard try SecondFactors.isSetUp(id, in: db) else { throw SecondFactorRefusal.nothingBegun }
      try AuditLog.append(
        actor: .account(id), action: "second-factor.recovery-codes", object: "account/\(id)",
        at: at, in: db)
      return try SecondFactors.makeRecoveryCodes(of: id, in: db)
    }
  }

  /// Takes the own second factor away, for another phone; who does so types the password once more.
  ///
  /// - Throws: as `beginSecondFactor`.
  public func removeOwnSecondFactor(of id: Int64, password: String, source: String) async throws {
    try await recognise(id, password: password, source: source)
    let at = now()
    try await ledger.write { db in
      try SecondFactors.remove(of: id, by: .account(id), at: at, in: db)
    }
  }

  /// Whoever sits before an open session may not be who opened it: the password once more, with the
  /// limits of a password change.
  private func recognise(_ id: Int64, password: String, source: String) async throws {
    let at = now()
    let key = SignInTries.Key(passwordChangeOf: id, source: source)
    let kept = try await ledger.write { db in
      try SignInTries.count(key, at: at, in: db)
      return try Self.passwordHash(of: id, in: db)
    }
    guard try await matches(password, kept, counted: key) else {
      throw AccountError.password(.wrongCurrent)
    }
    try await ledger.write { db in try SignInTries.succeed(key, at: at, in: db) }
  }
}
