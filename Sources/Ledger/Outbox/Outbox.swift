import ActionPlan
public import GRDB

/// What goes out of the house to those who were told: kept before it is sent, sent at least once,
/// and known afterwards. 发件箱
///
/// An entry is one thing told to one person, or to a group, by one channel. It is written in the
/// transaction that tells. Entries of one address are put together into messages; a message has a
/// key that stays the same however often it is tried.
public enum Outbox {
  /// Puts the channels of the settings in force; one that is no longer among them sends nothing more.
  ///
  /// - Parameter utcOffsetSeconds: of the local time by which quiet hours are meant.
  public static func use(
    _ channels: [PushChannel], utcOffsetSeconds: Int, in db: Database
  ) throws {
    try db.execute(sql: "UPDATE push_channel SET is_active = 0")
    for channel in channels {
      try db.execute(
        sql: """
          INSERT INTO push_channel VALUES (
            :id, :zh, :en, :reach, :language, :hears, :least, :from, :until, :except, :group,
            :perMinute, :giveUp, :offset, 1)
          ON CONFLICT (id) DO UPDATE SET label_zh = :zh, label_en = :en, reach = :reach,
            language = :language, hears = :hears, least = :least, quiet_from = :from,
            quiet_until = :until, quiet_except = :except, group_seconds = :group,
            per_minute = :perMinute, give_up_seconds = :giveUp, utc_offset_seconds = :offset,
            is_active = 1
          """,
        arguments: [
          "id": channel.id, "zh": channel.label.zh, "en": channel.label.en,
          "reach": channel.reach.rawValue, "language": channel.language.rawValue,
          "hears": channel.hears.sorted().joined(separator: " "), "least": channel.least.rawValue,
          "from": channel.quiet?.from, "until": channel.quiet?.until,
          "except": channel.quiet?.except.rawValue, "group": channel.groupSeconds,
          "perMinute": channel.perMinute, "giveUp": channel.giveUpSeconds,
          "offset": utcOffsetSeconds,
        ])
    }
  }

  /// The channels in force, by id.
  public static func channels(in db: Database) throws -> [PushChannel] {
    try active(in: db).map(\.channel)
  }

  static func active(in db: Database) throws -> [(channel: PushChannel, offset: Int)] {
    try Row.fetchAll(
      db.cachedStatement(sql: "SELECT * FROM push_channel WHERE is_active = 1 ORDER BY id")
    ).compactMap { row in
      PushChannel(row: row).map { ($0, row["utc_offset_seconds"]) }
    }
  }

  /// Enters what was told for every channel that carries it. Call it in the transaction that tells.
  static func enter(
    _ notification: Int64, to recipient: Recipient, code: String, object: String,
    severity: Severity?, at: Int, in db: Database
  ) throws {
    let channels = try active(in: db).filter { $0.channel.carries(recipient, severity) }
    guard !channels.isEmpty else { return }
    let insert = try db.cachedStatement(
      sql: """
        INSERT INTO push_entry (
          notification_id, channel, account_id, code, object, at, ready_at, due_at)
        SELECT :notification, :channel, :account, :code, :object, :at, :ready, :due
        WHERE NOT EXISTS (
          SELECT 1 FROM push_entry WHERE object = :object AND code = :code AND at = :at
            AND channel = :channel AND account_id IS :account)
        """)
    for (channel, offset) in channels {
      let timing = channel.timing(
        of: severity ?? .minor, at: at, utcOffsetSeconds: offset)
      for account in try listeners(
        to: recipient, by: channel, severity, at: at, in: db)
      {
        try insert.execute(arguments: [
          "notification": notification, "channel": channel.id, "account": account, "code": code,
          "object": object, "at": at, "ready": timing.readyAt, "due": timing.dueAt,
        ])
      }
    }
  }

  /// Accounts that hear the recipient's messages by a channel; one nil for a group.
  private static func listeners(
    to recipient: Recipient, by channel: PushChannel, _ severity: Severity?, at: Int,
    in db: Database
  ) throws -> [Int64?] {
    guard channel.reach != .group else { return [nil] }
    return try meant(by: recipient, at: at, in: db).filter { account in
      let row = try Row.fetchOne(
        db.cachedStatement(
          sql: "SELECT is_on, least FROM push_preference WHERE account_id = ? AND channel = ?"),
        arguments: [account, channel.id])
      let least = (row?["least"] as String?).flatMap { Severity(rawValue: $0) } ?? .minor
      guard row?["is_on"] as Bool? ?? true, severity ?? .minor >= least else { return false }
      return try PushAddresses.reached(account, channel.reach, in: db) != nil
    }
  }

  /// Forgets what went out long ago.
  ///
  /// - Parameter limit: epoch seconds; what was told before goes.
  static func prune(before limit: Int, in db: Database) throws {
    try db.execute(sql: "DELETE FROM push_entry WHERE at < ?", arguments: [limit])
    let gone = """
      SELECT m.id FROM push_message m WHERE m.formed_at < ? AND m.state <> 'waiting'
        AND NOT EXISTS (SELECT 1 FROM push_entry e WHERE e.message_id = m.id)
      """
    try db.execute(
      sql: "DELETE FROM push_attempt WHERE message_id IN (\(gone))", arguments: [limit])
    try db.execute(sql: "DELETE FROM push_message WHERE id IN (\(gone))", arguments: [limit])
  }
}

extension PushChannel {
  fileprivate func carries(_ recipient: Recipient, _ severity: Severity?) -> Bool {
    (hears.isEmpty || hears.contains(recipient.text)) && severity ?? .minor >= least
  }

  /// nil where a newer program wrote what this one does not know.
  init?(row: Row) {
    guard let reach = Reach(rawValue: row["reach"]),
      let language = Language(rawValue: row["language"]),
      let least = Severity(rawValue: row["least"])
    else { return nil }
    var quiet: Quiet?
    if let from: Int = row["quiet_from"], let until: Int = row["quiet_until"],
      let except = (row["quiet_except"] as String?).flatMap({ Severity(rawValue: $0) })
    {
      quiet = Quiet(from: from, until: until, except: except)
    }
    let hears: String = row["hears"]
    self.init(
      id: row["id"], label: Label(zh: row["label_zh"], en: row["label_en"]), reach: reach,
      language: language, hears: Set(hears.split(separator: " ").map(String.init)), least: least,
      quiet: quiet, groupSeconds: row["group_seconds"], perMinute: row["per_minute"],
      giveUpSeconds: row["give_up_seconds"])
  }
}
