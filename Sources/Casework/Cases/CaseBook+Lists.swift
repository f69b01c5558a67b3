import ActionPlan
public import GRDB
public import Ledger

extension CaseBook {
  /// The longest page of a list.
  public static let pageLimit = 200

  /// Where open cases alone are asked for. They are few, and a walk over all of them is quicker than one
  /// over a unit's, most of which are closed; SQLite does not know how many are, and would choose that.
  static let openCases = "case_file INDEXED BY case_file_open_order"
  /// For counting the open ones, without a look at any row.
  static let countedCases = "case_file INDEXED BY case_file_open_counts"

  /// One page of the cases that the scope lets somebody see.
  ///
  /// - Parameters:
  ///   - scope: from `Policy.caseFilter`.
  ///   - after: where the page before ended; nil for the first.
  ///   - limit: cases on the page, 1…`pageLimit`.
  ///   - now: epoch seconds, by which lateness is judged.
  public static func list(
    _ filter: CaseFilter, scope: CaseScope, after: CaseCursor? = nil, limit: Int = 50, now: Int,
    in db: Database
  ) throws -> CasePage {
    let limit = min(max(limit, 1), pageLimit)
    var conditions = try filter.conditions(at: now, walking: scope.isNarrow, in: db)
    if let after { conditions.append(filter.order.follows(after)) }
    let isOpen = filter.isOpen == true || filter.isLate
    let table = isOpen && !filter.isOfOneThing ? openCases : "case_file"
    let query: SQL = """
      SELECT \(sql: CaseFile.columns) FROM \(sql: table)
      WHERE \(scope.narrowing(
        conditions, isOpen: isOpen, order: filter.order, limit: limit + 1))
      ORDER BY \(filter.order.ofCases) LIMIT \(limit + 1)
      """
    let (sql, arguments) = try query.build(db)
    let found = try Row.fetchAll(db, sql: sql, arguments: arguments).map(CaseFile.init(row:))
    let cases = Array(found.prefix(limit))
    let next = found.count > limit ? cases.last : nil
    return CasePage(
      cases: cases,
      next: next.map { CaseCursor(due: $0.dueAt ?? CaseCursor.noDeadline, id: $0.id) })
  }

  /// How many cases a list has, whatever its page.
  public static func count(
    _ filter: CaseFilter, scope: CaseScope, now: Int, in db: Database
  ) throws -> Int {
    let (sql, arguments) = try counting(filter, scope: scope, now: now, in: db).build(db)
    return try Int.fetchOne(db, sql: sql, arguments: arguments) ?? 0
  }

  static func counting(
    _ filter: CaseFilter, scope: CaseScope, now: Int, in db: Database
  ) throws -> SQL {
    let conditions = try filter.conditions(at: now, in: db) + [scope.condition]
    return "SELECT count(*) FROM case_file WHERE \(conditions.joined(separator: " AND "))"
  }

  /// Open and late cases within a scope, and by unit.
  ///
  /// - Parameter now: epoch seconds, by which lateness is judged.
  public static func counts(scope: CaseScope, now: Int, in db: Database) throws -> CaseCounts {
    let query: SQL = """
      SELECT assigned_unit, count(*) AS open, sum(ifnull(due_at < \(now), 0)) AS late
      FROM \(sql: countedCases) WHERE closed_at IS NULL AND \(scope.condition)
      GROUP BY assigned_unit ORDER BY late DESC, open DESC, assigned_unit
      """
    let (sql, arguments) = try query.build(db)
    let units = try Row.fetchAll(db, sql: sql, arguments: arguments).map { row in
      CaseCounts.OfUnit(unit: row["assigned_unit"], open: row["open"], late: row["late"])
    }
    return CaseCounts(
      open: units.reduce(0) { $0 + $1.open }, late: units.reduce(0) { $0 + $1.late }, byUnit: units)
  }

  /// Open and late cases of each procedure within a scope; procedures without one are left out.
  ///
  /// - Parameter now: epoch seconds, by which lateness is judged.
  public static func countsByProcedure(
    scope: CaseScope, now: Int, in db: Database
  ) throws -> [String: CaseCounts.OfProcedure] {
    let query: SQL = """
      SELECT procedure, count(*) AS open, sum(ifnull(due_at < \(now), 0)) AS late
      FROM \(sql: countedCases) WHERE closed_at IS NULL AND \(scope.condition) GROUP BY procedure
      """
    let (sql, arguments) = try query.build(db)
    return try Row.fetchAll(db, sql: sql, arguments: arguments).reduce(into: [:]) { counts, row in
      counts[row["procedure"]] = CaseCounts.OfProcedure(open: row["open"], late: row["late"])
    }
  }
}

