import ActionPlan
import AirQuality
import GRDB
import GRDBSQLite
import Ledger

/// One number from a query that a plan writes, on the published views of its registers and nothing else.
///
/// A view `published_<register>` has `row_id` and the register's fields, `-` written `_`; attachments
/// and positions are left out. Asked what was known earlier, the rows as they stood then lie in tables of
/// these names. It runs on a connection of its own that cannot write, within a time
/// limit; what SQLite says the statement reads must lie within the views.
struct PublishedQuery {
  let sql: String
  let plan: Plan
  /// Epoch second at whose end the rows are as they were known; nil for now.
  let knownAt: Int?

  /// Seconds after which it is cut short.
  private static let longestSeconds = 2
  /// Bytes of any one text on the way.
  private static let longestText: Int32 = 1_000_000
  /// Steps of SQLite's machine between two looks at the clock.
  private static let stepsBetweenLooks: Int32 = 1_000

  /// - Parameter db: of the ledger whose file is read.
  func figure(in period: IndicatorPeriod, beside db: Database) throws -> IndicatorFigure {
    guard let inspection = QueryInspection(sql) else { return .lacking(.queryRefused) }
    let path = try String.fetchOne(
      db, sql: "SELECT file FROM pragma_database_list WHERE name = 'main'")
    guard let path, !path.isEmpty else { return .lacking(.queryFailed) }
    var configuration = Configuration()
    configuration.readonly = true
    configuration.label = "published-query"
    configuration.busyMode = .timeout(LedgerDatabase.busySeconds)
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      var figure = IndicatorFigure.lacking(.queryFailed)
      // In one transaction: what is read of a register hangs on whether an import is under way.
      try queue.inTransaction(.deferred) { db in
        figure = try answer(inspection, in: period, db)
        return .commit
      }
      return figure
    } catch let error as DatabaseError {
      return .lacking(error.resultCode == .SQLITE_INTERRUPT ? .queryTooSlow : .queryFailed)
    }
  }

  private func answer(
    _ inspection: QueryInspection, in period: IndicatorPeriod, _ db: Database
  ) throws -> IndicatorFigure {
    let connection = db.sqliteConnection
    sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, Self.longestText)
    let allowed = try publish(inspection.views, in: db)
    try db.execute(sql: "PRAGMA query_only = 1")
    let deadline = Deadline(seconds: Self.longestSeconds)
    sqlite3_progress_handler(
      connection, Self.stepsBetweenLooks,
      { deadline in
        deadline.map { Unmanaged<Deadline>.fromOpaque($0).takeUnretainedValue().isOver } == true
          ? 1 : 0
      }, Unmanaged.passUnretained(deadline).toOpaque())
    defer { sqlite3_progress_handler(connection, 0, nil, nil) }
    return try withExtendedLifetime(deadline) {
      let statement = try db.makeStatement(sql: sql)
      guard allowed.union(statement.databaseRegion) == allowed, statement.isReadonly else {
        return .lacking(.queryRefused)
      }
      guard statement.columnCount == 1 else { return .lacking(.queryFailed) }
      let days = ["first": period.first.description, "last": period.last.description]
      let bound = days.filter { inspection.parameters.contains($0.key) }
      let values = try Row.fetchAll(statement, arguments: StatementArguments(bound))
        .map { row -> DatabaseValue in row[0] }
      guard values.count == 1, let value = values.first else { return .lacking(.queryFailed) }
      if value.isNull { return .lacking(.noRows) }
      return Self.number(value).map { IndicatorFigure(stated: $0, rowCount: 0) }
        ?? .lacking(.queryFailed)
    }
  }

  /// Makes the views that are named; what they read is all that may be read.
  private func publish(_ names: Set<String>, in db: Database) throws -> DatabaseRegion {
    var allowed = DatabaseRegion()
    for register in plan.registers {
      let view = QueryInspection.viewPrefix + register.id.replacing("-", with: "_")
      guard names.contains(view) else { continue }
      let columns = ["row_id"] + register.fields.flatMap(Self.columns)
      let list = columns.joined(separator: ", ")
      if let knownAt {
        try db.execute(
          sql: """
            CREATE TEMP TABLE "\(view)" AS
            SELECT \(list) FROM \(RegisterStore.tableName(register)) WHERE 0
            """)
        try fill(view, with: register, knownAt: knownAt, in: db)
      } else {
        let source = try RegisterStore.source(of: register, for: sql, in: db)
        try db.execute(sql: "CREATE TEMP VIEW \"\(view)\" AS SELECT \(list) FROM \(source)")
      }
      for reading in ["*", "COUNT(*)"] {
        allowed.formUnion(
          try db.makeStatement(sql: "SELECT \(reading) FROM \"\(view)\"").databaseRegion)
      }
    }
    return allowed
  }

  private func fill(
    _ table: String, with register: Register, knownAt: Int, in db: Database
  ) throws {
    let fields = register.fields.filter { !Self.columns(of: $0).isEmpty }
    let count = 1 + fields.reduce(0) { $0 + Self.columns(of: $1).count }
    let marks = Array(repeating: "?", count: count).joined(separator: ", ")
    let insert = try db.makeStatement(sql: "INSERT INTO temp.\"\(table)\" VALUES (\(marks))")
    for row in try RegisterStore.rows(register, knownAt: knownAt, in: db) {
      let values = fields.flatMap { Self.columns(holding: row[$0.id], of: $0) }
      try insert.execute(arguments: StatementArguments([row.id] + values))
    }
  }

  /// As `columns(of:)` has them.
  private static func columns(
    holding value: FieldValue, of field: Field
  ) -> [(any DatabaseValueConvertible)?] {
    if field.kind == .decimal { return [value.number?.description, value.number?.approximate] }
    return switch value {
    case .text(let text): [text]
    case .integer(let number): [number]
    case .flag(let flag): [flag]
    case .instant(let at): [at]
    case .decimal(let number): [number.description]
    case .position, .null: [nil]
    }
  }

  private static func columns(of field: Field) -> [String] {
    switch field.kind {
    case .attachment, .position: []
    case .decimal:
      // Not the computed column: SQLite reads whole rows for one.
      [
        RegisterStore.exactColumn(field),
        "CAST(\(RegisterStore.exactColumn(field)) AS REAL) AS \(RegisterStore.column(field))",
      ]
    default: [RegisterStore.column(field)]
    }
  }

  /// A whole number or decimal text as it is; a binary number by its shortest decimals.
  private static func number(_ value: DatabaseValue) -> ExactDecimal? {
    switch value.storage {
    case .int64(let number): return ExactDecimal(number)
    case .string(let text): return ExactDecimal(text)
    case .double(let number):
      return ExactDecimal("\(number)")
        ?? Int64(exactly: (number * 1_000_000).rounded()).map { ExactDecimal($0, scale: 6) }
    case .null, .blob: return nil
    }
  }

  private final class Deadline {
    private let end: ContinuousClock.Instant

    init(seconds: Int) { end = .now.advanced(by: .seconds(seconds)) }

    var isOver: Bool { ContinuousClock.now >= end }
  }
}
