import ActionPlan
import AirQuality
import GRDB
import GRDBSQLite
import Ledger

/// Looks at a register's rows as they are now, all of them or those of a stretch.
struct RowFolding {
  let question: TallyQuestion
  /// The day of asking: `today` in filters.
  let day: CalendarDay
  let utcOffsetSeconds: Int
  let db: Database

  /// - Parameter stretch: nil for all rows.
  func tallies(of stretch: Int? = nil) throws -> RowTallies {
    question.number == nil && question.key == nil ? try counted(stretch) : try folded(stretch)
  }

  /// Counts alone: SQLite does it all.
  private func counted(_ stretch: Int?) throws -> RowTallies {
    let marked = question.marked.map(selection)
    let column = marked.map { ", COUNT(CASE WHEN \($0.sql) THEN 1 END)" } ?? ""
    let (rows, arguments) = rows(of: stretch)
    let row = try Row.fetchOne(
      db.cachedStatement(sql: "SELECT COUNT(*)\(column) FROM \(rows)"),
      arguments: (marked?.arguments ?? StatementArguments()) + arguments)
    var tallies = RowTallies()
    tallies.overall.all.add(rows: row?[0] ?? 0)
    if marked != nil { tallies.overall.marked.add(rows: row?[1] ?? 0) }
    return tallies
  }

  /// Exact numbers, row by row, without an object for any of them.
  private func folded(_ stretch: Int?) throws -> RowTallies {
    let marked = question.marked.map(selection)
    let (rows, arguments) = rows(of: stretch)
    let statement = try db.cachedStatement(
      sql: """
        SELECT \(question.number.map(RegisterStore.exactColumn) ?? "NULL"),
          \(question.key.map(RegisterStore.column) ?? "NULL"), \(marked?.sql ?? "0") FROM \(rows)
        """)
    let cursor = try Row.fetchCursor(
      statement, arguments: (marked?.arguments ?? StatementArguments()) + arguments)
    var tallies = RowTallies()
    let isBrokenDown = question.key != nil
    while try cursor.next() != nil {
      let raw = statement.sqliteStatement
      let number = StoredNumber(raw, column: 0)
      let isMarked = sqlite3_column_int(raw, 2) != 0
      func add(to pair: inout RowTallies.Pair) {
        pair.all.add(
          mantissa: number?.mantissa, scale: number?.scale ?? 0, keepsValue: question.keepsValues)
        if isMarked {
          pair.marked.add(
            mantissa: number?.mantissa, scale: number?.scale ?? 0, keepsValue: false)
        }
      }
      add(to: &tallies.overall)
      if isBrokenDown {
        add(to: &tallies.byKey[Self.text(raw, column: 1), default: .init()])
      }
    }
    return tallies
  }

  /// Days on which a stretch tells the same as on the day of asking, that one first.
  func days(of stretch: Int) throws -> ClosedRange<Int> {
    let today = day.dayNumber
    guard let bounds = question.bounds else { return today...today }
    guard !bounds.isEmpty else { return today...Self.farDay }
    var columns: [String] = []
    var arguments = StatementArguments()
    let ordered = Array(bounds)
    for bound in ordered {
      let column = RegisterStore.column(bound.field)
      columns.append("min(CASE WHEN \(column) >= ? THEN \(column) END)")
      arguments +=
        bound.field.kind == .instant
        ? [bound.day.dayNumber * 86_400 - utcOffsetSeconds] : [bound.day.description]
    }
    let numbers = RegisterStretches.numbers(of: stretch)
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT \(columns.joined(separator: ", ")) FROM \(RegisterStore.tableName(question.register))
          WHERE row_id BETWEEN ? AND ?
          """), arguments: arguments + [numbers.lowerBound, numbers.upperBound])
    var last = Self.farDay
    for (index, bound) in ordered.enumerated() {
      guard let row, let next = next(row[index], of: bound) else { continue }
      // A bound moves a day a day, in one of the year before at most two.
      last = min(last, today + max(0, next - bound.day.dayNumber - 2))
    }
    return today...last
  }

  private static let farDay = CalendarDay(year: 9_999, month: 12, day: 31).dayNumber

  /// The day of the first value that the bound has still before it; nil where there is none.
  private func next(_ value: DatabaseValue, of bound: TallyQuestion.Bound) -> Int? {
    switch value.storage {
    case .int64(let instant):
      CalendarDay(ofEpoch: Int(instant), utcOffsetSeconds: utcOffsetSeconds).dayNumber
    case .string(let text): CalendarDay(text)?.dayNumber ?? bound.day.dayNumber
    case .null, .double, .blob: nil
    }
  }

  private static func text(_ raw: OpaquePointer, column: Int32) -> String? {
    sqlite3_column_text(raw, column).map { String(cString: $0) }
  }

  /// What stands behind FROM.
  private func rows(of stretch: Int?) -> (sql: String, StatementArguments) {
    var conditions: [String] = []
    var arguments = StatementArguments()
    if let stretch {
      let numbers = RegisterStretches.numbers(of: stretch)
      conditions.append("row_id BETWEEN ? AND ?")
      arguments += [numbers.lowerBound, numbers.upperBound]
    }
    if let filter = question.filter.map(selection) {
      // An index that leaves most rows to be fetched one by one costs ten times a look at them all,
      // and SQLite cannot know; within a CASE it uses none.
      conditions.append("CASE WHEN \(filter.sql) THEN 1 END")
      arguments += filter.arguments
    }
    let table = RegisterStore.tableName(question.register)
    return conditions.isEmpty
      ? (table, arguments)
      : ("\(table) WHERE \(conditions.joined(separator: " AND "))", arguments)
  }

  private func selection(_ filter: RowFilter) -> RowSelection {
    filter.selection(of: question.register, today: day, utcOffsetSeconds: utcOffsetSeconds)
  }
}

/// A number as a register's table keeps it: a whole one, or decimal text.
private struct StoredNumber {
  let mantissa: Int64
  let scale: Int

  /// nil for an empty field.
  init?(_ raw: OpaquePointer, column: Int32) {
    switch sqlite3_column_type(raw, column) {
    case SQLITE_INTEGER:
      mantissa = sqlite3_column_int64(raw, column)
      scale = 0
    case SQLITE_TEXT:
      guard let text = sqlite3_column_text(raw, column) else { return nil }
      let bytes = UnsafeBufferPointer(
        start: text, count: Int(sqlite3_column_bytes(raw, column)))
      guard let read = DecimalBytes(bytes) else { return nil }
      (mantissa, scale) = (read.mantissa, read.scale)
    default: return nil
    }
  }
}
