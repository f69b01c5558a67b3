public import AirQuality
public import GRDB

/// Who is on duty when.
public enum Rota {
  /// - Parameter utcOffsetSeconds: of the plan, for the day's hours.
  /// - Throws: `RotaRefusal`.
  @discardableResult
  public static func add(
    _ account: Int64, on day: CalendarDay, part: RotaTurn.Part, utcOffsetSeconds: Int,
    by actor: Actor, at: Int, in db: Database
  ) throws -> RotaTurn {
    guard let person = try Accounts.find(account, in: db), person.isEnabled,
      person.roles.contains(.duty)
    else { throw RotaRefusal.notOfTheDesk }
    let span = RotaHours.span(part, midnight: day.dayNumber * 86_400 - utcOffsetSeconds)
    guard abs(span.lowerBound - at) <= 400 * 86_400 else { throw RotaRefusal.badDay }
    try db.execute(
      sql: """
        INSERT INTO rota_turn (day, part, account_id, from_at, until_at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """,
      arguments: [
        day.description, part.rawValue, account, span.lowerBound, span.upperBound,
      ])
    guard db.changesCount == 1 else { throw RotaRefusal.isThere }
    let turn = RotaTurn(
      id: db.lastInsertedRowID, day: day.description, part: part, account: account,
      from: span.lowerBound, until: span.upperBound)
    try AuditLog.append(
      actor: actor, action: "rota.add", object: "account/\(account)",
      detail: ["day": turn.day, "part": part.rawValue], at: at, in: db)
    return turn
  }

  /// - Throws: `RotaRefusal.nothing`.
  public static func remove(_ id: Int64, by actor: Actor, at: Int, in db: Database) throws {
    let row = try Row.fetchOne(
      db, sql: "DELETE FROM rota_turn WHERE id = ? RETURNING day, part, account_id",
      arguments: [id])
    guard let row else { throw RotaRefusal.nothing }
    try AuditLog.append(
      actor: actor, action: "rota.remove", object: "account/\(row["account_id"] as Int64)",
      detail: ["day": row["day"], "part": row["part"]], at: at, in: db)
  }

  /// Turns that begin on these days, both ends within; `2026-06-01`.
  public static func turns(
    from first: String, through last: String, in db: Database
  ) throws -> [RotaTurn] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM rota_turn WHERE day BETWEEN ? AND ? ORDER BY from_at, until_at, id",
      arguments: [first, last]
    ).map(turn)
  }

  /// Whose turn it is at an instant; nobody where the rota has no turn then.
  public static func onDuty(at: Int, in db: Database) throws -> [Account] {
    try Int64.fetchAll(
      db,
      sql: """
        SELECT DISTINCT account_id FROM rota_turn WHERE from_at <= :at AND until_at > :at
        ORDER BY account_id
        """, arguments: ["at": at]
    ).compactMap { try Accounts.find($0, in: db) }.filter(\.isEnabled)
  }

  private static func turn(_ row: Row) -> RotaTurn {
    RotaTurn(
      id: row["id"], day: row["day"], part: RotaTurn.Part(rawValue: row["part"]) ?? .whole,
      account: row["account_id"], from: row["from_at"], until: row["until_at"])
  }
}
