public import ActionPlan
import FoundationEssentials
public import GRDB

/// Who wrote a row, when, why, and what stood there before; from the first row on.
public enum RowHistory {
  /// Oldest first; also of a row that was removed.
  public static func changes(
    of row: Int64, in register: Register, _ db: Database
  ) throws -> [RowChange] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT kind, version, at, actor, why, old, new FROM register_change
        WHERE register = ? AND row_id = ? ORDER BY seq
        """, arguments: [register.id, row]
    ).map(change)
  }

  /// Those of all rows of a register since an instant, newest first.
  static func changes(
    of register: Register, after instant: Int, in db: Database
  ) throws -> [(row: Int64, change: RowChange)] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT row_id, kind, version, at, actor, why, old, new FROM register_change
        WHERE register = ? AND at > ? ORDER BY seq DESC
        """, arguments: [register.id, instant]
    ).map { row in (row["row_id"], try change(row)) }
  }

  /// When a row was written, up to an instant; oldest first.
  static func times(
    of row: Int64, in register: Register, until instant: Int, in db: Database
  ) throws -> [Int] {
    try Int.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT at FROM register_change WHERE register = ? AND row_id = ? AND at <= ? ORDER BY seq
          """), arguments: [register.id, row, instant])
  }

  private static func change(_ row: Row) throws -> RowChange {
    RowChange(
      kind: RowChange.Kind(rawValue: row["kind"]) ?? .update, version: row["version"],
      at: row["at"], actor: row["actor"], why: row["why"], old: try decode(row["old"]),
      new: try decode(row["new"]))
  }

  static func append(
    _ change: RowChange, register: String, row: Int64, in db: Database
  ) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO register_change
          (register, row_id, kind, version, at, actor, why, old, new)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      register, row, change.kind.rawValue, change.version, change.at, change.actor, change.why,
      try encode(change.old), try encode(change.new),
    ])
  }

  static func encode(_ values: [String: FieldValue]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(
      decoding: try encoder.encode(values.filter { $0.value != .null }), as: UTF8.self)
  }

  private static func decode(_ text: String) throws -> [String: FieldValue] {
    try JSONDecoder().decode([String: FieldValue].self, from: Data(text.utf8))
  }
}
