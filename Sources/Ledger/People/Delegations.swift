public import GRDB

/// Absences and who stands in. A delegate sees and may what the absent one may, from and until; each
/// entry in the audit log made meanwhile names for whom.
public enum Delegations {
  public static let longestSeconds = 366 * 86_400

  /// - Parameters:
  ///   - delegate: account id; nil where nobody stands in.
  ///   - from, until: epoch seconds, [from, until).
  /// - Throws: `DelegationRefusal`.
  @discardableResult
  public static func make(
    absent: Int64, delegate: Int64?, reason: Delegation.Reason, from: Int, until: Int,
    by actor: Actor, at: Int, in db: Database
  ) throws -> Delegation {
    guard until > from, until > at, until - at <= longestSeconds else {
      throw DelegationRefusal.badSpan
    }
    guard delegate != absent else { throw DelegationRefusal.toOneself }
    if let delegate {
      guard let account = try Accounts.find(delegate, in: db), account.isEnabled,
        account.roles.contains(.enterprise)
          == (try Accounts.find(absent, in: db))?.roles
          .contains(.enterprise)
      else { throw DelegationRefusal.unknownDelegate }
      guard try !isAway(delegate, from: from, until: until, in: db) else {
        throw DelegationRefusal.delegateAway
      }
    }
    guard try !isAway(absent, from: from, until: until, in: db) else {
      throw DelegationRefusal.overlaps
    }
    try db.execute(
      sql: """
        INSERT INTO delegation (absent_id, delegate_id, reason, from_at, until_at, made_at)
        VALUES (?, ?, ?, ?, ?, ?)
        """, arguments: [absent, delegate, reason.rawValue, from, until, at])
    let made = Delegation(
      id: db.lastInsertedRowID, absent: absent, delegate: delegate, reason: reason, from: from,
      until: until, endedAt: nil)
    var detail = ["reason": reason.rawValue, "from": String(from), "until": String(until)]
    detail["delegate"] = delegate.map { "account/\($0)" }
    try AuditLog.append(
      actor: actor, action: "delegation.make", object: "account/\(absent)", detail: detail,
      at: at, in: db)
    if let delegate {
      try Notifications.tell(
        .account(delegate), code: "delegation-made", object: "delegation/\(made.id)",
        values: [
          "name": try Accounts.find(absent, in: db)?.displayName ?? "", "from": String(from),
          "until": String(until),
        ], at: at, in: db)
    }
    return made
  }

  /// Ends it at once, whether it has begun or not. Sessions that act by it are their own again.
  ///
  /// - Parameter absent: whose it must be.
  /// - Throws: `DelegationRefusal.nothing`.
  public static func end(
    _ id: Int64, absent: Int64, by actor: Actor, at: Int, in db: Database
  ) throws {
    try db.execute(
      sql: """
        UPDATE delegation SET ended_at = :at
        WHERE id = :id AND absent_id = :absent AND ended_at IS NULL AND until_at > :at
        """, arguments: ["id": id, "absent": absent, "at": at])
    guard db.changesCount == 1 else { throw DelegationRefusal.nothing }
    try AuditLog.append(
      actor: actor, action: "delegation.end", object: "account/\(absent)",
      detail: ["delegation": String(id)], at: at, in: db)
  }

  /// Those of an account that last or are to come, the earliest first.
  public static func list(absent: Int64, at: Int, in db: Database) throws -> [Delegation] {
    try fetch("absent_id = ?", [absent], at: at, in: db)
  }

  /// Those by which an account stands in now.
  public static func inForce(delegate: Int64, at: Int, in db: Database) throws -> [Delegation] {
    try fetch("delegate_id = ?", [delegate], at: at, in: db).filter { $0.isInForce(at: at) }
  }

  /// Everybody who is away now.
  public static func away(at: Int, in db: Database) throws -> [Delegation] {
    try fetch("from_at <= ?", [at], at: at, in: db)
  }

  /// Lets a session act for somebody, or for nobody but oneself.
  ///
  /// - Throws: `DelegationRefusal.notInForce`.
  public static func act(
    for absent: Int64?, session: Session, at: Int, in db: Database
  ) throws {
    if let absent {
      let own = try inForce(delegate: session.accountID, at: at, in: db)
      guard own.contains(where: { $0.absent == absent }) else {
        throw DelegationRefusal.notInForce
      }
      try AuditLog.append(
        actor: .account(session.accountID), action: "delegation.use",
        object: "account/\(absent)", at: at, in: db)
    }
    try db.execute(
      sql: "UPDATE session SET acting_for = ? WHERE id = ?", arguments: [absent, session.id])
  }

  /// The account that a session acts as: its own, or that of somebody it stands in for while the
  /// delegation lasts and the absent one's account is enabled.
  static func acting(
    _ account: Account, for absent: Int64?, at: Int, in db: Database
  ) throws -> Account {
    guard let absent,
      try inForce(delegate: account.id, at: at, in: db).contains(where: { $0.absent == absent }),
      let other = try Accounts.find(absent, in: db), other.isEnabled
    else { return account }
    return account.standing(inFor: other)
  }

  private static func isAway(
    _ account: Int64, from: Int, until: Int, in db: Database
  ) throws -> Bool {
    try Bool.fetchOne(
      db,
      sql: """
        SELECT EXISTS (SELECT 1 FROM delegation WHERE absent_id = ? AND ended_at IS NULL
          AND from_at < ? AND until_at > ?)
        """, arguments: [account, until, from]) ?? false
  }

  /// - Parameter condition: our own text; values bind.
  private static func fetch(
    _ condition: String, _ values: StatementArguments, at: Int, in db: Database
  ) throws -> [Delegation] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT * FROM delegation WHERE \(condition) AND ended_at IS NULL AND until_at > ?
        ORDER BY from_at, id
        """, arguments: values + [at]
    ).map { row in
      Delegation(
        id: row["id"], absent: row["absent_id"], delegate: row["delegate_id"],
        reason: Delegation.Reason(rawValue: row["reason"]) ?? .other, from: row["from_at"],
        until: row["until_at"], endedAt: row["ended_at"])
    }
  }
}
