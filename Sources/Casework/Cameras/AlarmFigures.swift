public import GRDB

/// How many alarms of one camera, kind and hour of the day turned out to be what.
public struct AlarmFigure: Sendable, Hashable {
  public let camera: String
  public let kind: String
  /// Local hour of the day, 0…23.
  public let hour: Int
  public let counts: AlarmCounts
}

/// Alarms by what they turned out to be. What the desk found doubtful, or nobody judged, is what its case
/// was closed with, where that says so.
public struct AlarmCounts: Sendable, Hashable {
  public var real = 0
  public var nothing = 0
  public var doubtful = 0
  public var waiting = 0
  /// Judged by the desk, and of those in time.
  public var judged = 0
  public var inTime = 0

  public init() {}

  public var all: Int { real + nothing + doubtful + waiting }
  /// 0…1, of those that are known to be something or nothing; nil where none is.
  public var falseShare: Double? {
    real + nothing == 0 ? nil : Double(nothing) / Double(real + nothing)
  }

  public static func + (a: AlarmCounts, b: AlarmCounts) -> AlarmCounts {
    var sum = a
    sum.real += b.real
    sum.nothing += b.nothing
    sum.doubtful += b.doubtful
    sum.waiting += b.waiting
    sum.judged += b.judged
    sum.inTime += b.inTime
    return sum
  }
}

extension AlarmDesk {
  /// - Parameters:
  ///   - range: epoch seconds in which they were seen.
  ///   - utcOffsetSeconds: of the plan, for the hour of the day.
  /// - Returns: by camera, kind and hour, ascending.
  public static func figures(
    seenIn range: Range<Int>, utcOffsetSeconds: Int, in db: Database
  ) throws -> [AlarmFigure] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT a.camera, a.kind, (a.occurred_at + :offset) % 86400 / 3600 AS hour,
          CASE
            WHEN t.verdict IN ('true', 'false') THEN t.verdict
            WHEN f.closed_at IS NOT NULL AND f.cause_class = 'real' THEN 'true'
            WHEN f.closed_at IS NOT NULL AND f.cause_class = 'false-alarm' THEN 'false'
            ELSE ifnull(t.verdict, 'waiting')
          END AS became,
          count(*) AS count, count(t.judged_at) AS judged,
          ifnull(sum(t.judged_at <= t.due_at), 0) AS in_time
        FROM camera_alarm a
        JOIN camera_triage t ON t.alarm_id = a.id
        JOIN case_file f ON f.id = t.case_id
        WHERE a.occurred_at >= :from AND a.occurred_at < :until
        GROUP BY a.camera, a.kind, hour, became ORDER BY a.camera, a.kind, hour
        """,
      arguments: [
        "offset": utcOffsetSeconds, "from": range.lowerBound, "until": range.upperBound,
      ])
    var figures: [AlarmFigure] = []
    for row in rows {
      var counts = AlarmCounts()
      let count: Int = row["count"]
      switch row["became"] as String {
      case "true": counts.real = count
      case "false": counts.nothing = count
      case "doubtful": counts.doubtful = count
      default: counts.waiting = count
      }
      (counts.judged, counts.inTime) = (row["judged"], row["in_time"])
      let figure = AlarmFigure(
        camera: row["camera"], kind: row["kind"], hour: row["hour"], counts: counts)
      if let last = figures.last, last.camera == figure.camera, last.kind == figure.kind,
        last.hour == figure.hour
      {
        figures[figures.count - 1] = AlarmFigure(
          camera: last.camera, kind: last.kind, hour: last.hour, counts: last.counts + counts)
      } else {
        figures.append(figure)
      }
    }
    return figures
  }
}
