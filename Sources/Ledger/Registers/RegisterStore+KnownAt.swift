public import ActionPlan
public import GRDB

extension RegisterStore {
  /// The rows as they stood at an instant, by id: later changes undone, later rows left out, rows
  /// removed since put back.
  ///
  /// - Parameter knownAt: epoch seconds; what was written in this second is known.
  public static func rows(
    _ register: Register, knownAt: Int, in db: Database
  ) throws -> [RegisterRow] {
    var rows = Dictionary(
      uniqueKeysWithValues: try self.rows(register, in: db).map { ($0.id, $0) })
    let later = try RowHistory.changes(of: register, after: knownAt, in: db)
    for (id, change) in later {
      switch change.kind {
      case .insert: rows[id] = nil
      case .remove:
        rows[id] = RegisterRow(
          id: id, version: change.version, values: change.old, createdAt: 0, changedAt: 0)
      case .update:
        guard let row = rows[id] else { continue }
        // A change names the fields that differed; one that was empty before is in none of them.
        var values = row.values
        for field in change.new.keys where change.old[field] == nil { values[field] = .null }
        values.merge(change.old) { $1 }
        rows[id] = RegisterRow(
          id: id, version: change.version - 1, values: values, createdAt: row.createdAt,
          changedAt: row.changedAt)
      }
    }
    for id in Set(later.map(\.row)) {
      guard let row = rows[id] else { continue }
      let written = try RowHistory.times(of: id, in: register, until: knownAt, in: db)
      rows[id] = RegisterRow(
        id: id, version: row.version,
        values: register.fields.reduce(into: [:]) { $0[$1.id] = row[$1.id] },
        createdAt: written.first ?? row.createdAt, changedAt: written.last ?? row.changedAt)
    }
    return rows.values.sorted { $0.id < $1.id }
  }
}
