public import GRDB

extension LedgerSchema {
  static let sessions = LedgerMigration(id: "ledger.sessions.1") { db in
    try db.execute(
      sql: """
        CREATE TABLE session (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          token_digest BLOB NOT NULL UNIQUE CHECK (length(token_digest) = 32),
          account_id INTEGER NOT NULL REFERENCES account (id),
          csrf_token TEXT NOT NULL CHECK (length(csrf_token) = 43),
          opened_at INTEGER NOT NULL,
          last_seen_at INTEGER NOT NULL CHECK (last_seen_at >= opened_at),
          expires_at INTEGER NOT NULL CHECK (expires_at > opened_at),
          agent TEXT NOT NULL
        ) STRICT;
        CREATE INDEX session_account ON session (account_id);
        CREATE INDEX session_expires_at ON session (expires_at);
        """)
  }
}

/// Signed-in browsers. A session ends when it is idle too long, at its absolute limit, when it is
/// closed, when its account is changed or disabled and when its password changes.
public enum Sessions {
  public static let idleSeconds = 8 * 3_600
  public static let absoluteSeconds = 24 * 3_600
  /// Open sessions of one account at most; the oldest ends first.
  public static let perAccount = 20

  /// - Parameters:
  ///   - agent: what the browser calls itself.
  ///   - at: epoch seconds.
  public static func open(
    account: Int64, agent: String, at: Int, in db: Database
  ) throws -> SessionTicket {
    try db.execute(
      sql: "DELETE FROM session WHERE expires_at <= ? OR last_seen_at <= ?",
      arguments: [at, at - idleSeconds])
    try db.execute(
      sql: """
        DELETE FROM session WHERE id IN (
          SELECT id FROM session WHERE account_id = ? ORDER BY last_seen_at DESC LIMIT -1 OFFSET ?)
        """, arguments: [account, perAccount - 1])
    let ticket = SessionTicket(token: Token.make(), csrfToken: Token.make())
    let shown = String(String.UnicodeScalarView(agent.unicodeScalars.filter(\.isPrintable)))
    try db.execute(
      sql: """
        INSERT INTO session
          (token_digest, account_id, csrf_token, opened_at, last_seen_at, expires_at, agent)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        Token.digest(ticket.token), account, ticket.csrfToken, at, at, at + absoluteSeconds,
        String(shown.prefix(200)),
      ])
    return ticket
  }

  /// - Returns: `nil` for an unknown, idle, expired or ended session or a disabled account.
  public static func find(token: String, at: Int, in db: Database) throws -> SignedIn? {
    guard Token.isPlausible(token),
      let row = try Row.fetchOne(
        db.cachedStatement(
          sql: """
            SELECT \(columns) FROM session
            WHERE token_digest = ? AND expires_at > ? AND last_seen_at > ?
            """),
        arguments: [Token.digest(token), at, at - idleSeconds])
    else { return nil }
    let session = session(row)
    guard let account = try Accounts.find(session.accountID, in: db), account.isEnabled else {
      return nil
    }
    return SignedIn(
      session: session,
      account: try Delegations.acting(account, for: session.actingFor, at: at, in: db))
  }

  /// Notes that the session was seen; ask `Session.wantsTouch` first.
  public static func touch(_ id: Int64, at: Int, in db: Database) throws {
    try db.execute(
      sql: "UPDATE session SET last_seen_at = max(last_seen_at, ?) WHERE id = ?",
      arguments: [at, id])
  }

  /// Signs out.
  public static func close(token: String, in db: Database) throws {
    try db.execute(
      sql: "DELETE FROM session WHERE token_digest = ?", arguments: [Token.digest(token)])
  }

  /// The account's open sessions, latest seen first.
  public static func list(account: Int64, at: Int, in db: Database) throws -> [Session] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT \(columns) FROM session
        WHERE account_id = ? AND expires_at > ? AND last_seen_at > ? ORDER BY last_seen_at DESC, id DESC
        """, arguments: [account, at, at - idleSeconds]
    ).map(session)
  }

  /// Ends all sessions of an account; the audit entry is that of the change which asks for it.
  static func closeAll(of account: Int64, in db: Database) throws {
    try db.execute(sql: "DELETE FROM session WHERE account_id = ?", arguments: [account])
  }

  private static let columns =
    "id, account_id, csrf_token, opened_at, last_seen_at, expires_at, agent, acting_for"

  private static func session(_ row: Row) -> Session {
    Session(
      id: row["id"], accountID: row["account_id"], csrfToken: row["csrf_token"],
      openedAt: row["opened_at"], lastSeenAt: row["last_seen_at"], expiresAt: row["expires_at"],
      agent: row["agent"], actingFor: row["acting_for"])
  }
}
