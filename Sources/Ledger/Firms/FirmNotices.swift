public import GRDB

/// Something that a firm was told and that is about no case, such as what a rule has just seen.
public struct FirmNotice: Sendable, Hashable {
  public let notification: Notification
  /// The contact who said that it was received, and when; nil until somebody does.
  public let acknowledgedBy: Int64?
  /// Epoch seconds.
  public let acknowledgedAt: Int?
}

/// What firms were told, and what they say they have received. What is told of a case is acknowledged
/// with the case.
public enum FirmNotices {
  /// The newest first.
  public static func list(
    facility: String, since: Int, limit: Int, in db: Database
  ) throws -> [FirmNotice] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT n.id, a.account_id AS by, a.at AS acknowledged FROM notification n
        LEFT JOIN firm_acknowledgement a ON a.notification_id = n.id
        WHERE n.recipient_kind = 'facility' AND n.recipient = ? AND n.object NOT LIKE 'case/%'
          AND n.at >= ? ORDER BY n.id DESC LIMIT ?
        """, arguments: [facility, since, limit]
    ).compactMap { row in
      guard let told = try Notifications.find(row["id"], in: db) else { return nil }
      return FirmNotice(
        notification: told, acknowledgedBy: row["by"], acknowledgedAt: row["acknowledged"])
    }
  }

  /// Notes that a firm has received a notice; the first who says so counts.
  ///
  /// - Returns: whether there is such a notice for the firm, and the account may answer for it.
  @discardableResult
  public static func acknowledge(
    _ id: Int64, of facility: String, by account: Account, at now: Int, in db: Database
  ) throws -> Bool {
    guard Policy.may(account, .acknowledge, .facility(facility)),
      let told = try Notifications.find(id, in: db), told.recipient == .facility(facility)
    else { return false }
    try db.execute(
      sql: """
        INSERT INTO firm_acknowledgement (notification_id, facility, account_id, at)
        VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
        """, arguments: [id, facility, account.id, now])
    guard db.changesCount == 1 else { return true }
    try Notifications.markRead(id, by: account, at: now, in: db)
    try AuditLog.append(
      actor: .account(account.id), action: "notice.acknowledge", object: "notification/\(id)",
      detail: ["facility": facility, "code": told.code, "about": told.object], at: now, in: db)
    return true
  }
}
