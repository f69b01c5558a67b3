import ActionPlan
import GRDB

/// The indexes of a register's table: its key, every field by which lists are filtered and sorted, rules
/// and indicators count, and other tables refer, and what the plan's checks and queries read.
struct RegisterIndexes {
  let register: Register
  var uses = RegisterUses()

  private var table: RegisterTable { RegisterTable(register: register) }

  /// Whether rows are found and sorted by it without a look at all of them.
  ///
  /// Not by numbers: those of a table lie scattered over all of such an index, so that each slice of an
  /// import would write the whole of it again.
  static func isIndexed(_ field: Field, of register: Register) -> Bool {
    switch field.kind {
    case .position, .attachment: false
    case .integer, .decimal: register.key == [field.id]
    case .text: register.titleField == field || register.key == [field.id]
    default: true
    }
  }

  /// Quoted.
  func name(of field: Field) -> String {
    RegisterTable.quoted(
      register.key == [field.id]
        ? table.rowsName + "_key"
        : table.rowsName + "_by_" + RegisterTable.comparedColumn(of: field))
  }

  /// Unquoted.
  static func readingName(_ columns: [String], of table: RegisterTable) -> String {
    table.rowsName + "_read_" + columns.joined(separator: "_")
  }

  /// Name, unquoted → statement that makes it.
  private var wanted: [String: String] {
    var wanted: [String: String] = [:]
    for field in register.fields
    where Self.isIndexed(field, of: register) && register.key != [field.id] {
      let column = RegisterTable.comparedColumn(of: field)
      wanted[table.rowsName + "_by_" + column] =
        "CREATE INDEX \(name(of: field)) ON \(table.rows) (\(RegisterTable.quoted(column)))"
    }
    if let key = RegisterKey(register) {
      let columns = key.fields.map(RegisterStore.column).joined(separator: ", ")
      let name = table.rowsName + "_key"
      wanted[name] =
        "CREATE UNIQUE INDEX \(RegisterTable.quoted(name)) ON \(table.rows) (\(columns))"
    }
    for field in register.fields where uses.codes.contains(field.id) {
      let name = table.rowsName + "_code_" + RegisterTable.comparedColumn(of: field)
      wanted[name] =
        "CREATE INDEX \(RegisterTable.quoted(name)) ON \(table.rows) "
        + "(\(PlainCode.sql(of: RegisterStore.column(field))))"
    }
    for columns in uses.readings {
      let name = Self.readingName(columns, of: table)
      let list = columns.map(RegisterTable.quoted).joined(separator: ", ")
      // By number first: a new row's entry stands at the end.
      wanted[name] =
        "CREATE INDEX \(RegisterTable.quoted(name)) ON \(table.rows) (row_id, \(list))"
    }
    return wanted
  }

  /// Makes what the plan asks for and drops what it no longer does.
  func bringUpToDate(in db: Database) throws {
    let present = try Row.fetchAll(
      db,
      sql: "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql > ''",
      arguments: [table.rowsName]
    ).reduce(into: [String: String]()) { $0[$1["name"]] = $1["sql"] }
    let wanted = wanted
    for (name, sql) in present where wanted[name] != sql {
      try db.execute(sql: "DROP INDEX \(RegisterTable.quoted(name))")
    }
    for (name, sql) in wanted.sorted(by: { $0.key < $1.key }) where present[name] != sql {
      try db.execute(sql: sql)
    }
  }

  /// Rows from which SQLite is told what the indexes hold. Of small tables it need not know.
  private static let leastAnalysed = 10_000
  /// Different values that are counted at most; SQLite's own look at a sample tells enough of more.
  private static let mostValues = 1_000

  /// Lets SQLite know how many rows share a value, where the register is large: else it takes the index
  /// of a choice of two for as good as that of a key. Statements made later know it.
  ///
  /// - Parameter rows: about how many the register has.
  func analyse(rows: Int, in db: Database) throws {
    guard rows >= Self.leastAnalysed else { return }
    try db.execute(sql: "PRAGMA analysis_limit = 1000; ANALYZE \(table.rows)")
    for field in register.fields where Self.isIndexed(field, of: register) {
      // The sample is too small to tell a choice of two from one of a hundred.
      let values = try countValues(of: RegisterStore.column(field), in: db)
      guard (1..<Self.mostValues).contains(values) else { continue }
      try db.execute(
        sql: "UPDATE sqlite_stat1 SET stat = ? WHERE idx = ?",
        arguments: [
          "\(rows) \(max(1, rows / values))",
          String(name(of: field).dropFirst().dropLast()),
        ])
    }
    try db.execute(sql: "ANALYZE sqlite_schema")
  }

  /// Different values, by leaps through the index.
  private func countValues(of column: String, in db: Database) throws -> Int {
    try Int.fetchOne(
      db,
      sql: """
        WITH RECURSIVE met (value) AS (
          SELECT min(\(column)) FROM \(table.rows) UNION ALL
          SELECT (SELECT min(\(column)) FROM \(table.rows) WHERE \(column) > met.value)
          FROM met WHERE met.value IS NOT NULL LIMIT \(Self.mostValues))
        SELECT count(value) FROM met
        """) ?? 0
  }

  /// Rows that already share what the plan now calls a key.
  func sharedKeys(in db: Database) throws -> String? {
    guard let key = RegisterKey(register) else { return nil }
    let columns = key.fields.map(RegisterStore.column)
    guard try columns.allSatisfy({ try hasColumn($0, in: db) }) else { return nil }
    let list = columns.joined(separator: ", ")
    let filled = columns.map { "\($0) IS NOT NULL" }.joined(separator: " AND ")
    return try Row.fetchOne(
      db,
      sql: """
        SELECT group_concat(row_id, ', ') FROM \(table.rows) WHERE \(filled)
        GROUP BY \(list) HAVING count(*) > 1 LIMIT 1
        """
    ).flatMap { $0[0] as String? }
  }

  private func hasColumn(_ quoted: String, in db: Database) throws -> Bool {
    try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM pragma_table_xinfo(?) WHERE '\"' || name || '\"' = ?)",
      arguments: [table.rowsName, quoted]) ?? false
  }
}
