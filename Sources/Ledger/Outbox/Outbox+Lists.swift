public import GRDB

extension Outbox {
  /// The longest page of messages.
  public static let pageLimit = 200

  /// Messages, newest first.
  ///
  /// - Parameters:
  ///   - before: only smaller ids (keyset paging).
  ///   - limit: 1…`pageLimit`
  public static func messages(
    _ state: PushMessage.State? = nil, channel: String? = nil, before: Int64? = nil,
    limit: Int = 50, in db: Database
  ) throws -> [PushMessage] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT * FROM push_message
        WHERE (:state IS NULL OR state = :state) AND (:channel IS NULL OR channel = :channel)
          AND (:before IS NULL OR id < :before)
        ORDER BY id DESC LIMIT :limit
        """,
      arguments: [
        "state": state?.rawValue, "channel": channel, "before": before,
        "limit": min(max(limit, 1), pageLimit),
      ]
    ).compactMap(PushMessage.init(row:))
  }

  public static func message(_ id: Int64, in db: Database) throws -> PushMessage? {
    try Row.fetchOne(db, sql: "SELECT * FROM push_message WHERE id = ?", arguments: [id])
      .flatMap(PushMessage.init(row:))
  }

  /// Messages of each state, and things told that are in no message yet.
  public static func counts(
    in db: Database
  ) throws -> (messages: [PushMessage.State: Int], unformed: Int) {
    let rows = try Row.fetchAll(
      db, sql: "SELECT state, count(*) AS count FROM push_message GROUP BY state")
    let counts = rows.reduce(into: [PushMessage.State: Int]()) { counts, row in
      if let state = PushMessage.State(rawValue: row["state"]) { counts[state] = row["count"] }
    }
    let unformed = try Int.fetchOne(
      db,
      sql: """
        SELECT count(*) FROM push_entry WHERE message_id IS NULL
          AND channel IN (SELECT id FROM push_channel WHERE is_active = 1)
        """)
    return (counts, unformed ?? 0)
  }

  /// Tries a message that failed once more, under its old key.
  ///
  /// - Throws: `OutboxError`, or what SQLite said.
  public static func retry(_ id: Int64, by actor: Actor, at now: Int, in db: Database) throws {
    guard let message = try message(id, in: db) else { throw OutboxError.noSuchMessage(id) }
    guard message.state == .failed else { throw OutboxError.notFailed(id, message.state) }
    guard let (channel, _) = try active(in: db).first(where: { $0.channel.id == message.channel })
    else { throw OutboxError.noChannel(message.channel) }
    var address = message.address
    if let account = message.account {
      guard let known = try PushAddresses.reached(account, channel.reach, in: db),
        !message.text.isEmpty
      else { throw OutboxError.noAddress(id) }
      address = known
    }
    try db.execute(
      sql: """
        UPDATE push_message SET state = 'waiting', next_at = :now, ended_at = NULL,
          give_up_at = :giveUp, address = :address WHERE id = :id
        """,
      arguments: [
        "now": now, "giveUp": now + channel.giveUpSeconds, "address": address, "id": id,
      ])
    try AuditLog.append(
      actor: actor, action: "push.retry", object: "push/\(id)", detail: ["channel": channel.id],
      at: now, in: db)
  }

  /// Puts a message by itself into the outbox, to see whether a channel works.
  ///
  /// - Parameter account: whose address is tried; nil for a group.
  /// - Returns: the message's id.
  /// - Throws: `OutboxError`, or what SQLite said.
  @discardableResult
  public static func test(
    _ id: String, account: Int64?, text: PushText, by actor: Actor, at now: Int, in db: Database
  ) throws -> Int64 {
    guard let (channel, _) = try active(in: db).first(where: { $0.channel.id == id }) else {
      throw OutboxError.noChannel(id)
    }
    var address = ""
    if channel.reach != .group {
      guard let account else { throw OutboxError.needsAccount(id) }
      guard let known = try PushAddresses.reached(account, channel.reach, in: db) else {
        throw OutboxError.accountWithoutAddress
      }
      address = known
    }
    try db.execute(
      sql: """
        INSERT INTO push_message (
          key, channel, account_id, address, title, text, formed_at, give_up_at, state, next_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?)
        """,
      arguments: [
        newKey(), id, channel.reach == .group ? nil : account, address, text.title, text.text, now,
        now + min(channel.giveUpSeconds, testGiveUpSeconds), now,
      ])
    let message = db.lastInsertedRowID
    try AuditLog.append(
      actor: actor, action: "push.test", object: "push/\(message)", detail: ["channel": id],
      at: now, in: db)
    return message
  }

  /// A test that does not get through soon has failed.
  private static let testGiveUpSeconds = 600
}

/// Why the outbox did not do what was asked.
public enum OutboxError: Error, Equatable, CustomStringConvertible {
  case noSuchMessage(Int64)
  case notFailed(Int64, PushMessage.State)
  case noChannel(String)
  case noAddress(Int64)
  case needsAccount(String)
  case accountWithoutAddress

  public var description: String {
    switch self {
    case .noSuchMessage(let id): "there is no message \(id); look it up in the list"
    case .notFailed(let id, let state):
      "message \(id) is \(state.rawValue); only one that failed is tried again"
    case .noChannel(let id):
      "channel \"\(id)\" is not among the settings' channels; add it there or choose another"
    case .noAddress(let id):
      "message \(id) has nobody to go to any more; the person must give an address first"
    case .needsAccount(let id): "channel \"\(id)\" reaches persons; name an account"
    case .accountWithoutAddress:
      "the account has no address for this channel; it is given on the person's page of pushes"
    }
  }
}
