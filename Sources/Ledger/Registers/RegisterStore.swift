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

  static func isThere(_ register: Register, _ id: Int64, in db: Database) throws -> Bool {
    try Bool.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT EXISTS (SELECT 1 FROM \(RegisterTable(register: register).name) WHERE row_id = ?)
          """), arguments: [id]) == true
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
    let faults = try RegisterCheck(register: register, plan: plan, at: at)
      .faults(values, row: id, in: db)
    guard faults.isEmpty else { throw RegisterError.invalid(register: register.id, faults) }
    let differing = register.fields.filter { old[$0.id] != canonical(values[$0.id], of: $0) }
    guard !differing.isEmpty else { return old }
    let columns = differing.flatMap(RegisterTable.columns).map { RegisterTable.quoted($0) + " = ?" }
    let bound = differing.flatMap { canonical(values[$0.id], of: $0).columns(of: $0) }
    try db.execute(
      sql: """
        UPDATE \(RegisterTable(register: register).rows)
        SET \(columns.joined(separator: ", ")), row_version = ?, row_changed_at = ? WHERE row_id = ?
        """, arguments: StatementArguments(bound + [old.version + 1, at, id]))
    guard let new = try row(register, id, in: db) else {
      throw RegisterError.noSuchRow(register: register.id, id)
    }
    try RegisterSearch(register: register).replace(id, old.values, by: new.values, in: db)
    try countUp(register, row: id, in: db)
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
    do {
      try db.execute(
        sql: "DELETE FROM \(RegisterTable(register: register).rows) WHERE row_id = ?",
        arguments: [id])
    } catch let error as DatabaseError
      where error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY
    {
      throw RegisterError.isNamed(register: register.id, id)
    }
    try RegisterSearch(register: register).replace(id, old.values, by: [:], in: db)
    try countUp(register, row: id, in: db)
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
    let faults = try RegisterCheck(register: register, plan: plan, at: at).faults(values, in: db)
    guard faults.isEmpty else { throw RegisterError.invalid(register: register.id, faults) }
    let columns = register.fields.flatMap(RegisterTable.columns).map(RegisterTable.quoted)
    let bound = register.fields.flatMap { canonical(values[$0.id], of: $0).columns(of: $0) }
    let marks = Array(repeating: "?", count: columns.count).joined(separator: ", ")
    try db.cachedStatement(
      sql: """
        INSERT INTO \(RegisterTable(register: register).rows)
          (\(columns.joined(separator: ", ")), row_version, row_created_at, row_changed_at)
        VALUES (\(marks), 1, ?, ?)
        """
    ).execute(arguments: StatementArguments(bound + [at, at]))
    let id = db.lastInsertedRowID
    guard let row = try row(register, id, in: db) else {
      throw RegisterError.noSuchRow(register: register.id, id)
    }
    try RegisterSearch(register: register).replace(id, [:], by: row.values, in: db)
    try countUp(register, row: id, in: db)
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
    if let open = try ImportStage.open(register.id, in: db),
      try Bool.fetchOne(
        db,
        sql: "SELECT EXISTS (SELECT 1 FROM register_import_row WHERE import = ? AND row_id = ?)",
        arguments: [open, id]) == true
    {
      throw RegisterImportError.isImporting(register: register.id)
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
      detail: ["why": why, "values": RowHistory.encode(values)], at: at, in: db)
  }

  private static func note(
    _ change: RowChange, _ register: Register, _ id: Int64, in db: Database
  ) throws {
    try RowHistory.append(change, register: register.id, row: id, in: db)
  }
}
