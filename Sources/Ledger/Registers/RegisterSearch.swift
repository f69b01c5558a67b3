import ActionPlan
import GRDB

/// The index of a register's texts, kept beside its rows.
struct RegisterSearch {
  let register: Register

  /// What a search finds.
  struct Found {
    /// By the index, where it has not too many hits: what is counted, alone or beside other conditions.
    var counted: RowSelection
    /// By a look at each row, where hits are many: what a walk in a wanted order meets soon.
    var walked: RowSelection
    /// The texts alone hold more rows than are counted.
    var isMany = false
  }

  /// Hits up to which the index is asked; beyond, nearly every row is one.
  private static let hitLimit = 200_000

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
  /// called so; nil for every row.
  func found(_ text: String, plan: Plan, in db: Database) throws -> Found? {
    let wanted = SearchText.normal(text)
    guard !wanted.isEmpty else { return nil }
    var found = try foundInTexts(wanted, in: db)
    for field in register.fields {
      let ids = try idsCalled(wanted, of: field, plan: plan, in: db)
      guard !ids.isEmpty else { continue }
      let marks = Array(repeating: "?", count: ids.count).joined(separator: ", ")
      let named = RowSelection(
        sql: "\(RegisterStore.column(field)) IN (\(marks))", arguments: StatementArguments(ids))
      found.counted = found.counted.or(named)
      found.walked = found.walked.or(named)
    }
    return found
  }

  private func foundInTexts(_ wanted: String, in db: Database) throws -> Found {
    let table = RegisterTable(register: register)
    let columns = table.searchedFields.map(RegisterStore.column)
    guard !columns.isEmpty else { return Found(counted: .none, walked: .none) }
    let walked = RowSelection(
      sql: "register_text_contains(?, \(columns.joined(separator: ", ")))", arguments: [wanted])
    guard let phrase = SearchText.phrase(containing: wanted) else {
      return Found(counted: walked, walked: walked)
    }
    let hits =
      try Int.fetchOne(
        db,
        sql: """
          SELECT count(*) FROM (
            SELECT 1 FROM \(table.search) WHERE pieces MATCH ? LIMIT \(Self.hitLimit + 1))
          """, arguments: [phrase]) ?? 0
    let indexed = RowSelection(
      sql: "row_id IN (SELECT rowid FROM \(table.search) WHERE pieces MATCH ?)",
      arguments: [phrase])
    return Found(
      counted: hits <= Self.hitLimit ? indexed : walked,
      walked: hits <= RegisterPage.countLimit ? indexed : walked,
      isMany: hits > RegisterPage.countLimit)
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
