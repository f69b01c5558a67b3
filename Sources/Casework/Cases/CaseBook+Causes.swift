public import ActionPlan
public import GRDB
public import Ledger

/// How often a rule was right: what the closings of its cases say.
public struct RulePrecision: Sendable, Hashable {
  public let rule: String
  /// Closed cases by what their cause says of the alarm.
  public let closings: [CauseClass: Int]

  public var closed: Int { closings.values.reduce(0, +) }
  /// Closings that say something.
  public var judged: Int { closed - closings[.unclear, default: 0] }
  /// Of those, how many were right; nil where none says anything.
  public var share: Double? {
    judged == 0 ? nil : Double(closings[.real, default: 0]) / Double(judged)
  }
}

extension CaseBook {
  /// Whether whoever ends the case has to say why it happened, wherever the case comes from: where the
  /// plan has causes and nobody has named one since the case opened, or opened again.
  static func needsCause(_ file: CaseFile, in db: Database) throws -> Bool {
    guard file.isOpen else { return false }
    guard try cause(of: file, in: db) == nil else { return false }
    return try !ProcedureArchive.procedure(of: file, in: db).causes.isEmpty
  }

  /// The cause named last, since the case was opened or taken up again.
  private static func cause(of file: CaseFile, in db: Database) throws -> String? {
    try String.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT "values" ->> '$.cause' FROM case_event
          WHERE case_id = :case AND "values" ->> '$.cause' IS NOT NULL
            AND sequence > ifnull((SELECT max(sequence) FROM case_event
              WHERE case_id = :case AND kind IN ('reopened', 'relapsed')), 0)
          ORDER BY sequence DESC LIMIT 1
          """),
      arguments: ["case": file.id])
  }

  /// Keeps with a closed case what its cause says of the alarm.
  static func classify(_ file: CaseFile, procedure: Procedure, in db: Database) throws {
    let cause = try cause(of: file, in: db)
    let kind = procedure.causes.first { $0.id == cause }?.kind ?? .unclear
    try db.cachedStatement(sql: "UPDATE case_file SET cause_class = ? WHERE id = ?")
      .execute(arguments: [kind.rawValue, file.id])
  }

  /// What the cases of each rule were closed with.
  ///
  /// - Parameters:
  ///   - since: epoch seconds; cases closed before do not count, nor do merged ones.
  /// - Returns: a line for each rule with a closed case, by the rule's id.
  public static func precision(
    since: Int, scope: CaseScope, in db: Database
  ) throws -> [RulePrecision] {
    let query: SQL = """
      SELECT title_values ->> '$.rule' AS rule, ifnull(cause_class, 'unclear') AS cause,
        count(*) AS count
      FROM case_file
      WHERE closed_at >= \(since) AND merged_into IS NULL AND title_code = 'rule'
        AND \(scope.condition)
      GROUP BY rule, cause ORDER BY rule
      """
    let (sql, arguments) = try query.build(db)
    var closings: [String: [CauseClass: Int]] = [:]
    for row in try Row.fetchAll(db, sql: sql, arguments: arguments) {
      guard let rule: String = row["rule"] else { continue }
      closings[rule, default: [:]][CauseClass(rawValue: row["cause"]) ?? .unclear] = row["count"]
    }
    return closings.sorted { $0.key < $1.key }.map { RulePrecision(rule: $0, closings: $1) }
  }
}
