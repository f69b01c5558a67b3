import ActionPlan
public import GRDB

extension LedgerSchema {
  static let notifications = LedgerMigration(id: "ledger.notifications.1") { db in
    try db.execute(
      sql: """
        CREATE TABLE notification (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          recipient_kind TEXT NOT NULL CHECK (
            recipient_kind IN ('unit', 'facility', 'role', 'account')),
          recipient TEXT NOT NULL CHECK (recipient <> ''),
          code TEXT NOT NULL CHECK (code <> ''),
          object TEXT NOT NULL,
          "values" TEXT NOT NULL,
          at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX notification_recipient ON notification (recipient_kind, recipient, id);
        CREATE INDEX notification_object ON notification (object, id);
        CREATE TABLE notification_read (
          account_id INTEGER NOT NULL REFERENCES account (id),
          notification_id INTEGER NOT NULL REFERENCES notification (id),
          at INTEGER NOT NULL,
          PRIMARY KEY (account_id, notification_id)
        ) STRICT, WITHOUT ROWID;
        """)
  }
}

/// What units, facilities, roles and people were told, and who has read it.
public enum Notifications {
  /// - Parameters:
  ///   - code: what is told, e.g. `case-dispatched`.
  ///   - object: what it is about, e.g. `case/12`.
  ///   - at: epoch seconds.
  ///   - values: with `severity` among them, channels and people that hear only what is severe are
  ///     asked by it.
  ///
  /// What the channels of the settings carry enters the outbox in the same transaction.
  @discardableResult
  public static func tell(
    _ recipient: Recipient, code: String, object: String, values: [String: String] = [:], at: Int,
    in db: Database
  ) throws -> Int64 {
    try db.cachedStatement(
      sql: """
        INSERT INTO notification (recipient_kind, recipient, code, object, "values", at)
        VALUES (?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      recipient.kind, recipient.name, code, object, try AuditChain.encode(values), at,
    ])
    let id = db.lastInsertedRowID
    try Outbox.enter(
      id, to: recipient, code: code, object: object,
      severity: values["severity"].flatMap { Severity(rawValue: $0) }, at: at, in: db)
    return id
  }

  /// What the account was told, newest first.
  ///
  /// - Parameter before: only smaller ids (keyset paging).
  public static func list(
    for account: Account, before: Int64? = nil, limit: Int = 50, in db: Database
  ) throws -> [Notification] {
    let newest = ways(account).map { way in
      """
      SELECT * FROM (
        SELECT n.*, (\(isRead)) AS is_read FROM notification n
        WHERE \(way) AND n.id < :before ORDER BY n.id DESC LIMIT :limit)
      """
    }
    return try Row.fetchAll(
      db,
      sql: newest.joined(separator: " UNION ALL ") + " ORDER BY id DESC LIMIT :limit",
      arguments: try arguments(account, in: db) &+ ["before": before ?? .max, "limit": limit]
    ).compactMap(notification)
  }

  /// Everything told about an object, oldest first; to no account in particular, so nothing is read.
  public static func about(_ object: String, in db: Database) throws -> [Notification] {
    try Row.fetchAll(
      db, sql: "SELECT *, 0 AS is_read FROM notification WHERE object = ? ORDER BY id",
      arguments: [object]
    ).compactMap(notification)
  }

  /// Unread notifications that are counted, at most: every page asks, and past it the number says no more
  /// than "many".
  public static let unreadLimit = 100

  /// How many the account has not read; no more than `unreadLimit`.
  public static func unreadCount(for account: Account, in db: Database) throws -> Int {
    let unread = ways(account).map { way in
      "SELECT 1 FROM notification n WHERE \(way) AND n.id > :through AND NOT (\(isRead))"
    }
    return try Int.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT count(*) FROM (\(unread.joined(separator: " UNION ALL ")) LIMIT \(unreadLimit))
          """), arguments: try arguments(account, in: db)) ?? 0
  }

  /// - Returns: whether the account was told this; nothing is marked otherwise.
  @discardableResult
  public static func markRead(
    _ id: Int64, by account: Account, at: Int, in db: Database
  ) throws -> Bool {
    try db.execute(
      sql: """
        INSERT INTO notification_read (account_id, notification_id, at)
        SELECT :account, n.id, :at FROM notification n
        WHERE n.id = :id AND (\(ways(account).joined(separator: " OR ")))
        ON CONFLICT DO NOTHING
        """, arguments: addressees(account) &+ ["id": id, "at": at])
    if db.changesCount > 0 { return true }
    return try Bool.fetchOne(
      db, sql: "SELECT 1 FROM notification_read WHERE account_id = ? AND notification_id = ?",
      arguments: [account.id, id]) ?? false
  }

  /// Everything the account was told so far.
  ///
  /// - Parameter last: the newest that the reader has seen; what came after it stays unread.
  public static func markAllRead(
    through last: Int64 = .max, by account: Account, in db: Database
  ) throws {
    try db.execute(
      sql: """
        UPDATE account SET told_through = max(
          told_through, min(?, (SELECT coalesce(max(id), 0) FROM notification)))
        WHERE id = ?
        """, arguments: [last, account.id])
    try db.execute(
      sql: """
        DELETE FROM notification_read WHERE account_id = :account
          AND notification_id <= (SELECT told_through FROM account WHERE id = :account)
        """, arguments: ["account": account.id])
  }

  /// Forgets what was told long ago; the history of a case keeps what it was about.
  ///
  /// - Parameter limit: epoch seconds; what was told before goes.
  public static func prune(before limit: Int, in db: Database) throws {
    try db.execute(
      sql: """
        DELETE FROM notification_read WHERE notification_id IN (
          SELECT id FROM notification WHERE at < ?)
        """, arguments: [limit])
    try db.execute(sql: "DELETE FROM notification WHERE at < ?", arguments: [limit])
    try Outbox.prune(before: limit, in: db)
  }

  /// How long what was told is kept.
  public static let keptSeconds = 365 * 86_400

  private static let isRead = """
    n.id <= :through OR EXISTS (
      SELECT 1 FROM notification_read r WHERE r.account_id = :account AND r.notification_id = n.id)
    """

  /// What is told to the desk is for whoever had the turn then; for all of the desk where the rota named
  /// nobody.
  private static let isOnDuty = """
    NOT EXISTS (SELECT 1 FROM rota_turn t WHERE t.from_at <= n.at AND t.until_at > n.at)
    OR EXISTS (
      SELECT 1 FROM rota_turn t WHERE t.from_at <= n.at AND t.until_at > n.at
        AND t.account_id = :on_duty)
    """

  /// What concerns an account, by each way on which it is told: one walk of an index each, and nothing
  /// is told on two. Our own text and numbers of roles only; every value binds.
  private static func ways(_ account: Account) -> [String] {
    var any = ["n.recipient_kind = 'account' AND n.recipient = :account_name"]
    if account.unit != nil { any.append("n.recipient_kind = 'unit' AND n.recipient = :unit") }
    for index in 0..<account.facilities.count {
      any.append("n.recipient_kind = 'facility' AND n.recipient = :facility\(index)")
    }
    for (index, role) in account.roles.map(\.rawValue).sorted().enumerated() {
      let concerned = role == Role.duty.rawValue ? " AND (\(isOnDuty))" : ""
      any.append("n.recipient_kind = 'role' AND n.recipient = :role\(index)" + concerned)
    }
    return any
  }

  private static func addressees(_ account: Account) -> StatementArguments {
    var values: [String: (any DatabaseValueConvertible)?] = [
      "account": account.id, "account_name": String(account.id),
    ]
    if let unit = account.unit { values["unit"] = unit }
    for (index, facility) in account.facilities.sorted().enumerated() {
      values["facility\(index)"] = facility
    }
    if account.roles.contains(.duty) { values["on_duty"] = account.standsInFor?.id ?? account.id }
    for (index, role) in account.roles.map(\.rawValue).sorted().enumerated() {
      values["role\(index)"] = role
    }
    return StatementArguments(values)
  }

  /// With how far the account has read: bound, because SQLite walks no index from the answer of a query.
  private static func arguments(
    _ account: Account, in db: Database
  ) throws -> StatementArguments {
    let through = try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT told_through FROM account WHERE id = ?"),
      arguments: [account.id])
    return addressees(account) &+ ["through": through ?? 0]
  }

  /// One thing that was told; nil where it is forgotten. To no account in particular, so nothing is
  /// read.
  public static func find(_ id: Int64, in db: Database) throws -> Notification? {
    try Row.fetchOne(
      db.cachedStatement(sql: "SELECT *, 0 AS is_read FROM notification WHERE id = ?"),
      arguments: [id]
    ).flatMap(notification)
  }

  private static func notification(_ row: Row) throws -> Notification? {
    guard let recipient = Recipient(kind: row["recipient_kind"], name: row["recipient"]) else {
      return nil
    }
    return Notification(
      id: row["id"], recipient: recipient, code: row["code"], object: row["object"],
      values: try AuditChain.decode(row["values"]), at: row["at"], isRead: row["is_read"])
  }
}
