public import ActionPlan
public import GRDB

extension LedgerSchema {
  static let registers = LedgerMigration(id: "ledger.registers.1") { db in
    try db.execute(
      sql: """
        CREATE TABLE register_field (
          register TEXT NOT NULL,
          field TEXT NOT NULL,
          kind TEXT NOT NULL,
          added_at INTEGER NOT NULL,
          PRIMARY KEY (register, field)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE register_change (
          seq INTEGER PRIMARY KEY,
          register TEXT NOT NULL,
          row_id INTEGER NOT NULL,
          kind TEXT NOT NULL CHECK (kind IN ('insert', 'update', 'remove')),
          version INTEGER NOT NULL CHECK (version > 0),
          at INTEGER NOT NULL,
          actor TEXT NOT NULL CHECK (actor <> ''),
          why TEXT NOT NULL,
          old TEXT NOT NULL,
          new TEXT NOT NULL
        ) STRICT;
        CREATE INDEX register_change_row ON register_change (register, row_id, seq);
        CREATE TRIGGER register_change_stays BEFORE DELETE ON register_change
        BEGIN SELECT RAISE(ABORT, 'the history of a register is never removed'); END;
        """)
  }
}

/// The plan's registers as typed tables with the history of every row.
public enum RegisterStore {
  /// Makes the tables, columns and indexes that the plan asks for and the ledger has not. Call it at
  /// every start and before a changed plan is applied.
  ///
  /// A register that never held a row may change freely.
  ///
  /// - Throws: `RegisterMigrationError` with every complaint at once, where a register or field
  ///   that held rows is gone, is of another kind or unit, or no longer offers a choice that rows use.
  public static func migrate(to plan: Plan, at: Int, in db: Database) throws {
    try migrate(plan.registers, at: at, in: db) { RegisterUses(of: $0, in: plan) }
  }

  /// The same of registers that no check and no query reads.
  public static func migrate(_ registers: [Register], at: Int, in db: Database) throws {
    try migrate(registers, at: at, in: db) { _ in RegisterUses() }
  }

  private static func migrate(
    _ registers: [Register], at: Int, in db: Database, uses: (Register) -> RegisterUses
  ) throws {
    let kept = try keptFields(in: db)
    try ImportUndo.undoUnfinished(in: db)
    try putViewsInFront(of: kept.keys.sorted(), in: db)
    var complaints: [String] = []
    for register in registers { complaints += names(of: register) }
    for (id, fields) in kept.sorted(by: { $0.key < $1.key }) where try wasUsed(id, in: db) {
      guard let register = registers.first(where: { $0.id == id }) else {
        complaints.append(
          "register \(id): it holds rows but is not in the plan; put it back into the plan")
        continue
      }
      complaints += try misfits(of: register, kept: fields, in: db)
    }
    guard complaints.isEmpty else { throw RegisterMigrationError(complaints: complaints) }
    for register in registers {
      try migrate(register, kept: kept[register.id], uses: uses(register), at: at, in: db)
    }
  }

  private static func migrate(
    _ register: Register, kept: [String: String]?, uses: RegisterUses, at: Int, in db: Database
  ) throws {
    let table = RegisterTable(register: register)
    var kept = kept
    try db.execute(sql: "DROP VIEW IF EXISTS \(table.name)")
    if kept != nil, try !wasUsed(register.id, in: db), differs(register, from: kept ?? [:]) {
      try db.execute(sql: "DROP TABLE \(table.rows)")
      try db.execute(sql: "DROP TABLE IF EXISTS \(table.search)")
      try db.execute(sql: "DELETE FROM register_field WHERE register = ?", arguments: [register.id])
      kept = nil
    }
    var added = register.fields
    if let kept {
      added = register.fields.filter { kept[$0.id] == nil }
      for definition in added.flatMap(RegisterTable.definitions) {
        try db.execute(sql: "ALTER TABLE \(table.rows) ADD COLUMN \(definition)")
      }
    } else {
      try db.execute(sql: table.createSQL)
    }
    for field in added {
      try db.execute(
        sql: "INSERT INTO register_field (register, field, kind, added_at) VALUES (?, ?, ?, ?)",
        arguments: [register.id, field.id, field.kind.code, at])
    }
    try RegisterUnits(of: register, in: db).note(in: db)
    let indexes = RegisterIndexes(register: register, uses: uses)
    try indexes.bringUpToDate(in: db)
    try indexes.analyse(
      rows: RegisterStretches.count(of: register, in: db) * RegisterStretches.rows, in: db)
    try db.execute(sql: table.createViewSQL)
    if try !isTable(table.search, in: db) {
      try RegisterSearch(register: register).rebuild(in: db)
    }
  }

