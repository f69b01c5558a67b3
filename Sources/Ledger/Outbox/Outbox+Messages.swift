import FoundationEssentials
public import GRDB

extension Outbox {
  /// How long an attempt may take; what was begun before and is not known to have ended is tried
  /// again after it.
  public static let attemptSeconds = 120

  /// Whether anything waits: messages, or things told that are due.
  public static func hasWork(at now: Int, in db: Database) throws -> Bool {
    try Bool.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT EXISTS (
            SELECT 1 FROM push_message WHERE state = 'waiting' AND (
              next_at <= :now OR next_at > :now + \(longestWaitSeconds) OR give_up_at <= :now
              OR channel IN (SELECT id FROM push_channel WHERE is_active = 0)))
          OR EXISTS (
            SELECT 1 FROM push_entry WHERE message_id IS NULL AND due_at <= :now
              AND channel IN (SELECT id FROM push_channel WHERE is_active = 1))
          """), arguments: ["now": now]) ?? false
  }

  /// Puts entries that are due together into messages, and gives up what has waited too long.
  ///
  /// An address with a message that still waits gets no further one: what comes meanwhile goes along
  /// with the next.
  ///
  /// - Parameters:
  ///   - wording: what is said of the things told, by their ids, oldest first; nil where none of them
  ///     is kept any more.
  ///   - now: epoch seconds.
  public static func form(
    at now: Int, in db: Database,
    wording: (_ notifications: [Int64], _ channel: PushChannel, _ account: Int64?) throws ->
      PushText?
  ) throws {
    try giveUp(at: now, in: db)
    for (channel, _) in try active(in: db) {
      let ready = try Row.fetchAll(
        db.cachedStatement(
          sql: """
            SELECT account_id FROM push_entry e WHERE channel = :channel AND message_id IS NULL
              AND NOT EXISTS (
                SELECT 1 FROM push_message m WHERE m.state = 'waiting' AND m.channel = :channel
                  AND m.account_id IS e.account_id)
            GROUP BY account_id HAVING min(due_at) <= :now
            """), arguments: ["channel": channel.id, "now": now])
      for row in ready {
        try form(of: row["account_id"], by: channel, at: now, in: db, wording: wording)
      }
    }
  }

  private static func form(
    of account: Int64?, by channel: PushChannel, at now: Int, in db: Database,
    wording: (_ notifications: [Int64], _ channel: PushChannel, _ account: Int64?) throws ->
      PushText?
  ) throws {
    let entries = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT id, notification_id FROM push_entry
          WHERE channel = ? AND account_id IS ? AND message_id IS NULL AND ready_at <= ?
          ORDER BY id LIMIT \(PushChannel.groupLimit)
          """), arguments: [channel.id, account, now])
    guard !entries.isEmpty else { return }
    let words = try wording(entries.map { $0["notification_id"] }, channel, account)
    let address = try account.map { try PushAddresses.reached($0, channel.reach, in: db) ?? "" }
    let isLost = words == nil || address == ""
    try db.execute(
      sql: """
        INSERT INTO push_message (
          key, channel, account_id, address, title, text, formed_at, give_up_at, state, next_at,
          ended_at, reason)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        newKey(), channel.id, account, address ?? "", words?.title ?? "", words?.text ?? "", now,
        now + channel.giveUpSeconds, isLost ? "failed" : "waiting", isLost ? nil : now,
        isLost ? now : nil, words == nil ? "forgotten" : isLost ? "no-address" : nil,
      ])
    let message = db.lastInsertedRowID
    let join = try db.cachedStatement(sql: "UPDATE push_entry SET message_id = ? WHERE id = ?")
    for entry in entries { try join.execute(arguments: [message, entry["id"] as Int64]) }
  }

  static func newKey() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }.hex
  }

  private static func giveUp(at now: Int, in db: Database) throws {
    try db.cachedStatement(
      sql: """
        UPDATE push_message SET state = 'failed', next_at = NULL, ended_at = :now,
          reason = iif(
            channel IN (SELECT id FROM push_channel WHERE is_active = 0), 'no-channel',
            'gave-up' || iif(reason IS NULL, '', ': ' || reason))
        WHERE state = 'waiting' AND (give_up_at <= :now
          OR channel IN (SELECT id FROM push_channel WHERE is_active = 0))
        """
    ).execute(arguments: ["now": now])
  }

  /// Begins an attempt of each address's oldest message that is due, as many as the channel's rate
  /// still allows. What is returned must be tried, and `record` told what came of it.
  public static func begin(at now: Int, in db: Database) throws -> [PushMessage] {
    var begun: [PushMessage] = []
    for (channel, _) in try active(in: db) {
      let used = try Int.fetchOne(
        db.cachedStatement(
          sql: """
            SELECT count(*) FROM push_attempt
            WHERE channel = ? AND at > ? AND at <= ? AND outcome = 'begun'
            """), arguments: [channel.id, now - 60, now])
      let left = max(0, channel.perMinute - (used ?? 0))
      // A clock that was set back must not keep anything from going out.
      let due = try Row.fetchAll(
        db.cachedStatement(
          sql: """
            SELECT * FROM push_message WHERE id IN (
              SELECT min(id) FROM push_message WHERE channel = :channel AND state = 'waiting'
              GROUP BY account_id)
              AND (next_at <= :now OR next_at > :now + \(longestWaitSeconds))
            ORDER BY id LIMIT :left
            """), arguments: ["channel": channel.id, "now": now, "left": left])
      for row in due {
        guard let message = PushMessage(row: row) else { continue }
        try db.cachedStatement(
          sql: "UPDATE push_message SET attempts = attempts + 1, next_at = ? WHERE id = ?"
        ).execute(arguments: [now + attemptSeconds, message.id])
        try note("begun", nil, of: message, at: now, in: db)
        begun.append(message)
      }
    }
    return begun
  }

  /// The longest that a message waits for its next attempt.
  private static let longestWaitSeconds = 3_600

  /// What came of an attempt that was begun.
  ///
  /// - Parameter chance: 0..<1, of the wait before the next one.
  public static func record(
    _ outcome: PushOutcome, of message: PushMessage, backoff: PushBackoff = PushBackoff(),
    chance: Double, at now: Int, in db: Database
  ) throws {
    switch outcome {
    case .sent:
      try end(message, "sent", nil, at: now, in: db)
      try note("sent", nil, of: message, at: now, in: db)
    case .refused(let reason):
      try end(message, "failed", reason, at: now, in: db)
      try note("refused", reason, of: message, at: now, in: db)
    case .retry(let reason, let asked):
      let own = backoff.seconds(after: message.attempts + 1, chance: chance)
      let wait = min(max(own, asked ?? 0), longestWaitSeconds)
      try db.cachedStatement(
        sql: "UPDATE push_message SET next_at = ?, reason = ? WHERE id = ? AND state = 'waiting'"
      ).execute(arguments: [now + wait, reason, message.id])
      try note("retry", reason, of: message, at: now, in: db)
    }
  }

  /// Lets attempts that an earlier process had begun be made again at once. Call it when the one
  /// process that sends begins.
  public static func resume(at now: Int, in db: Database) throws {
    try db.execute(
      sql: """
        UPDATE push_message SET next_at = ? WHERE state = 'waiting' AND attempts > (
          SELECT count(*) FROM push_attempt a
          WHERE a.message_id = push_message.id AND a.outcome <> 'begun')
        """, arguments: [now])
  }

  private static func end(
    _ message: PushMessage, _ state: String, _ reason: String?, at now: Int, in db: Database
  ) throws {
    try db.cachedStatement(
      sql: """
        UPDATE push_message SET state = ?, next_at = NULL, ended_at = ?, reason = ?
        WHERE id = ? AND state = 'waiting'
        """
    ).execute(arguments: [state, now, reason, message.id])
  }

  private static func note(
    _ outcome: String, _ reason: String?, of message: PushMessage, at now: Int, in db: Database
  ) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO push_attempt (message_id, channel, at, outcome, reason) VALUES (?, ?, ?, ?, ?)
        """
    ).execute(arguments: [message.id, message.channel, now, outcome, reason])
  }
}

extension PushMessage {
  /// nil where a newer program wrote what this one does not know.
  init?(row: Row) {
    guard let state = State(rawValue: row["state"]) else { return nil }
    self.init(
      id: row["id"], key: row["key"], channel: row["channel"], account: row["account_id"],
      address: row["address"], title: row["title"], text: row["text"], formedAt: row["formed_at"],
      giveUpAt: row["give_up_at"], state: state, nextAt: row["next_at"], endedAt: row["ended_at"],
      attempts: row["attempts"], reason: row["reason"])
  }
}
