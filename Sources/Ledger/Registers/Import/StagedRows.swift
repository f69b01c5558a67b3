public import ActionPlan
import AirQuality
public import GRDB

/// What an import would write, before it does.
public struct StagedRows: Sendable {
  /// As they would be; rows that would be new have numbers below 0. Times and versions are 0.
  public let rows: [RegisterRow]
  /// Ids of all rows of the register that would be changed.
  public let changed: Set<Int64>

  /// Reads the rows of a preview that would fulfil a filter.
  ///
  /// - Parameters:
  ///   - id: of the preview.
  ///   - filter: one that does not ask for today.
  public static func read(
    _ id: Int64, of register: Register, where filter: RowFilter, plan: Plan, in db: Database
  ) throws -> StagedRows {
    let columns = register.fields.flatMap { field in
      zip(RegisterTable.columns(of: field), ImportWriter.extractions(of: field)).flatMap {
        name, value in
        let quoted = RegisterTable.quoted(name)
        guard field.kind == .decimal else { return ["\(value) AS \(quoted)"] }
        return [
          "\(value) AS \(quoted)", "CAST(\(value) AS REAL) AS \(RegisterStore.column(field))",
        ]
      }
    }
    let selection = filter.selection(
      of: register, today: CalendarDay(dayNumber: 0), utcOffsetSeconds: plan.utcOffsetSeconds)
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT * FROM (
          SELECT coalesce(s.row_id, -1 - s.added) AS row_id, 0 AS row_version,
            0 AS row_created_at, 0 AS row_changed_at, \(columns.joined(separator: ", "))
          FROM register_import_row AS s WHERE s.import = ?)
        WHERE \(selection.sql) ORDER BY row_id DESC
        """, arguments: [id] + selection.arguments
    ).map { RegisterStore.row($0, of: register) }
    let changed = try Int64.fetchSet(
      db,
      sql: "SELECT row_id FROM register_import_row WHERE import = ? AND row_id IS NOT NULL",
      arguments: [id])
    return StagedRows(rows: rows, changed: changed)
  }
}
