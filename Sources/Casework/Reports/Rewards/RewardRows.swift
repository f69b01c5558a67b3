import ActionPlan
import AirQuality
import GRDB
import Ledger

/// Rewards as rows of a register of the plan, from their approval on: it says what is due as well as
/// what is paid. Who reported stands nowhere in it, for it is read by more people.
enum RewardRows {
  /// Writes what is known of an approved or paid reward.
  ///
  /// - Parameter now: epoch seconds.
  /// - Throws: `RewardRefusal.rowRefused`.
  static func write(
    _ reward: Reward, _ rules: RewardRules, plan: Plan, at now: Int, in db: Database
  ) throws {
    guard let rows = rules.rows, let register = plan.register(rows.register) else { return }
    let values = values(of: reward, rules, rows, register, plan)
    do {
      if reward.register == register.id, let row = reward.registerRow,
        try RegisterStore.row(register, row, in: db) != nil
      {
        _ = try RegisterStore.update(
          register, row: row, values, versionSeen: nil, plan: plan, by: .system("casework"),
          why: reward.file.number, at: now, in: db)
      } else {
        let row = try RegisterStore.insert(
          register, values, plan: plan, by: .system("casework"), why: reward.file.number, at: now,
          in: db)
        try db.execute(
          sql: "UPDATE report_reward SET register = ?, register_row = ? WHERE id = ?",
          arguments: [register.id, row.id, reward.id])
      }
    } catch RegisterError.invalid(_, let faults) {
      throw RewardRefusal.rowRefused(
        register: register.id, field: faults.first?.field ?? "", found: faults.first?.found ?? "")
    }
  }

  /// Takes the row of a reward out again that was refused after its approval.
  static func remove(of reward: Reward, plan: Plan, at now: Int, in db: Database) throws {
    guard let row = reward.registerRow, let register = reward.register.flatMap(plan.register),
      try RegisterStore.row(register, row, in: db) != nil
    else { return }
    try RegisterStore.remove(
      register, row: row, versionSeen: nil, by: .system("casework"), why: reward.file.number,
      at: now, in: db)
  }

  private static func values(
    of reward: Reward, _ rules: RewardRules, _ rows: RewardRules.Rows, _ register: Register,
    _ plan: Plan
  ) -> [String: FieldValue] {
    func day(_ at: Int?) -> FieldValue {
      at.map {
        .text(CalendarDay(ofEpoch: $0, utcOffsetSeconds: plan.utcOffsetSeconds).description)
      } ?? .null
    }
    let yuan = Int64(reward.yuan)
    var values: [String: FieldValue] = [:]
    for (id, fact) in rows.fields {
      guard let field = register.field(id) else { continue }
      values[id] =
        switch fact {
        case .report: .text("\(reward.report)")
        case .file: .text(reward.file.number)
        case .kind:
          .text(rules.kinds.first { $0.id == reward.kind }?.label.zh ?? reward.kind)
        case .amount: field.kind == .integer ? .integer(yuan) : .decimal(ExactDecimal(yuan))
        case .verified: .flag(true)
        case .decided: day(reward.decidedAt)
        case .due: day(reward.decidedAt.map { $0 + rows.payWithinSeconds })
        case .paid: day(reward.paidAt)
        case .receipt: reward.receipt.map { .text($0) } ?? .null
        }
    }
    return values
  }
}
