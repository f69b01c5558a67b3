import ActionPlan
import GRDB

/// What goes over to another facility when a person says that it is meant: rows of registers, devices,
/// points and contacts. Each is remembered, so that all of them can come back.
///
/// Cases stay as they were recorded and are found through `facility_merged`.
struct FacilityMoves {
  /// Rows of registers in one write, during which nobody else writes.
  static let rowLimit = 2_000

  let plan: Plan
  let actor: Actor
  let at: Int

  private static let tables = [
    (kind: "device", table: "device", key: "mn"),
    (kind: "point", table: "monitoring_point", key: "id"),
    (kind: "account", table: "account", key: "id"),
  ]

  /// - Parameters:
  ///   - kept: nil where it is no facility at all: the rows' fields are emptied.
  ///   - why: what the rows' history says.
  /// - Returns: rows that went over.
  /// - Throws: `FacilityError`, and the caller's transaction is to be rolled back.
  @discardableResult
  func move(_ other: String, to kept: String?, why: String, in db: Database) throws -> Int {
    let rows = try rows(naming: other, in: db)
    guard rows.count <= Self.rowLimit else {
      throw FacilityError.tooManyRows(other, rows.count)
    }
    for (register, row) in rows {
      let fields = register.fields.filter { $0.kind == .facility && row[$0.id] == .text(other) }
      try write(
        register, row.id, fields.map(\.id), kept.map { .text($0) } ?? .null, why: why, in: db)
      for field in fields {
        try db.execute(
          sql: """
            INSERT OR IGNORE INTO facility_move (other, kind, object, row_id, field)
            VALUES (?, 'row', ?, ?, ?)
            """, arguments: [other, register.id, row.id, field.id])
      }
    }
    for (kind, table, key) in Self.tables {
      try db.execute(
        sql: """
          INSERT OR IGNORE INTO facility_move (other, kind, object, row_id, field)
          SELECT facility, ?, \(key), 0, '' FROM \(table) WHERE facility = ?
          """, arguments: [kind, other])
      try db.execute(
        sql: "UPDATE \(table) SET facility = ? WHERE facility = ?", arguments: [kept, other])
    }
    return rows.count
  }

  /// Brings back what went over and has not been changed since.
  func takeBack(_ other: String, from kept: String?, why: String, in db: Database) throws {
    let moved = try Row.fetchAll(
      db, sql: "SELECT * FROM facility_move WHERE other = ? ORDER BY object, row_id, field",
      arguments: [other])
    for move in moved {
      let (kind, object): (String, String) = (move["kind"], move["object"])
      if let (_, table, key) = Self.tables.first(where: { $0.kind == kind }) {
        try db.execute(
          sql: "UPDATE \(table) SET facility = ? WHERE \(key) = ? AND facility IS ?",
          arguments: [other, object, kept])
      } else if let register = plan.register(object), let field = register.field(move["field"]),
        let row = try RegisterStore.row(register, move["row_id"], in: db),
        row[field.id] == kept.map({ .text($0) }) ?? .null
      {
        try write(register, row.id, [field.id], .text(other), why: why, in: db)
      }
    }
    try db.execute(sql: "DELETE FROM facility_move WHERE other = ?", arguments: [other])
  }

  private func write(
    _ register: Register, _ row: Int64, _ fields: [String], _ value: FieldValue, why: String,
    in db: Database
  ) throws {
    do {
      _ = try RegisterStore.update(
        register, row: row, Dictionary(uniqueKeysWithValues: fields.map { ($0, value) }),
        versionSeen: nil, plan: plan, by: actor, why: why, at: at, in: db)
    } catch let error as RegisterError {
      throw FacilityError.rowStands(register: register.id, row: row, error)
    }
  }

  private func rows(
    naming facility: String, in db: Database
  ) throws -> [(register: Register, row: RegisterRow)] {
    var found: [(register: Register, row: RegisterRow)] = []
    for register in plan.registers {
      let columns = register.fields.filter { $0.kind == .facility }.map(RegisterStore.column)
      guard !columns.isEmpty else { continue }
      let condition = columns.map { "\($0) = ?" }.joined(separator: " OR ")
      found += try Row.fetchAll(
        db,
        sql: "SELECT * FROM \(RegisterStore.tableName(register)) WHERE \(condition) LIMIT ?",
        arguments: StatementArguments(columns.map { _ in facility }) + [Self.rowLimit + 1]
      ).map { (register, RegisterStore.row($0, of: register)) }
    }
    return found
  }
}
