import ActionPlan
import AirQuality
import GRDB
import Ledger

/// Rows of the plan's registers as checks read them.
extension Question {
  var today: CalendarDay { CalendarDay(ofEpoch: now, utcOffsetSeconds: plan.utcOffsetSeconds) }

  func holds(_ filter: RowFilter?, _ row: RegisterRow) -> Bool {
    filter?.holds(row.values, today: today, utcOffsetSeconds: plan.utcOffsetSeconds) ?? true
  }

  /// A register that the plan's reader has checked to be there.
  func register(_ id: String) -> Register {
    guard let register = plan.register(id) else {
      preconditionFailure("check \(check.id): the plan has no register \(id)")
    }
    return register
  }

  func rows(_ register: String, where filter: RowFilter?, in db: Database) throws -> [RegisterRow] {
    try RegisterStore.rows(self.register(register), in: db).filter { holds(filter, $0) }
  }

  /// Rows whose field holds the plate or code, however it is spaced, dotted or capitalised.
  func rows(
    _ register: String, by field: String, naming text: String, in db: Database
  ) throws -> [RegisterRow] {
    let register = self.register(register)
    guard let field = register.field(field) else { return [] }
    if field.kind == .plate {
      return try RegisterStore.rows(
        register, where: field.id, is: Plate.canonical(text), in: db)
    }
    let ids = try Int64.fetchAll(
      db,
      sql: """
        SELECT row_id FROM \(RegisterStore.tableName(register))
        WHERE \(PlainCode.sql(of: RegisterStore.column(field))) = ? ORDER BY row_id
        """, arguments: [PlainCode.of(text)])
    return try ids.compactMap { try RegisterStore.row(register, $0, in: db) }
  }
}