extension CaseFilter.Order {
  var ofCases: SQL {
    switch self {
    case .newestFirst: "id DESC"
    case .dueFirst: "\(CaseCursor.due), id"
    }
  }

  func follows(_ cursor: CaseCursor) -> SQL {
    switch self {
    case .newestFirst: "id < \(cursor.id)"
    case .dueFirst: "(\(CaseCursor.due), id) > (\(cursor.due), \(cursor.id))"
    }
  }

  /// Of a merge of columns `id` and `due`.
  var ofMerged: SQL {
    switch self {
    case .newestFirst: "id DESC"
    case .dueFirst: "due, id"
    }
  }
}

extension CaseFilter {
  /// Of a facility or a register's row, which few cases are about.
  fileprivate var isOfOneThing: Bool { facility != nil || subject != nil }

  /// SQLite does not know how many cases each value has. So it may walk by one column only, that which
  /// leaves the fewest; a plus before a column keeps it from walking by that one.
  ///
  /// - Parameter isNarrow: something else says best which cases are meant.
  func conditions(at now: Int, walking isNarrow: Bool = false, in db: Database) throws -> [SQL] {
    let words = try text.flatMap {
      try CaseSearch.condition(String($0.prefix(Self.textLimit)), in: db)
    }
    var conditions = words.map { [$0.sql] } ?? []
    var isWalked = isNarrow || words?.isFew == true
    func require(_ column: String, _ value: some StatementBinding & SQLExpressible) {
      conditions.append("\(sql: isWalked ? "+" : "")\(sql: column) = \(value)")
      isWalked = true
    }
    if let subject {
      conditions.append("subject_register = \(subject.register) AND subject_row = \(subject.row)")
      isWalked = true
    }
    if let facility {
      conditions.append(Self.concerns(facility))
      isWalked = true
    }
    if let unit { require("assigned_unit", unit) }
    if let mine {
      conditions.append("(assigned_unit = \(mine) OR lead_unit = \(mine))")
      isWalked = true
    }
    if let procedure { require("procedure", procedure) }
    if let state { require("state", state) }
    if let severity { require("severity", severity.rawValue) }
    if let priority { require("priority", priority.rank) }
    if let isOpen { conditions.append(isOpen ? "closed_at IS NULL" : "+closed_at IS NOT NULL") }
    if isLate { conditions.append("closed_at IS NULL AND due_at < \(now)") }
    if system != nil || differs { conditions.append(outside(walking: isWalked)) }
    return conditions
  }

  /// With a number in the system, and of those that differ one whose status says something else. Found
  /// from the numbers, of which there are fewer than cases; where something else says best which cases
  /// are meant, asked of each of those.
  private func outside(walking isNarrow: Bool) -> SQL {
    var parts: [SQL] = []
    if let system { parts.append("o.system = \(system)") }
    if differs {
      parts.append(
        """
        instr(o.standings, ',' || CASE
          WHEN f.closed_at IS NOT NULL AND f.cause_class = 'false-alarm' THEN 'dismissed'
          WHEN f.closed_at IS NOT NULL THEN 'closed' WHEN f.suspended_at IS NOT NULL THEN 'suspended'
          WHEN f.state = \(Procedure.openedState) THEN 'waiting' ELSE 'working' END || ',') = 0
        """)
    }
    let with: SQL =
      differs ? "case_outside AS o JOIN case_file AS f ON f.id = o.case_id" : "case_outside AS o"
    let which = parts.joined(separator: " AND ")
    return isNarrow
      ? "EXISTS (SELECT 1 FROM \(with) WHERE o.case_id = case_file.id AND \(which))"
      : "case_file.id IN (SELECT o.case_id FROM \(with) WHERE \(which))"
  }

  /// Of the facility, or of what a person said is the same one.
  static func concerns(_ facility: String) -> SQL {
    """
    facility IN (
      SELECT \(facility) UNION ALL SELECT other FROM facility_merged WHERE kept = \(facility))
    """
  }
}
