public import GRDB

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

extension QualityMarks {
  /// The newest first.
  ///
  /// - Parameter offset: how many to pass over.
  public static func list(
    _ filter: QualityMarkFilter = QualityMarkFilter(), offset: Int = 0, limit: Int,
    in db: Database
  ) throws -> [QualityMark] {
    let (sql, arguments) = condition(filter)
    return try Row.fetchAll(
      db,
      sql: """
        SELECT * FROM quality_mark WHERE \(sql) ORDER BY until_at DESC, id DESC LIMIT ? OFFSET ?
        """, arguments: arguments + [limit, offset]
    ).map(mark)
  }

  public static func count(
    _ filter: QualityMarkFilter = QualityMarkFilter(), in db: Database
  ) throws -> Int {
    let (sql, arguments) = condition(filter)
    return try Int.fetchOne(
      db, sql: "SELECT COUNT(*) FROM quality_mark WHERE \(sql)", arguments: arguments) ?? 0
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
