public import GRDB

/// One line of the list of accounts.
public struct AccountLine: Sendable, Hashable {
  public let account: Account
  public let openSessions: Int
  public let hasSecondFactor: Bool
  /// Some network is kept out for failures, until epoch seconds.
  public let lockedUntil: Int?
}

/// What administrators do with accounts, beside making and changing them.
extension Accounts {
  /// Whether roles are the security administrator's business: from the first enabled one on. Until
  /// then the system administrator gives them, as the only administrator there is.
  public static func isSeparated(in db: Database) throws -> Bool {
    try enabledCount(of: .security, in: db) > 0
  }

  /// Accounts by name, one page.
  ///
  /// - Parameters:
  ///   - text: part of the sign-in or displayed name; empty for all.
  ///   - after: sign-in name of the last one on the page before.
  public static func page(
    matching text: String, role: Role?, after: String?, limit: Int, at: Int, in db: Database
  ) throws -> [AccountLine] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT \(columns) FROM account
        WHERE (:text = '' OR instr(lower(name), lower(:text)) > 0
            OR instr(lower(display_name), lower(:text)) > 0)
          AND (:role IS NULL OR id IN (SELECT account_id FROM account_role WHERE role = :role))
          AND (:after IS NULL OR name > :after COLLATE NOCASE)
        ORDER BY name LIMIT :limit
        """,
      arguments: ["text": text, "role": role?.rawValue, "after": after, "limit": limit])
    return try rows.map { try line(of: try account($0, in: db), at: at, in: db) }
  }

  public static func line(of account: Account, at: Int, in db: Database) throws -> AccountLine {
    AccountLine(
      account: account, openSessions: try Sessions.list(account: account.id, at: at, in: db).count,
      hasSecondFactor: try SecondFactors.isSetUp(account.id, in: db),
      lockedUntil: try SignInTries.lockedUntil(account, at: at, in: db))
  }

  /// Lifts every lock that failures brought.
  ///
  /// - Throws: `AccountError.noSuchAccount`.
  public static func unlock(_ id: Int64, by actor: Actor, at: Int, in db: Database) throws {
    guard let account = try find(id, in: db) else { throw AccountError.noSuchAccount(id) }
    try SignInTries.forget(account, in: db)
    try AuditLog.append(
      actor: actor, action: "account.unlock", object: "account/\(id)", at: at, in: db)
  }

  /// Ends open sessions of an account.
  ///
  /// - Parameters:
  ///   - only: one of them; nil for all.
  ///   - besides: the one that stays, such as that of who asks.
  /// - Returns: how many ended; one of another account is none.
  @discardableResult
  public static func endSessions(
    of id: Int64, only: Int64? = nil, besides: Int64? = nil, by actor: Actor, at: Int,
    in db: Database
  ) throws -> Int {
    try db.execute(
      sql: """
        DELETE FROM session WHERE account_id = :account
          AND (:only IS NULL OR id = :only) AND (:besides IS NULL OR id <> :besides)
        """, arguments: ["account": id, "only": only, "besides": besides])
    let ended = db.changesCount
    if ended > 0 {
      try AuditLog.append(
        actor: actor, action: "session.end", object: "account/\(id)",
        detail: ["sessions": String(ended)], at: at, in: db)
    }
    return ended
  }
}
