import ActionPlan
import AirQuality
import GRDB
import GRDBSQLite
import Ledger

/// Where the rows of an indicator are counted: in the tables as they are now, or among the rows as they
/// were known.
struct IndicatorRows {
  let plan: Plan
  /// The day of asking: `today` in filters.
  let day: CalendarDay
  /// Epoch second up to whose end rows are as they were known; nil for now.
  let knownAt: Int?
  let db: Database

  /// - Parameters:
  ///   - marked: a second filter; rows that fulfil it too are told apart.
  ///   - by: id of the field that the tallies are broken down by.
  func tallies(
    _ fold: Indicator.Fold, of selection: Indicator.Selection, marked: RowFilter? = nil,
    by: String? = nil
  ) throws -> RowTallies {
    guard let register = plan.register(selection.register) else { return RowTallies() }
    let question = Question(
      register: register, filter: selection.filter, marked: marked,
      number: fold.field.flatMap(register.field), key: by.flatMap(register.field),
      keepsValues: fold.keepsValues,
      isAnsweredByIndex: selection.isByDaysAlone && marked == nil && by == nil
        && fold.field == nil)
    if let knownAt { return try known(question, at: knownAt) }
    return question.number == nil && question.key == nil
      ? try counted(question) : try folded(question)
  }

  private struct Question {
    let register: Register
    let filter: RowFilter?
    let marked: RowFilter?
    let number: Field?
    let key: Field?
    let keepsValues: Bool
    /// The index of the days has all that is asked.
    let isAnsweredByIndex: Bool
  }

  private func known(_ question: Question, at knownAt: Int) throws -> RowTallies {
    func holds(_ filter: RowFilter, _ row: RegisterRow) -> Bool {
      filter.holds(row.values, today: day, utcOffsetSeconds: plan.utcOffsetSeconds)
    }
    var tallies = RowTallies()
    for row in try RegisterStore.rows(question.register, knownAt: knownAt, in: db) {
      if let filter = question.filter, !holds(filter, row) { continue }
      let isMarked = question.marked.map { holds($0, row) } ?? false
      let number = question.number.flatMap { row[$0.id].number }
      func add(to pair: inout RowTallies.Pair) {
        pair.all.add(number, keepsValue: question.keepsValues)
        if isMarked { pair.marked.add(number, keepsValue: question.keepsValues) }
      }
      add(to: &tallies.overall)
      if let key = question.key { add(to: &tallies.byKey[row[key.id].text, default: .init()]) }
    }
    return tallies
  }

  /// Counts alone: SQLite does it all.
  private func counted(_ question: Question) throws -> RowTallies {
    let marked = question.marked.map { selection($0, of: question.register) }
    let column = marked.map { ", COUNT(CASE WHEN \($0.sql) THEN 1 END)" } ?? ""
    let (condition, arguments) = condition(question)
    let row = try Row.fetchOne(
      db,
      sql:
        "SELECT COUNT(*)\(column) FROM \(RegisterStore.tableName(question.register))\(condition)",
      arguments: (marked?.arguments ?? StatementArguments()) + arguments)
    var tallies = RowTallies()
    tallies.overall.all.add(rows: row?[0] ?? 0)
    if marked != nil { tallies.overall.marked.add(rows: row?[1] ?? 0) }
    return tallies
  }

  /// Exact numbers, row by row, without an object for any of them: a million takes a fifth of a second.
  private func folded(_ question: Question) throws -> RowTallies {
    let marked = question.marked.map { selection($0, of: question.register) }
    let (condition, arguments) = condition(question)
    let statement = try db.makeStatement(
      sql: """
        SELECT \(question.number.map(RegisterStore.exactColumn) ?? "NULL"),
          \(question.key.map(RegisterStore.column) ?? "NULL"), \(marked?.sql ?? "0")
        FROM \(RegisterStore.tableName(question.register))\(condition)
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

  private static func text(_ raw: OpaquePointer, column: Int32) -> String? {
    sqlite3_column_text(raw, column).map { String(cString: $0) }
  }

  private func condition(_ question: Question) -> (sql: String, StatementArguments) {
    guard let filter = question.filter else { return ("", StatementArguments()) }
    let selection = selection(filter, of: question.register)
    // An index that leaves most rows to be fetched one by one costs ten times a look at them all, and
    // SQLite cannot know; within a CASE it uses none.
    let condition =
      question.isAnsweredByIndex ? selection.sql : "CASE WHEN \(selection.sql) THEN 1 END"
    return (" WHERE \(condition)", selection.arguments)
  }

  private func selection(_ filter: RowFilter, of register: Register) -> RowSelection {
    filter.selection(of: register, today: day, utcOffsetSeconds: plan.utcOffsetSeconds)
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