  /// Tables that an earlier version made under the name of the view.
  private static func putViewsInFront(of registers: [String], in db: Database) throws {
    for id in registers {
      let table = RegisterTable(named: id)
      if try isTable(table.name, in: db) {
        try db.execute(sql: "ALTER TABLE \(table.name) RENAME TO \(table.rows)")
      }
    }
  }

  /// Asked of SQLite itself: GRDB's `tableExists` reads the whole schema anew after each table that
  /// is made, which costs the square of their number.
  ///
  /// - Parameter name: in quotation marks.
  private static func isTable(_ name: String, in db: Database) throws -> Bool {
    try Bool.fetchOne(
      db.cachedStatement(
        sql: "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?)"),
      arguments: [String(name.dropFirst().dropLast())]) ?? false
  }

  /// Register id → field id → kind.
  private static func keptFields(in db: Database) throws -> [String: [String: String]] {
    try Row.fetchAll(db, sql: "SELECT register, field, kind FROM register_field")
      .reduce(into: [:]) { kept, row in
        kept[row["register"] as String, default: [:]][row["field"]] = row["kind"]
      }
  }

  private static func wasUsed(_ register: String, in db: Database) throws -> Bool {
    try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM register_change WHERE register = ?)",
      arguments: [register]) ?? false
  }

  private static func differs(_ register: Register, from kept: [String: String]) -> Bool {
    kept.contains { field, kind in register.field(field)?.kind.code != kind }
  }

  private static func misfits(
    of register: Register, kept: [String: String], in db: Database
  ) throws -> [String] {
    var complaints: [String] = []
    let units = try RegisterUnits(of: register, in: db)
    for (id, kind) in kept.sorted(by: { $0.key < $1.key }) {
      guard let field = register.field(id) else {
        complaints.append(
          "register \(register.id), field \(id): it holds values but is not in the plan; "
            + "put it back into the plan")
        continue
      }
      guard field.kind.code == kind else {
        complaints.append(
          "register \(register.id), field \(id): it is kept as \(kind) but the plan says "
            + "\(field.kind.code); put the kind back, or add a field with another id")
        continue
      }
      complaints += [units.complaint(of: field)].compactMap(\.self)
      if case .choice(let choices) = field.kind {
        complaints += try lostChoices(of: field, choices, register, in: db)
      }
    }
    if complaints.isEmpty,
      let rows = try RegisterIndexes(register: register).sharedKeys(in: db)
    {
      complaints.append(
        "register \(register.id): rows \(rows.prefix(200)) share the same "
          + "\(register.key.joined(separator: ", ")), which the plan calls its key; "
          + "change those rows first, or leave the key out")
    }
    return complaints
  }

  private static func lostChoices(
    of field: Field, _ choices: [Field.Choice], _ register: Register, in db: Database
  ) throws -> [String] {
    let column = RegisterTable.quoted(RegisterTable.columns(of: field)[0])
    let used = try String.fetchAll(
      db,
      sql: """
        SELECT DISTINCT \(column) FROM \(RegisterTable(register: register).rows)
        WHERE \(column) IS NOT NULL ORDER BY 1
        """)
    return used.filter { value in !choices.contains { $0.id == value } }.map { value in
      "register \(register.id), field \(field.id): rows hold the choice \"\(value)\" that is not "
        + "in the plan; put it back, or change those rows first"
    }
  }

  /// Two fields that would share a column, or take a column of ours.
  private static func names(of register: Register) -> [String] {
    var owner = Dictionary(uniqueKeysWithValues: RegisterTable.rowColumns.map { ($0, "every row") })
    var complaints: [String] = []
    if register.fields.isEmpty {
      complaints.append("register \(register.id): it has no fields; give it at least one")
    }
    for field in register.fields {
      for column in RegisterTable.allColumns(of: field) {
        if let other = owner.updateValue("field \(field.id)", forKey: column.lowercased()) {
          complaints.append(
            "register \(register.id), field \(field.id): its column \(column) is taken by \(other); "
              + "give the field another id")
        }
      }
    }
    return complaints
  }
}
