public import ActionPlan
public import GRDB

/// Where a person is reached outside the house, and by which channels they want to be.
///
/// Numbers and mailboxes are personal: they stand in no log and in no audit entry.
public enum PushAddresses {
  /// The number or mailbox; nil where the person gave none.
  public static func address(
    of account: Int64, _ reach: PushChannel.Reach, in db: Database
  ) throws -> String? {
    try String.fetchOne(
      db.cachedStatement(
        sql: "SELECT address FROM push_address WHERE account_id = ? AND reach = ?"),
      arguments: [account, reach.rawValue])
  }

  /// Writes down, changes or (nil, or nothing but blanks) forgets an address.
  ///
  /// - Throws: `PushAddressError`, or what SQLite said.
  public static func put(
    _ written: String?, of account: Int64, _ reach: PushChannel.Reach, by actor: Actor, at now: Int,
    in db: Database
  ) throws {
    let address = (written ?? "").trimmed
    guard reach != .group else { throw PushAddressError.noAddressOfGroup }
    if !address.isEmpty, !isSound(address, reach) { throw PushAddressError.unsound(reach) }
    let old = try self.address(of: account, reach, in: db) ?? ""
    guard old != address else { return }
    if address.isEmpty {
      try db.execute(
        sql: "DELETE FROM push_address WHERE account_id = ? AND reach = ?",
        arguments: [account, reach.rawValue])
    } else {
      try db.execute(
        sql: """
          INSERT INTO push_address (account_id, reach, address) VALUES (?, ?, ?)
          ON CONFLICT DO UPDATE SET address = excluded.address
          """, arguments: [account, reach.rawValue, address])
    }
    try AuditLog.append(
      actor: actor, action: "push.address", object: "account/\(account)",
      detail: ["reach": reach.rawValue, "set": address.isEmpty ? "no" : "yes"], at: now, in: db)
  }

  /// Whether a text is a mailbox that mail can be sent to or from.
  public static func isMailbox(_ text: String) -> Bool { isSound(text, .mail) }

  /// A number of 5 to 15 digits, `+` before them or not, blanks and hyphens between them; a mailbox
  /// of ASCII letters as RFC 5321 writes them without quotes.
  static func isSound(_ address: String, _ reach: PushChannel.Reach) -> Bool {
    let bytes = Array(address.utf8)
    guard bytes.count <= 254 else { return false }
    switch reach {
    case .group: return false
    case .phone:
      let digits = bytes.filter { (0x30...0x39).contains($0) }.count
      return (5...15).contains(digits)
        && bytes.enumerated().allSatisfy { index, byte in
          (0x30...0x39).contains(byte) || byte == 0x20 || byte == 0x2D || byte == 0x2B && index == 0
        }
    case .mail:
      let parts = address.split(separator: "@", omittingEmptySubsequences: false)
      guard parts.count == 2 else { return false }
      let isDotted = parts.allSatisfy { part in
        !part.isEmpty
          && part.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty }
      }
      return isDotted && parts[0].utf8.count <= 64 && parts[1].contains(".")
        && bytes.allSatisfy { byte in
          (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
            || (0x61...0x7A).contains(byte) || Array(".@-_+".utf8).contains(byte)
        }
    }
  }
}

/// Why an address was not written down.
public enum PushAddressError: Error, Equatable, CustomStringConvertible {
  case noAddressOfGroup
  case unsound(PushChannel.Reach)

  public var description: String {
    switch self {
    case .noAddressOfGroup: "a group's address is the settings'; change it there"
    case .unsound(.mail): "the mailbox is none; write it like name@example.com"
    case .unsound: "the number is none; write 5 to 15 digits, such as 13800000000"
    }
  }
}

/// By which channels a person wants to hear what.
public struct PushPreference: Sendable, Hashable {
  public let channel: PushChannel
  public var isOn: Bool
  /// What is less severe is not sent to this person.
  public var least: Severity
}

extension PushAddresses {
  /// The person's choice for each channel that reaches persons and can carry what they are told.
  public static func preferences(
    of account: Account, in db: Database
  ) throws -> [PushPreference] {
    let heard = recipients(of: account)
    return try Outbox.channels(in: db).filter { channel in
      channel.reach != .group && (channel.hears.isEmpty || !channel.hears.isDisjoint(with: heard))
    }.map { channel in
      let row = try Row.fetchOne(
        db, sql: "SELECT is_on, least FROM push_preference WHERE account_id = ? AND channel = ?",
        arguments: [account.id, channel.id])
      let least = (row?["least"] as String?).flatMap { Severity(rawValue: $0) }
      return PushPreference(
        channel: channel, isOn: row?["is_on"] ?? true, least: max(least ?? .minor, channel.least))
    }
  }

  /// Changes a person's choice for one channel.
  public static func prefer(
    _ channel: String, isOn: Bool, least: Severity, of account: Int64, by actor: Actor, at now: Int,
    in db: Database
  ) throws {
    try db.execute(
      sql: """
        INSERT INTO push_preference (account_id, channel, is_on, least) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET is_on = excluded.is_on, least = excluded.least
        WHERE is_on <> excluded.is_on OR least <> excluded.least
        """, arguments: [account, channel, isOn, least.rawValue])
    guard db.changesCount == 1 else { return }
    try AuditLog.append(
      actor: actor, action: "push.preference", object: "account/\(account)",
      detail: ["channel": channel, "on": isOn ? "yes" : "no", "least": least.rawValue], at: now,
      in: db)
  }

  private static func recipients(of account: Account) -> Set<String> {
    var heard: Set<String> = [Recipient.account(account.id).text]
    if let unit = account.unit { heard.insert(Recipient.unit(unit).text) }
    for facility in account.facilities { heard.insert(Recipient.facility(facility).text) }
    for role in account.roles { heard.insert(Recipient.role(role).text) }
    return heard
  }
}
