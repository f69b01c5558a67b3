public import GRDB

/// One thing that somebody was told by one channel, and how far it got.
public struct PushTold: Sendable, Hashable {
  public enum State: Sendable, Hashable {
    /// Not before then, epoch seconds: quiet hours, or company that is waited for.
    case held(until: Int)
    case waiting(attempts: Int, reason: String?)
    case sent(at: Int)
    case failed(at: Int, reason: String)
  }

  public let notification: Int64
  public let channel: String
  /// nil for a group.
  public let account: Int64?
  public let state: State
}

extension Outbox {
  /// What went out about an object, in the order in which it was told.
  public static func about(_ object: String, in db: Database) throws -> [PushTold] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT e.notification_id, e.channel, e.account_id, e.due_at, m.state, m.attempts, m.reason,
          m.ended_at
        FROM push_entry e LEFT JOIN push_message m ON m.id = e.message_id
        WHERE e.object = ? ORDER BY e.id
        """, arguments: [object]
    ).map { row in
      let state: PushTold.State
      switch (row["state"] as String?).flatMap({ PushMessage.State(rawValue: $0) }) {
      case nil: state = .held(until: row["due_at"])
      case .waiting: state = .waiting(attempts: row["attempts"], reason: row["reason"])
      case .sent: state = .sent(at: row["ended_at"])
      case .failed: state = .failed(at: row["ended_at"], reason: row["reason"] ?? "")
      }
      return PushTold(
        notification: row["notification_id"], channel: row["channel"], account: row["account_id"],
        state: state)
    }
  }
}
