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
        WHERE register = ? AND row_id = ? AND \(isShown) ORDER BY seq
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
        WHERE register = ? AND at > ? AND \(isShown) ORDER BY seq DESC
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
          SELECT at FROM register_change
          WHERE register = ? AND row_id = ? AND at <= ? AND \(isShown) ORDER BY seq
          """), arguments: [register.id, row, instant])
  }

  /// Not of an import that is not done yet.
  private static let isShown =
    "(import IS NULL OR import NOT IN (SELECT id FROM register_import "
    + "WHERE state IN ('applying', 'undoing')))"

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
      encode(change.old), encode(change.new),
    ])
  }

  /// One object, sorted by field, each value as `FieldValue` encodes itself; empty fields are left out.
  /// Written by hand: an import writes hundreds of thousands.
  static func encode(_ values: [String: FieldValue]) -> String {
    var text = "{"
    for (field, value) in values.sorted(by: { $0.key < $1.key }) where value != .null {
      if text.utf8.count > 1 { text += "," }
      quote(field, into: &text)
      switch value {
      case .text(let value):
        text += ":{\"text\":"
        quote(value, into: &text)
      case .integer(let value): text += ":{\"integer\":\(value)"
      case .decimal(let value): text += ":{\"decimal\":\"\(value)\""
      case .flag(let value): text += ":{\"flag\":\(value)"
      case .instant(let value): text += ":{\"instant\":\(value)"
      case .position(let value):
        text +=
          ":{\"position\":{\"latitude\":\(value.latitude),\"longitude\":\(value.longitude)}"
      case .null: break
      }
      text += "}"
    }
    return text + "}"
  }

  private static func quote(_ value: String, into text: inout String) {
    text += "\""
    if value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) {
      text += value
      text += "\""
      return
    }
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case ..<" ":
        let hex = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - hex.utf8.count) + hex
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  private static func decode(_ text: String) throws -> [String: FieldValue] {
    try JSONDecoder().decode([String: FieldValue].self, from: Data(text.utf8))
  }
}
