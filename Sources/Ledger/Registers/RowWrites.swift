public import ActionPlan
public import GRDB

/// The rows of a register in the order in which they were written, for whoever follows them.
public enum RowWrites {
  /// The writes after one that was seen.
  public struct Batch: Sendable, Hashable {
    /// Ids of rows that were written, each once, ascending; some may have been removed since.
    public let rows: [Int64]
    /// Number of the last write; where to go on from.
    public let through: Int64
  }

  /// Number of the newest write of any register; 0 before the first.
  public static func newest(in db: Database) throws -> Int64 {
    try Int64.fetchOne(db, sql: "SELECT coalesce(max(seq), 0) FROM register_change") ?? 0
  }

  /// So many writes of other registers are passed over without going on.
  private static let passedOver: Int64 = 10_000

  /// The next writes of one register, those of an import only once all of it can be seen: until then
  /// later writes wait as well.
  ///
  /// - Returns: nil where there is nothing new.
  public static func next(
    of register: Register, after seen: Int64, limit: Int, in db: Database
  ) throws -> Batch? {
    let unseen =
      try Int64.fetchOne(
        db.cachedStatement(
          sql: """
            SELECT min(seq) FROM register_change WHERE import IN (
              SELECT id FROM register_import
              WHERE register = ? AND state IN ('applying', 'undoing'))
            """), arguments: [register.id]) ?? .max
    // By number: no index of the register has it.
    let writes = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT seq, row_id FROM register_change
          WHERE seq > ? AND +register = ? AND seq < ? ORDER BY seq LIMIT ?
          """), arguments: [seen, register.id, unseen, limit])
    guard let through = writes.last?["seq"] as Int64? else {
      let newest = min(try newest(in: db), unseen - 1)
      return newest - seen > passedOver ? Batch(rows: [], through: newest) : nil
    }
    return Batch(rows: Set(writes.map { $0["row_id"] as Int64 }).sorted(), through: through)
  }
}

extension RegisterStore {
  /// The rows that a selection picks out, by id.
  public static func rows(
    _ register: Register, selected by: RowSelection, in db: Database
  ) throws -> [RegisterRow] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT * FROM \(RegisterTable(register: register).name) WHERE \(by.sql) ORDER BY row_id
        """, arguments: by.arguments
    ).map { row($0, of: register) }
  }
}

extension RowSelection {
  /// Rows whose field holds exactly this; none for an empty value.
  public static func rows(of field: Field, holding value: FieldValue) -> RowSelection {
    guard value != .null, let bound = value.columns(of: field).first else {
      return RowSelection(sql: "(0)", arguments: [])
    }
    return RowSelection(sql: "(\(RegisterStore.column(field)) = ?)", arguments: [bound])
  }
}
