public import ActionPlan
import AirQuality
public import GRDB

/// A line of the shift log.
public struct ShiftEntry: Sendable, Hashable, Identifiable {
  public let id: Int64
  /// Account id.
  public let account: Int64
  /// Epoch seconds.
  public let at: Int
  public let text: String
}

/// One hands the desk over, another takes it: a note that both sign.
public struct HandOver: Sendable, Hashable, Identifiable {
  public let id: Int64
  /// Account ids.
  public let from: Int64
  public let to: Int64
  public let note: String
  /// When each signed, epoch seconds; nil while the other has not.
  public let handedAt: Int
  public let takenAt: Int?
}

/// What happened at the desk. Nothing written here is changed or removed.
public enum ShiftLog {
  /// Characters of an entry or a note.
  public static let longest = 2_000

  /// - Throws: `RotaRefusal.empty`, `.tooLong`.
  @discardableResult
  public static func write(
    _ text: String, by account: Int64, at: Int, in db: Database
  ) throws -> Int64 {
    let text = try checked(text)
    try db.execute(
      sql: "INSERT INTO shift_entry (account_id, at, text) VALUES (?, ?, ?)",
      arguments: [account, at, text])
    let id = db.lastInsertedRowID
    try AuditLog.append(
      actor: .account(account), action: "shift.write", object: "shift-entry/\(id)", at: at,
      in: db)
    return id
  }

  /// The one who goes signs the note, and the one who comes is told.
  ///
  /// - Throws: `RotaRefusal`.
  @discardableResult
  public static func handOver(
    to other: Int64, note: String, by account: Int64, at: Int, in db: Database
  ) throws -> Int64 {
    let note = try checked(note)
    guard other != account else { throw RotaRefusal.toOneself }
    guard let person = try Accounts.find(other, in: db), person.isEnabled,
      person.roles.contains(.duty)
    else { throw RotaRefusal.notOfTheDesk }
    try db.execute(
      sql: """
        INSERT INTO shift_hand_over (from_account, to_account, note, handed_at)
        VALUES (?, ?, ?, ?)
        """, arguments: [account, other, note, at])
    let id = db.lastInsertedRowID
    try AuditLog.append(
      actor: .account(account), action: "shift.hand-over", object: "shift-hand-over/\(id)",
      detail: ["to": "account/\(other)"], at: at, in: db)
    try Notifications.tell(
      .account(other), code: "shift-handed-over", object: "shift-hand-over/\(id)",
      values: ["name": try Accounts.find(account, in: db)?.displayName ?? ""], at: at, in: db)
    return id
  }

  /// The one who comes signs too. The day's row in the plan's register of shifts, where it has one, is
  /// written with it, so that nobody types it twice.
  ///
  /// - Throws: `RotaRefusal`, `RegisterError`.
  public static func take(
    _ id: Int64, by account: Int64, plan: Plan, at: Int, in db: Database
  ) throws {
    guard
      let row = try Row.fetchOne(
        db, sql: "SELECT * FROM shift_hand_over WHERE id = ?", arguments: [id])
    else { throw RotaRefusal.nothing }
    let handOver = handOver(row)
    guard handOver.to == account else { throw RotaRefusal.notYours }
    guard handOver.takenAt == nil else { throw RotaRefusal.isTaken }
    try db.execute(
      sql: "UPDATE shift_hand_over SET taken_at = ? WHERE id = ?",
      arguments: [max(at, handOver.handedAt), id])
    try AuditLog.append(
      actor: .account(account), action: "shift.take", object: "shift-hand-over/\(id)", at: at,
      in: db)
    try ShiftRegister(plan: plan).note(handOver, by: .account(account), at: at, in: db)
  }

  /// Newest first.
  ///
  /// - Parameter range: epoch seconds.
  public static func entries(
    in range: Range<Int>, limit: Int = 200, in db: Database
  ) throws -> [ShiftEntry] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT * FROM shift_entry WHERE at >= ? AND at < ? ORDER BY at DESC, id DESC LIMIT ?
        """, arguments: [range.lowerBound, range.upperBound, limit]
    ).map {
      ShiftEntry(id: $0["id"], account: $0["account_id"], at: $0["at"], text: $0["text"])
    }
  }

  /// Newest first, and those that wait for the other's signature whenever they were written.
  public static func handOvers(
    in range: Range<Int>, limit: Int = 100, in db: Database
  ) throws -> [HandOver] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT * FROM shift_hand_over
        WHERE (handed_at >= ? AND handed_at < ?) OR taken_at IS NULL
        ORDER BY handed_at DESC, id DESC LIMIT ?
        """, arguments: [range.lowerBound, range.upperBound, limit]
    ).map(handOver)
  }

  private static func handOver(_ row: Row) -> HandOver {
    HandOver(
      id: row["id"], from: row["from_account"], to: row["to_account"], note: row["note"],
      handedAt: row["handed_at"], takenAt: row["taken_at"])
  }

  private static func checked(_ text: String) throws(RotaRefusal) -> String {
    let text = text.trimmed
    guard !text.isEmpty else { throw .empty }
    guard text.count <= longest else { throw .tooLong }
    return text
  }
}
