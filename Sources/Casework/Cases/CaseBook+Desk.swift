import ActionPlan
public import GRDB
public import Ledger

extension CaseBook {
  /// Open cases in which nobody has taken a step.
  public static func waitingCount(scope: CaseScope, in db: Database) throws -> Int {
    try count(
      "closed_at IS NULL AND state = \(Procedure.openedState) AND \(scope.condition)",
      of: countedCases, in: db)
  }

  /// - Parameter since: epoch seconds.
  public static func openedCount(since: Int, scope: CaseScope, in db: Database) throws -> Int {
    try count(
      "opened_at >= \(since) AND \(scope.condition)",
      of: "case_file INDEXED BY case_file_opened", in: db)
  }

  /// - Parameter since: epoch seconds.
  public static func closedCount(since: Int, scope: CaseScope, in db: Database) throws -> Int {
    try count(
      "closed_at >= \(since) AND \(scope.condition)",
      of: "case_file INDEXED BY case_file_closed", in: db)
  }

  /// Open cases in which somebody has taken a step, the nearest deadline first.
  public static func inHand(
    scope: CaseScope, limit: Int, in db: Database
  ) throws -> [CaseFile] {
    let query: SQL = """
      SELECT \(sql: CaseFile.columns) FROM \(sql: openCases)
      WHERE closed_at IS NULL AND state <> \(Procedure.openedState) AND \(scope.condition)
      ORDER BY \(CaseFilter.Order.dueFirst.ofCases) LIMIT \(limit)
      """
    let (sql, arguments) = try query.build(db)
    return try Row.fetchAll(db, sql: sql, arguments: arguments).map(CaseFile.init(row:))
  }

  private static func count(
    _ condition: SQL, of cases: String, in db: Database
  ) throws -> Int {
    let query: SQL = "SELECT count(*) FROM \(sql: cases) WHERE \(condition)"
    let (sql, arguments) = try query.build(db)
    return try Int.fetchOne(db, sql: sql, arguments: arguments) ?? 0
  }
}
