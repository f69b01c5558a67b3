import ActionPlan
public import GRDB
public import Ledger

/// What a reporter was promised: that the report is taken up, and answered, by a deadline. 受理、答复时限
public struct ReportPromise: Sendable, Hashable {
  public enum Kind: String, Sendable, CaseIterable {
    case accept, answer
  }
  public let kind: Kind
  public let due: CaseDeadline
  /// Epoch seconds; nil while it is not kept.
  public let keptAt: Int?

  public func isLate(at now: Int) -> Bool { (keptAt ?? now) > due.at }
}

/// A report of which something promised is still to be done.
public struct WaitingReport: Sendable, Hashable {
  public let file: CaseFile
  public let category: String
  public let receivedAt: Int
  /// The number of the hotline that sent it; nil for others.
  public let hotlineNumber: String?
  /// What is not kept, the nearest deadline first.
  public let promises: [ReportPromise]
}

/// How many promises of a kind wait, and how many of them are late.
public struct PromiseCount: Sendable, Hashable {
  public var waiting = 0
  public var late = 0
}

/// The promises of reports.
public enum ReportPromises {
  public static let pageLimit = 200

  /// Those of a report.
  public static func of(_ report: Int64, in db: Database) throws -> [ReportPromise] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: "SELECT * FROM report_promise WHERE report_id = ? ORDER BY due_at, kind"),
      arguments: [report]
    ).compactMap(ReportPromise.init(row:))
  }

  /// Reports that wait, the nearest deadline first.
  public static func waiting(scope: CaseScope, in db: Database) throws -> [WaitingReport] {
    let query: SQL = """
      SELECT min(p.due_at) AS due, r.id, r.category, r.received_at, r.hotline_number
      FROM report_promise AS p JOIN public_report AS r ON r.id = p.report_id
      WHERE p.kept_at IS NULL AND EXISTS (SELECT 1 FROM case_file
        WHERE source_kind = 'report' AND source_id = r.id AND \(scope.condition))
      GROUP BY r.id ORDER BY due, r.id LIMIT \(pageLimit)
      """
    let (sql, arguments) = try query.build(db)
    return try Row.fetchAll(db, sql: sql, arguments: arguments).compactMap { row in
      let id: Int64 = row["id"]
      guard let file = try CaseBook.find(source: .report(id), in: db) else { return nil }
      return WaitingReport(
        file: file, category: row["category"], receivedAt: row["received_at"],
        hotlineNumber: row["hotline_number"],
        promises: try of(id, in: db).filter { $0.keptAt == nil })
    }
  }

  public static func counts(
    scope: CaseScope, now: Int, in db: Database
  ) throws -> [ReportPromise.Kind: PromiseCount] {
    let query: SQL = """
      SELECT kind, count(*) AS waiting, sum(due_at < \(now)) AS late FROM report_promise AS p
      WHERE kept_at IS NULL AND EXISTS (SELECT 1 FROM case_file
        WHERE source_kind = 'report' AND source_id = p.report_id AND \(scope.condition))
      GROUP BY kind
      """
    let (sql, arguments) = try query.build(db)
    return try Row.fetchAll(db, sql: sql, arguments: arguments).reduce(into: [:]) { counts, row in
      guard let kind = ReportPromise.Kind(rawValue: row["kind"]) else { return }
      counts[kind] = PromiseCount(waiting: row["waiting"], late: row["late"])
    }
  }

  /// Promises what the plan says, from when the report came.
  static func begin(_ report: Int64, plan: Plan, at start: Int, in db: Database) throws {
    try promise(.accept, report, plan.reports?.acceptWithin, plan: plan, at: start, in: db)
    try promise(.answer, report, plan.reports?.answerWithin, plan: plan, at: start, in: db)
  }

  /// Promises an answer anew, because the reporter disagrees with the one that was given.
  static func renew(_ report: Int64, plan: Plan, at now: Int, in db: Database) throws {
    try promise(.answer, report, plan.reports?.answerWithin, plan: plan, at: now, in: db)
  }

  private static func promise(
    _ kind: ReportPromise.Kind, _ report: Int64, _ limit: TimeLimit?, plan: Plan, at start: Int,
    in db: Database
  ) throws {
    guard let limit else { return }
    let due = limit.due(from: start, calendar: plan.calendar)
    try db.cachedStatement(
      sql: """
        INSERT INTO report_promise (report_id, kind, due_at, is_working, next_tell_at)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET due_at = excluded.due_at, is_working = excluded.is_working,
          next_tell_at = excluded.next_tell_at, kept_at = NULL
        """
    ).execute(arguments: [
      report, kind.rawValue, due, limit.isWorking,
      (plan.reports?.late.first?.afterSeconds).map { due + $0 },
    ])
  }

  /// Keeps a promise by what happens to the case: the first step takes a report up, also one that was
  /// merged with another; an answer answers it, and after the end whatever is written to the reporter.
  static func note(
    _ entry: CaseHistory.Entry, of id: Int64, at now: Int, in db: Database
  ) throws {
    if [.step, .skipped, .shared, .merged].contains(entry.kind) {
      try keep(.accept, of: id, at: now, in: db)
    }
    let isClosed =
      entry.values["publicMessage"] != nil
      ? try Bool.fetchOne(
        db.cachedStatement(sql: "SELECT closed_at IS NOT NULL FROM case_file WHERE id = ?"),
        arguments: [id]) ?? false : false
    if entry.values["publicAnswer"] != nil || isClosed {
      try keep(.answer, of: id, at: now, in: db)
    }
    if entry.kind == .withdrawn {
      for kind in ReportPromise.Kind.allCases { try keep(kind, of: id, at: now, in: db) }
    }
  }

  /// Also for the reports of cases that were merged into this one.
  private static func keep(
    _ kind: ReportPromise.Kind, of id: Int64, at now: Int, in db: Database
  ) throws {
    try db.cachedStatement(
      sql: """
        UPDATE report_promise SET kept_at = :now
        WHERE kind = :kind AND kept_at IS NULL AND report_id IN (
          SELECT source_id FROM case_file
            WHERE source_kind = 'report' AND (id = :case OR merged_into = :case)
          UNION ALL
          SELECT source_id FROM case_source WHERE source_kind = 'report' AND case_id = :case)
        """
    ).execute(arguments: ["now": now, "kind": kind.rawValue, "case": id])
  }
}

extension ReportPromise {
  init?(row: Row) {
    guard let kind = Kind(rawValue: row["kind"]) else { return nil }
    self.kind = kind
    due = CaseDeadline(at: row["due_at"], isWorking: row["is_working"])
    keptAt = row["kept_at"]
  }
}
