public import ActionPlan
public import AirQuality
public import GRDB

extension RegisterStore {
  /// Whether lists are sorted and filtered by the field without a look at every row.
  public static func isQuick(_ field: Field, of register: Register) -> Bool {
    RegisterIndexes.isIndexed(field, of: register)
  }

  /// One page of a register's rows.
  ///
  /// - Parameter today: the plan's local day, for filters that name it.
  public static func page(
    _ query: RegisterQuery, of register: Register, plan: Plan, today: CalendarDay, in db: Database
  ) throws -> RegisterPage {
    var pager = RegisterPager(query: query, register: register, plan: plan, today: today)
    return try pager.page(in: db)
  }
}

/// Few rows that fulfil the conditions are collected and sorted; many are met soon on a walk in the
/// wanted order. SQLite, which knows neither how many there are nor that one page is enough, is told
/// which of the two to do.
private struct RegisterPager {
  var query: RegisterQuery
  let register: Register
  let plan: Plan
  let today: CalendarDay

  private var table: RegisterTable { RegisterTable(register: register) }
  private var sortField: Field? { query.sort.flatMap { register.field($0) } }
  private var isDescending: Bool { sortField == nil || query.isDescending }
  private var limit: Int { min(max(query.limit, 1), 500) }

  mutating func page(in db: Database) throws -> RegisterPage {
    let plain = plainConditions
    let search = try RegisterSearch(register: register).found(query.search, plan: plan, in: db)
    // An import that is under way hides some of what the index of texts has.
    let isImporting = try ImportStage.open(register.id, in: db) != nil
    let isMany = plain.isEmpty && search?.isMany == true && !isImporting
    let (total, hits) =
      isMany ? (nil, nil) : try count(Self.all(of: plain, and: search?.counted), in: db)
    let isSorted =
      total != nil || sortField.map { RegisterIndexes.isIndexed($0, of: register) } != false
    if !isSorted { query.sort = nil }
    let source =
      hits.map(those)
      ?? walk(Self.all(of: plain, and: search?.walked) ?? .all, isImporting: isImporting)
    var found: [RegisterRow] = []
    var last: RegisterCursor?
    var hasMore = false
    for segment in segments {
      let wanted = limit + 1 - found.count
      guard wanted > 0 else { break }
      let rows = try Row.fetchAll(
        db,
        sql: """
          \(source.sql) AND \(segment.sql) ORDER BY \(order) LIMIT \(wanted)
          """, arguments: source.arguments + segment.arguments)
      for row in rows {
        guard found.count < limit else {
          hasMore = true
          break
        }
        found.append(RegisterStore.row(row, of: register))
        last = cursor(row)
      }
    }
    return RegisterPage(
      rows: found, next: hasMore ? last : nil, total: total, isSorted: isSorted)
  }

  /// Of fields, in the order of their ids, and of the filter.
  private var plainConditions: [RowSelection] {
    var parts: [RowSelection] = []
    for (id, value) in query.equals.sorted(by: { $0.key < $1.key }) {
      guard let field = register.field(id) else { continue }
      parts.append(Self.selection(field, is: value))
    }
    if let filter = query.filter {
      parts.append(
        filter.selection(
          of: register, today: today, utcOffsetSeconds: plan.utcOffsetSeconds))
    }
    return parts
  }

  /// nil where every row is wanted.
  private static func all(of parts: [RowSelection], and search: RowSelection?) -> RowSelection? {
    let parts = parts + [search].compactMap(\.self)
    guard let first = parts.first else { return nil }
    return parts.dropFirst().reduce(first) { $0.and($1) }
  }

  private static func selection(_ field: Field, is value: String) -> RowSelection {
    let column = RegisterStore.column(field)
    if value.isEmpty { return RowSelection(sql: "(\(column) IS NULL)", arguments: []) }
    let bound: (any DatabaseValueConvertible)? =
      switch field.kind {
      case .flag: value == "true"
      case .integer, .instant, .row: Int64(value)
      case .decimal, .position: ExactDecimal(value)?.approximate
      default: value
      }
    return RowSelection(sql: "(\(column) = ?)", arguments: [bound])
  }

  /// - Returns: how many rows there are, and which, where conditions leave few of them.
  private func count(
    _ conditions: RowSelection?, in db: Database
  ) throws -> (total: Int?, hits: [Int64]?) {
    let limit = RegisterPage.countLimit
    guard let conditions else {
      let count =
        try Int.fetchOne(
          db, sql: "SELECT count(*) FROM (SELECT 1 FROM \(table.name) LIMIT \(limit + 1))") ?? 0
      return (count <= limit ? count : nil, nil)
    }
    let hits = try Int64.fetchAll(
      db,
      sql: "SELECT row_id FROM \(table.name) WHERE \(conditions.sql) LIMIT \(limit + 1)",
      arguments: conditions.arguments)
    return hits.count <= limit ? (hits.count, hits) : (nil, nil)
  }

