import ActionPlan
import GRDB

/// The index of a register's texts, kept beside its rows.
struct RegisterSearch {
  let register: Register

  /// Hits up to which the index answers; beyond, a walk over the rows is faster.
  static let hitLimit = 10_000

  /// Follows a change of a row; an empty side is a row that is not there.
  func replace(
    _ row: Int64, _ old: [String: FieldValue], by new: [String: FieldValue], in db: Database
  ) throws {
    let (before, after) = (pieces(old), pieces(new))
    guard before != after else { return }
    let search = RegisterTable(register: register).search
    if !before.isEmpty {
      // The index keeps no copy of the texts: it must be told what it forgets.
      try db.cachedStatement(
        sql: "INSERT INTO \(search) (\(search), rowid, pieces) VALUES ('delete', ?, ?)"
      ).execute(arguments: [row, before])
    }
    if !after.isEmpty {
      try db.cachedStatement(sql: "INSERT INTO \(search) (rowid, pieces) VALUES (?, ?)")
        .execute(arguments: [row, after])
    }
  }

  /// Indexes every row anew.
  func rebuild(in db: Database) throws {
    let table = RegisterTable(register: register)
    try db.execute(sql: "DROP TABLE IF EXISTS \(table.search)")
    try db.execute(sql: table.createSearchSQL)
    guard !table.searchedFields.isEmpty else { return }
    let rows = try Row.fetchCursor(db, sql: "SELECT * FROM \(table.rows)")
    while let row = try rows.next() {
      let values = RegisterStore.row(row, of: register)
      try replace(values.id, [:], by: values.values, in: db)
    }
  }

  func pieces(_ values: [String: FieldValue]) -> String {
    SearchText.pieces(
      of: RegisterTable(register: register).searchedFields.compactMap { values[$0.id]?.text })
  }

  /// Rows one of whose texts contains this one, or that name a facility, choice, place or unit
  /// called so.
  func selection(_ text: String, plan: Plan, in db: Database) throws -> RowSelection? {
    let wanted = SearchText.normal(text)
    guard !wanted.isEmpty else { return nil }
    var ways = [try textSelection(wanted, in: db)].compactMap(\.self)
    for field in register.fields {
      let ids = try idsCalled(wanted, of: field, plan: plan, in: db)
      guard !ids.isEmpty else { continue }
      let marks = Array(repeating: "?", count: ids.count).joined(separator: ", ")
      ways.append(
        RowSelection(
          sql: "\(RegisterStore.column(field)) IN (\(marks))", arguments: StatementArguments(ids)))
    }
    guard !ways.isEmpty else { return RowSelection(sql: "(0)", arguments: []) }
    return RowSelection(
      sql: "(" + ways.map(\.sql).joined(separator: " OR ") + ")",
      arguments: ways.reduce(into: []) { $0 += $1.arguments })
  }

  private func textSelection(_ wanted: String, in db: Database) throws -> RowSelection? {
    let table = RegisterTable(register: register)
    let columns = table.searchedFields.map(RegisterStore.column)
    guard !columns.isEmpty else { return nil }
    if let phrase = SearchText.phrase(containing: wanted) {
      let hits = try Int64.fetchAll(
        db,
        sql: "SELECT rowid FROM \(table.search) WHERE pieces MATCH ? LIMIT \(Self.hitLimit + 1)",
        arguments: [phrase])
      if hits.count <= Self.hitLimit {
        return RowSelection(
          sql: "row_id IN (SELECT rowid FROM \(table.search) WHERE pieces MATCH ?)",
          arguments: [phrase])
      }
    }
    return RowSelection(
      sql: "register_text_contains(?, \(columns.joined(separator: ", ")))", arguments: [wanted])
  }

  private func idsCalled(
    _ wanted: String, of field: Field, plan: Plan, in db: Database
  ) throws -> [String] {
    func called(_ elements: [(id: String, label: Label)]) -> [String] {
      elements.filter { element in
        [element.label.zh, element.label.en].contains { SearchText.normal($0).contains(wanted) }
      }.map(\.id)
    }
    return switch field.kind {
    case .choice(let choices): called(choices.map { ($0.id, $0.label) })
    case .place: called(plan.places.map { ($0.id, $0.label) })
    case .unit: called(plan.units.map { ($0.id, $0.label) })
    case .facility: try Facilities.search(wanted, limit: 200, in: db).map(\.id)
    default: []
    }
  }
}
