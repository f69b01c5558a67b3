public import ActionPlan
import AirQuality
public import GRDB

extension RegisterStore {
  /// All rows, by id.
  public static func rows(_ register: Register, in db: Database) throws -> [RegisterRow] {
    let table = RegisterTable(register: register)
    return try Row.fetchAll(db, sql: "SELECT * FROM \(table.name) ORDER BY row_id")
      .map { row($0, of: register) }
  }

  /// Rows whose field of kind facility, point, place, unit, choice or text holds exactly this, by id.
  public static func rows(
    _ register: Register, where field: String, is value: String, in db: Database
  ) throws -> [RegisterRow] {
    guard let field = register.field(field), let column = RegisterTable.columns(of: field).first
    else { return [] }
    return try Row.fetchAll(
      db,
      sql: """
        SELECT * FROM \(RegisterTable(register: register).name)
        WHERE \(RegisterTable.quoted(column)) = ? ORDER BY row_id
        """, arguments: [value]
    ).map { row($0, of: register) }
  }

  /// Rows whose field of kind instant lies after this one, by id.
  static func rows(
    _ register: Register, where field: String, isAfter instant: Int, in db: Database
  ) throws -> [RegisterRow] {
    guard let field = register.field(field), let column = RegisterTable.columns(of: field).first
    else { return [] }
    return try Row.fetchAll(
      db,
      sql: """
        SELECT * FROM \(RegisterTable(register: register).name)
        WHERE \(RegisterTable.quoted(column)) > ? ORDER BY row_id
        """, arguments: [instant]
    ).map { row($0, of: register) }
  }

  /// One row; `nil` where there is none (any more).
  public static func row(
    _ register: Register, _ id: Int64, in db: Database
  ) throws -> RegisterRow? {
    try Row.fetchOne(
      db.cachedStatement(
        sql: "SELECT * FROM \(RegisterTable(register: register).name) WHERE row_id = ?"),
      arguments: [id]
    ).map { row($0, of: register) }
  }

  /// Adds a row, with its history and audit entry.
  ///
  /// - Parameters:
  ///   - values: by field id; a missing field stays empty.
  ///   - why: the ground, as the person wrote it; may be empty.
  /// - Throws: `RegisterError.invalid` with every fault.
  public static func insert(
    _ register: Register, _ values: [String: FieldValue], plan: Plan, by actor: Actor,
    why: String = "", at: Int, in db: Database
  ) throws -> RegisterRow {
    let row = try add(register, values, plan: plan, by: actor, why: why, at: at, in: db)
    try audit("insert", register, row.id, row.values, by: actor, why: why, at: at, in: db)
    return row
  }

  /// Changes some fields of a row, with its history and audit entry.
  ///
  /// - Parameters:
  ///   - changes: by field id; `.null` empties a field, a missing one stays as it is.
  ///   - versionSeen: the version the change was made from; `nil` where nobody looked (imports).
  /// - Throws: `RegisterError`.
  /// - Returns: the row; the same version where nothing differs.
  public static func update(
    _ register: Register, row id: Int64, _ changes: [String: FieldValue], versionSeen: Int?,
    plan: Plan, by actor: Actor, why: String = "", at: Int, in db: Database
  ) throws -> RegisterRow {
    let old = try present(register, id, versionSeen: versionSeen, in: db)
    let values = old.values.merging(changes) { _, new in new }
    let faults = try RegisterCheck(register: register, plan: plan).faults(values, in: db)
    guard faults.isEmpty else { throw RegisterError.invalid(register: register.id, faults) }
    let differing = register.fields.filter { old[$0.id] != canonical(values[$0.id], of: $0) }
    guard !differing.isEmpty else { return old }
    let columns = differing.flatMap(RegisterTable.columns).map { RegisterTable.quoted($0) + " = ?" }
    let bound = differing.flatMap { canonical(values[$0.id], of: $0).columns(of: $0) }
    try db.execute(
      sql: """
        UPDATE \(RegisterTable(register: register).name)
        SET \(columns.joined(separator: ", ")), row_version = ?, row_changed_at = ? WHERE row_id = ?
        """, arguments: StatementArguments(bound + [old.version + 1, at, id]))
    guard let new = try row(register, id, in: db) else {
      throw RegisterError.noSuchRow(register: register.id, id)
    }
    let fields = Set(differing.map(\.id))
    try note(
      RowChange(
        kind: .update, version: new.version, at: at, actor: actor.auditName, why: why,
        old: old.values.filter { fields.contains($0.key) },
        new: new.values.filter { fields.contains($0.key) }), register, id, in: db)
    try audit(
      "update", register, id, new.values.filter { fields.contains($0.key) }, by: actor, why: why,
      at: at, in: db)
    return new
  }

