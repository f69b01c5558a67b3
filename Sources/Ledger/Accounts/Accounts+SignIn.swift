import GRDB
import NIOPosix

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

extension Accounts {
  /// Checks a name and password, and opens a session where no code is to be typed.
  ///
  /// A try is counted before it is judged, so that many at once get no more guesses than one after
  /// another. An unknown name costs the same time and is locked the same way.
  ///
  /// - Parameters:
  ///   - source: the address of whoever tries; see `LockOut`.
  ///   - agent: what the browser calls itself.
  /// - Throws: `SignInRefusal`, `PasswordHasher.Busy`.
  public func signIn(
    name: String, password: String, source: String, agent: String
  ) async throws -> (account: Account, stage: SignInStage) {
    let at = now()
    let key = SignInTries.Key(signInAs: name, source: source)
    let (account, kept) = try await ledger.write { db in
      try SignInTries.count(key, at: at, in: db)
      let account = try Accounts.find(name: name, in: db)
      return (account, try account.flatMap { try Self.passwordHash(of: $0.id, in: db) })
    }
    if try await matches(password, kept, counted: key), let account, let kept {
      let rule = secondFactor
      let opened = try await ledger.write { db -> (account: Account, stage: SignInStage)? in
        guard let present = try Self.enabled(account.id, stillWith: kept, in: db) else {
          return nil
        }
        try SignInTries.succeed(key, at: at, in: db)
        guard try !SecondFactors.isSetUp(present.id, in: db) else {
          return (present, .code(token: try Self.awaitCode(of: present.id, at: at, in: db)))
        }
        try SecondFactors.ask(present, rule: rule, at: at, in: db)
        try AuditLog.append(
          actor: .account(present.id), action: "sign-in", object: "account/\(present.id)", at: at,
          in: db)
        return (
          present, .session(try Sessions.open(account: present.id, agent: agent, at: at, in: db))
        )
      }
      if let opened { return opened }
    }
    try await ledger.write { db in
      _ = try AuditLog.append(
        actor: .system("sign-in"), action: "sign-in.refused",
        object: account.map { "account/\($0.id)" } ?? "account/unknown", at: at, in: db)
    }
    throw SignInRefusal.wrong
  }

  /// The own password. Every session of the account ends; a new one is opened.
  ///
  /// - Throws: `AccountError.password`, `SignInRefusal.locked`, `PasswordHasher.Busy`.
  public func changePassword(
    of id: Int64, from current: String, to new: String, source: String, agent: String
  ) async throws -> SessionTicket {
    let at = now()
    let key = SignInTries.Key(passwordChangeOf: id, source: source)
    let (account, kept) = try await ledger.write { db in
      guard let account = try Accounts.find(id, in: db) else {
        throw AccountError.noSuchAccount(id)
      }
      try SignInTries.count(key, at: at, in: db)
      return (account, try Self.passwordHash(of: id, in: db))
    }
    guard try await matches(current, kept, counted: key), let kept else {
      throw AccountError.password(.wrongCurrent)
    }
    // Whatever the new one is worth, the present one was known.
    try await ledger.write { db in try SignInTries.succeed(key, at: at, in: db) }
    try await check(new, name: account.name)
    if new == current { throw AccountError.password(.unchanged) }
    let hash = try await hasher.hash(new)
    return try await ledger.write { db in
      guard try Self.enabled(id, stillWith: kept, in: db) != nil else {
        throw AccountError.password(.wrongCurrent)
      }
      try Self.keep(hash, for: id, mustChange: false, in: db)
      try AuditLog.append(
        actor: .account(id), action: "account.password", object: "account/\(id)", at: at, in: db)
      return try Sessions.open(account: id, agent: agent, at: at, in: db)
    }
  }

  /// An administrator sets a password that must be changed at the next sign-in. Sessions end.
  ///
  /// - Throws: `AccountError`, `PasswordHasher.Busy`.
  public func resetPassword(of id: Int64, to new: String, by actor: Actor) async throws {
    let found = try await ledger.read { db in try Accounts.find(id, in: db) }
    guard let account = found else { throw AccountError.noSuchAccount(id) }
    try await check(new, name: account.name)
    let hash = try await hasher.hash(new)
    let at = now()
    try await ledger.write { db in
      try SignInTries.forget(account, in: db)
      try Self.keep(hash, for: id, mustChange: true, in: db)
      try AuditLog.append(
        actor: actor, action: "account.password-reset", object: "account/\(id)", at: at, in: db)
    }
  }

  /// Whether a new password is good enough; the list of known ones is read off the event loops.
  ///
  /// - Throws: `AccountError.password`.
  func check(_ password: String, name: String) async throws {
    let rule = passwords
    try await NIOThreadPool.singleton.runIfActive {
      do throws(PasswordFault) {
        try rule.check(password, name: name)
      } catch { throw AccountError.password(error) }
    }
  }

  /// Whether the password is the one kept. A try that could not be judged is not counted.
  func matches(
    _ password: String, _ kept: PasswordHash?, counted key: SignInTries.Key
  ) async throws -> Bool {
    do {
      guard password.utf8.count <= 1024 else { return try await hasher.matches("", nil) }
      return try await hasher.matches(password, kept)
    } catch {
      try await ledger.write { db in try SignInTries.takeBack(key, in: db) }
      throw error
    }
  }

  /// The account, where it is enabled and its password is still the one that was judged: hashing
  /// takes long, and meanwhile somebody may have set another.
  static func enabled(
    _ id: Int64, stillWith kept: PasswordHash, in db: Database
  ) throws -> Account? {
    guard let present = try Accounts.find(id, in: db), present.isEnabled,
      try passwordHash(of: id, in: db) == kept
    else { return nil }
    return present
  }

  static func passwordHash(of id: Int64, in db: Database) throws -> PasswordHash? {
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
    try db.execute(sql: "DELETE FROM sign_in_begun WHERE account_id = ?", arguments: [id])
  }
}
