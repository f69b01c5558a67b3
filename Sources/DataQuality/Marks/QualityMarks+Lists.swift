public import GRDB
import Telemetry

/// What a list of marks is narrowed to.
public struct QualityMarkFilter: Sendable, Hashable {
  /// nil for whatever state.
  public var isOpen: Bool?
  public var check: String?
  /// Points that may be seen; nil for all.
  public var points: Set<String>?

  public init(isOpen: Bool? = nil, check: String? = nil, points: Set<String>? = nil) {
    self.isOpen = isOpen
    self.check = check
    self.points = points
  }
}

/// A line of a list: a mark, or those of several series that one outage of a point has left.
public struct QualityMarkLine: Sendable, Hashable {
  /// The first of them.
  public let mark: QualityMark
  public let count: Int
}

extension QualityMarks {
  /// Gaps of one point, window and span are one line, as long as people say the same of them.
  private static let line = """
    CASE WHEN check_name = 'gap'
      THEN json_array(point, window_seconds, from_at, until_at, cause, settled_at) ELSE id END
    """

  /// The newest first.
  ///
  /// - Parameter offset: how many to pass over.
  public static func lines(
    _ filter: QualityMarkFilter = QualityMarkFilter(), offset: Int = 0, limit: Int,
    in db: Database
  ) throws -> [QualityMarkLine] {
    let (sql, arguments) = condition(filter)
    // With min() the other columns are of its row.
    return try Row.fetchAll(
      db,
      sql: """
        SELECT *, min(id), count(*) AS alike FROM quality_mark WHERE \(sql) GROUP BY \(line)
        ORDER BY until_at DESC, id DESC LIMIT ? OFFSET ?
        """, arguments: arguments + [limit, offset]
    ).map { QualityMarkLine(mark: try mark($0), count: $0["alike"]) }
  }

  public static func countLines(
    _ filter: QualityMarkFilter = QualityMarkFilter(), in db: Database
  ) throws -> Int {
    let (sql, arguments) = condition(filter)
    return try Int.fetchOne(
      db,
      sql: "SELECT count(*) FROM (SELECT 1 FROM quality_mark WHERE \(sql) GROUP BY \(line))",
      arguments: arguments) ?? 0
  }

  /// The others of a mark's line; none where it is of one series alone.
  public static func others(of mark: QualityMark, in db: Database) throws -> [QualityMark] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT * FROM quality_mark WHERE point = ? AND check_name = 'gap' AND id <> ?
          AND (\(line)) = (SELECT \(line) FROM quality_mark WHERE id = ?)
        ORDER BY id
        """, arguments: [mark.series.point, mark.id, mark.id]
    ).map(Self.mark)
  }

  /// Only values of ours stand in the text; what a person chose is bound.
  private static func condition(_ filter: QualityMarkFilter) -> (String, StatementArguments) {
    var parts = ["1"]
    var arguments = StatementArguments()
    if let isOpen = filter.isOpen { parts.append("cause IS \(isOpen ? "" : "NOT ")NULL") }
    if let check = filter.check {
      parts.append("check_name = ?")
      arguments += [check]
    }
    if let points = filter.points {
      parts.append("point IN (SELECT value FROM json_each(?))")
      let quoted = points.sorted().map {
        "\"\($0.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
      }
      arguments += ["[" + quoted.joined(separator: ",") + "]"]
    }
    return (parts.joined(separator: " AND "), arguments)
  }
}