  /// Removes a row; its history stays.
  ///
  /// - Throws: `RegisterError`.
  public static func remove(
    _ register: Register, row id: Int64, versionSeen: Int?, by actor: Actor, why: String = "",
    at: Int, in db: Database
  ) throws {
    let old = try present(register, id, versionSeen: versionSeen, in: db)
    try db.execute(
      sql: "DELETE FROM \(RegisterTable(register: register).name) WHERE row_id = ?",
      arguments: [id])
    try note(
      RowChange(
        kind: .remove, version: old.version, at: at, actor: actor.auditName, why: why,
        old: old.values, new: [:]), register, id, in: db)
    try audit("remove", register, id, [:], by: actor, why: why, at: at, in: db)
  }

  /// Without an audit entry: an import writes one for all its rows.
  static func add(
    _ register: Register, _ values: [String: FieldValue], plan: Plan, by actor: Actor,
    why: String, at: Int, in db: Database
  ) throws -> RegisterRow {
    let faults = try RegisterCheck(register: register, plan: plan).faults(values, in: db)
    guard faults.isEmpty else { throw RegisterError.invalid(register: register.id, faults) }
    let columns = register.fields.flatMap(RegisterTable.columns).map(RegisterTable.quoted)
    let bound = register.fields.flatMap { canonical(values[$0.id], of: $0).columns(of: $0) }
    let marks = Array(repeating: "?", count: columns.count).joined(separator: ", ")
    try db.cachedStatement(
      sql: """
        INSERT INTO \(RegisterTable(register: register).name)
          (\(columns.joined(separator: ", ")), row_version, row_created_at, row_changed_at)
        VALUES (\(marks), 1, ?, ?)
        """
    ).execute(arguments: StatementArguments(bound + [at, at]))
    let id = db.lastInsertedRowID
    guard let row = try row(register, id, in: db) else {
      throw RegisterError.noSuchRow(register: register.id, id)
    }
    try note(
      RowChange(
        kind: .insert, version: 1, at: at, actor: actor.auditName, why: why, old: [:],
        new: row.values), register, id, in: db)
    return row
  }

  private static func present(
    _ register: Register, _ id: Int64, versionSeen: Int?, in db: Database
  ) throws -> RegisterRow {
    guard let old = try row(register, id, in: db) else {
      throw RegisterError.noSuchRow(register: register.id, id)
    }
    if let versionSeen, versionSeen != old.version {
      throw RegisterError.changedMeanwhile(
        register: register.id, id, seen: versionSeen, present: old.version)
    }
    return old
  }

  private static func audit(
    _ verb: String, _ register: Register, _ id: Int64, _ values: [String: FieldValue],
    by actor: Actor, why: String, at: Int, in db: Database
  ) throws {
    try AuditLog.append(
      actor: actor, action: "register.\(verb)", object: "register/\(register.id)/\(id)",
      detail: ["why": why, "values": try RowHistory.encode(values)], at: at, in: db)
  }

  private static func note(
    _ change: RowChange, _ register: Register, _ id: Int64, in db: Database
  ) throws {
    try RowHistory.append(change, register: register.id, row: id, in: db)
  }

  /// What is kept of a value: a date in one spelling, a whole number in a decimal field as decimal.
  private static func canonical(_ value: FieldValue?, of field: Field) -> FieldValue {
    switch (field.kind, value ?? .null) {
    case (.decimal, .integer(let whole)): .decimal(ExactDecimal(whole))
    case (.date, .text(let text)): .text(CalendarDate(text)?.description ?? text)
    case (_, let value): value
    }
  }

  private static func row(_ row: Row, of register: Register) -> RegisterRow {
    RegisterRow(
      id: row["row_id"], version: row["row_version"],
      values: Dictionary(
        uniqueKeysWithValues: register.fields.map { ($0.id, FieldValue(row, field: $0)) }),
      createdAt: row["row_created_at"], changedAt: row["row_changed_at"])
  }
}

extension FieldValue {
  /// The values of `RegisterTable.columns`.
  fileprivate func columns(of field: Field) -> [(any DatabaseValueConvertible)?] {
    switch self {
    case .text(let text): [text]
    case .integer(let value): [value]
    case .decimal(let value): [value.description]
    case .flag(let value): [value]
    case .instant(let at): [at]
    case .position(let position): [position.longitude, position.latitude]
    case .null: field.kind == .position ? [nil, nil] : [nil]
    }
  }

  fileprivate init(_ row: Row, field: Field) {
    let columns = RegisterTable.columns(of: field)
    switch field.kind {
    case .text, .choice, .date, .facility, .point, .place, .unit, .creditCode, .plate, .attachment:
      self = (row[columns[0]] as String?).map { .text($0) } ?? .null
    case .integer, .row: self = (row[columns[0]] as Int64?).map { .integer($0) } ?? .null
    case .instant: self = (row[columns[0]] as Int?).map { .instant($0) } ?? .null
    case .flag: self = (row[columns[0]] as Bool?).map { .flag($0) } ?? .null
    case .decimal:
      self = (row[columns[0]] as String?).flatMap { ExactDecimal($0) }.map { .decimal($0) } ?? .null
    case .position:
      self =
        Coordinate(longitude: row[columns[0]], latitude: row[columns[1]])
        .map { .position($0) } ?? .null
    }
  }
}