  /// `SELECT … WHERE …` of rows that were met, to which more conditions may be added.
  private func those(_ hits: [Int64]) -> RowSelection {
    var hits = hits
    if sortField == nil {
      // The newest ones first: no other row need be fetched.
      let before = query.after?.row ?? .max
      hits = Array(hits.filter { $0 < before }.sorted(by: >).prefix(limit + 1))
    }
    let list = "[" + hits.map(String.init).joined(separator: ",") + "]"
    return RowSelection(
      sql: """
        WITH hit AS MATERIALIZED (SELECT value AS row_id FROM json_each(?))
        SELECT r.* FROM hit CROSS JOIN \(table.name) AS r ON r.row_id = hit.row_id
        WHERE 1
        """, arguments: [list])
  }

  /// The same of many rows.
  private func walk(_ conditions: RowSelection, isImporting: Bool) -> RowSelection {
    RowSelection(
      sql: """
        SELECT * FROM \(isImporting ? table.name + " AS r" : orderedTable)
        WHERE \(conditions.sql)
        """, arguments: conditions.arguments)
  }

  /// The table by an index that gives the rows in the wanted order.
  private var orderedTable: String {
    let indexes = RegisterIndexes(register: register)
    guard let field = sortField ?? equalField else { return "\(table.rows) AS r NOT INDEXED" }
    return RegisterIndexes.isIndexed(field, of: register)
      ? "\(table.rows) AS r INDEXED BY \(indexes.name(of: field))" : "\(table.rows) AS r"
  }

  /// A field of which every row of the list holds the same: its index gives them by number.
  private var equalField: Field? {
    let fields = query.equals.keys.sorted() + (query.filter?.predicate.fieldsHeldEqual ?? [])
    return fields.compactMap { register.field($0) }
      .first { RegisterIndexes.isIndexed($0, of: register) && $0.kind != .position }
  }

  /// The rest of the list as conditions that an index answers, in the list's order: rows whose
  /// sorting field is empty stand before all others, or after them where the order descends.
  private var segments: [RowSelection] {
    let sign = isDescending ? "<" : ">"
    guard let sortField else {
      return [
        query.after.map { RowSelection(sql: "r.row_id \(sign) ?", arguments: [$0.row]) } ?? .all
      ]
    }
    let column = "r." + RegisterStore.column(sortField)
    var empty = RowSelection(sql: "\(column) IS NULL", arguments: [])
    var filled = RowSelection(sql: "\(column) IS NOT NULL", arguments: [])
    guard let after = query.after else { return isDescending ? [filled, empty] : [empty, filled] }
    guard let value = after.bound else {
      empty = empty.and(RowSelection(sql: "r.row_id \(sign) ?", arguments: [after.row]))
      return isDescending ? [empty] : [empty, filled]
    }
    filled = RowSelection(
      sql: "(\(column), r.row_id) \(sign) (?, ?)", arguments: [value, after.row])
    return isDescending ? [filled, empty] : [filled]
  }

  private var order: String {
    let direction = isDescending ? "DESC" : "ASC"
    let column = sortField.map { "r." + RegisterStore.column($0) + " \(direction), " } ?? ""
    return "\(column)r.row_id \(direction)"
  }

  private func cursor(_ row: Row) -> RegisterCursor {
    var value = RegisterCursor.Value.none
    if let sortField {
      let kept: DatabaseValue = row[RegisterTable.comparedColumn(of: sortField)]
      switch kept.storage {
      case .int64(let number): value = .integer(number)
      case .double(let number): value = .real(number)
      case .string(let text): value = .text(text)
      case .null, .blob: value = .none
      }
    }
    return RegisterCursor(row: row["row_id"], value: value)
  }
}

extension RegisterCursor {
  /// nil where the sorting field is empty.
  fileprivate var bound: (any DatabaseValueConvertible)? {
    switch value {
    case .none: nil
    case .integer(let number): number
    case .real(let number): number
    case .text(let text): text
    }
  }
}

extension Predicate {
  /// Fields that every row which fulfils it holds equal to one literal.
  fileprivate var fieldsHeldEqual: [String] {
    switch self {
    case .compare(.field(let id), .equal, .literal): [id]
    case .all(let parts): parts.flatMap(\.fieldsHeldEqual)
    default: []
    }
  }
}
