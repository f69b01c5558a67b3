public import ActionPlan
public import GRDB

extension RegisterStore {
  /// Puts a removed row back as it was, under its own id, with its history and audit entry.
  ///
  /// - Throws: `RegisterError`: `.noSuchRow` where no row of that id was removed, `.invalid` where the
  ///   plan no longer takes what it held.
  /// - Returns: the row, its version counted on.
  public static func putBack(
    _ register: Register, row id: Int64, plan: Plan, by actor: Actor, why: String = "", at: Int,
    in db: Database
  ) throws -> RegisterRow {
    let changes = try RowHistory.changes(of: id, in: register, db)
    guard let last = changes.last, last.kind == .remove else {
      throw RegisterError.noSuchRow(register: register.id, id)
    }
    let values = last.old.filter { register.field($0.key) != nil }
    let faults = try RegisterCheck(register: register, plan: plan, at: at).faults(values, in: db)
    guard faults.isEmpty else { throw RegisterError.invalid(register: register.id, faults) }
    let columns = register.fields.flatMap(RegisterTable.columns).map(RegisterTable.quoted)
    let bound = register.fields.flatMap { canonical(values[$0.id], of: $0).columns(of: $0) }
    let marks = Array(repeating: "?", count: columns.count).joined(separator: ", ")
    try db.execute(
      sql: """
        INSERT INTO \(RegisterTable(register: register).rows)
          (\(columns.joined(separator: ", ")), row_id, row_version, row_created_at, row_changed_at)
        VALUES (\(marks), ?, ?, ?, ?)
        """, arguments: StatementArguments(bound + [id, last.version + 1, changes[0].at, at]))
    guard let row = try row(register, id, in: db) else {
      throw RegisterError.noSuchRow(register: register.id, id)
    }
    try RegisterSearch(register: register).replace(id, [:], by: row.values, in: db)
    try countUp(register, row: id, in: db)
    try RowHistory.append(
      RowChange(
        kind: .insert, version: row.version, at: at, actor: actor.auditName, why: why, old: [:],
        new: row.values), register: register.id, row: id, in: db)
    try AuditLog.append(
      actor: actor, action: "register.return", object: "register/\(register.id)/\(id)",
      detail: ["why": why, "values": RowHistory.encode(row.values)], at: at, in: db)
    return row
  }
}
