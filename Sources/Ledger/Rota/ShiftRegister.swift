import ActionPlan
import AirQuality
import GRDB

/// The plan's register of shifts, written with each hand-over that both signed.
struct ShiftRegister {
  let plan: Plan

  /// Fields that a hand-over fills.
  private static let filled: Set<String> = ["day", "officer", "log", "handed-over"]

  /// One row a day; a second hand-over of the day is added to its log. A register that requires more
  /// than a hand-over knows stays with people.
  func note(_ handOver: HandOver, by actor: Actor, at: Int, in db: Database) throws {
    guard let register = plan.shifts,
      register.fields.allSatisfy({ !$0.isRequired || Self.filled.contains($0.id) }),
      let person = try Accounts.find(handOver.from, in: db)
    else { return }
    let day = try day(of: handOver, in: db)
    var values: [String: FieldValue] = ["log": .text(handOver.note)]
    if register.field("handed-over") != nil { values["handed-over"] = .flag(true) }
    if let row = try RegisterStore.rows(register, where: "day", is: day, in: db).first {
      let before = row["log"].text.map { "\($0)\n" } ?? ""
      values["log"] = .text(before + "\(person.displayName): \(handOver.note)")
      _ = try RegisterStore.update(
        register, row: row.id, values, versionSeen: nil, plan: plan, by: actor, at: at, in: db)
    } else {
      values["day"] = .text(day)
      values["officer"] = .text(person.displayName)
      _ = try RegisterStore.insert(register, values, plan: plan, by: actor, at: at, in: db)
    }
  }

  /// The day that the turn began on which ends with the hand-over; without a turn, the local day half a
  /// day before.
  private func day(of handOver: HandOver, in db: Database) throws -> String {
    try String.fetchOne(
      db,
      sql: """
        SELECT day FROM rota_turn WHERE account_id = :account AND from_at <= :at
          AND until_at > :at - 43200 ORDER BY from_at DESC LIMIT 1
        """, arguments: ["account": handOver.from, "at": handOver.handedAt])
      ?? CalendarDay(
        ofEpoch: handOver.handedAt - 43_200, utcOffsetSeconds: plan.utcOffsetSeconds
      ).description
  }
}
