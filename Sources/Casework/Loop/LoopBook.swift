import ActionPlan
public import GRDB
public import Ledger

/// How long one stage took the loops of a group.
public struct LoopFigures: Sendable, Hashable {
  public let times: LoopDistribution
  /// Closed without ever coming there.
  public let without: Int
  /// Came there by the deadline that ran; after it, or have not and it is over; cannot be said yet. All
  /// are 0 where no deadline runs.
  public let inTime: Int
  public let late: Int
  public let undecided: Int

  /// Of those that can be told, the share in time; nil where none can.
  public var shareInTime: Double? {
    inTime + late == 0 ? nil : Double(inTime) / Double(inTime + late)
  }
}

/// Loops that have a town, a unit, a rule … in common.
public struct LoopGroup: Sendable, Hashable {
  /// Nil for those without, and for all together.
  public let id: String?
  public let count: Int
  public let stages: [LoopStage: LoopFigures]
}

/// The loops of a time.
public struct LoopReport: Sendable, Hashable {
  public let all: LoopGroup
  /// The largest first; empty where nothing tells them apart.
  public let groups: [LoopGroup]
}

/// One loop of a bin of a histogram.
public struct LoopLine: Sendable, Hashable {
  public let file: CaseFile
  /// To the stage; of one that has not come there, until now.
  public let seconds: Int
  public let isOpen: Bool
}

/// The times of loops, measured over what is kept with each event.
public enum LoopBook {
  /// Loops that one drill-down shows at most.
  public static let lineLimit = 200

  /// - Parameters:
  ///   - scope: from `Policy.caseFilter`.
  ///   - now: epoch seconds; loops that go on are as old as that.
  /// - Returns: merged cases are left out: the one they were merged into goes on for them.
  public static func report(
    _ filter: LoopFilter, by dimension: LoopDimension? = nil, scope: CaseScope, now: Int,
    in db: Database
  ) throws -> LoopReport {
    let query: SQL = """
      SELECT \(sql: dimension?.column ?? "NULL"), opened_at, bad_at, dispatched_at, dispatch_due,
        on_site_at, on_site_due, watches_quiet, quiet_at, closed_at, due_at, late_steps
      FROM case_times WHERE \(filter.condition(scope))
      """
    let (sql, arguments) = try query.build(db)
    var all = LoopTally()
    var groups: [String?: LoopTally] = [:]
    let rows = try Row.fetchCursor(db, sql: sql, arguments: arguments)
    while let row = try rows.next() {
      let loop = Loop(row)
      all.add(loop, now: now)
      if dimension != nil { groups[row[0] as String?, default: LoopTally()].add(loop, now: now) }
    }
    return LoopReport(
      all: all.group(nil),
      groups: groups.map { $1.group($0) }.sorted {
        (-$0.count, $0.id ?? "") < (-$1.count, $1.id ?? "")
      })
  }

  /// The loops of one bin, the longest first.
  ///
  /// - Parameters:
  ///   - seconds: the bin; nil for all.
  ///   - dimension: the group it is of: `id` nil for those without.
  public static func lines(
    _ filter: LoopFilter, to stage: LoopStage, seconds: Range<Int>? = nil,
    without dimension: LoopDimension? = nil, scope: CaseScope, now: Int, in db: Database
  ) throws -> [LoopLine] {
    let column = stage.column
    var conditions = [filter.condition(scope), stage.counts]
    if let dimension { conditions.append("\(sql: dimension.column) IS NULL") }
    let length: SQL = "max(ifnull(\(sql: column), \(now)) - bad_at, 0)"
    if let seconds {
      conditions.append("\(length) >= \(seconds.lowerBound) AND \(length) < \(seconds.upperBound)")
    }
    let query: SQL = """
      SELECT case_id, \(length) AS seconds, \(sql: column) IS NULL AS is_open FROM case_times
      WHERE \(conditions.joined(separator: " AND ")) ORDER BY seconds DESC, case_id LIMIT \(lineLimit)
      """
    let (sql, arguments) = try query.build(db)
    return try Row.fetchAll(db, sql: sql, arguments: arguments).compactMap { row in
      try CaseBook.find(row["case_id"], in: db).map {
        LoopLine(file: $0, seconds: row["seconds"], isOpen: row["is_open"])
      }
    }
  }
}

extension LoopStage {
  var column: String {
    switch self {
    case .found: "opened_at"
    case .dispatched: "dispatched_at"
    case .onSite: "on_site_at"
    case .quiet: "quiet_at"
    case .closed: "closed_at"
    }
  }

  /// Loops that came there or may yet.
  fileprivate var counts: SQL {
    switch self {
    case .found, .closed: "1"
    case .quiet: "watches_quiet = 1"
    case .dispatched, .onSite: "(\(sql: column) IS NOT NULL OR closed_at IS NULL)"
    }
  }
}

extension LoopFilter {
  fileprivate func condition(_ scope: CaseScope) -> SQL {
    var conditions: [SQL] = ["opened_at >= \(from) AND opened_at < \(until) AND is_merged = 0"]
    if let town { conditions.append("town = \(town)") }
    if let unit { conditions.append("unit = \(unit)") }
    if let rule { conditions.append("rule = \(rule)") }
    if let procedure { conditions.append("procedure = \(procedure)") }
    if let severity { conditions.append("severity = \(severity.rawValue)") }
    if scope != .all {
      conditions.append("case_id IN (SELECT id FROM case_file WHERE \(scope.condition))")
    }
    return conditions.joined(separator: " AND ")
  }
}
