import ActionPlan
import Casework
import GRDB
import Ledger
import Sheets

/// A sheet of another system that was uploaded, compared with the cases.
struct ExchangeReading: Sendable {
  let table: ExchangeTable
  let preview: ExchangePreview
  /// Of the workbook, those that show.
  let sheets: [String]

  /// - Parameter sheet: of a workbook; nil for the first that shows.
  /// - Throws: `SheetError` where it is no table.
  static func read(
    _ upload: Upload, _ system: OutsideSystem, sheet: String?, for account: Account,
    _ subjects: ConsoleSubjects
  ) async throws -> ExchangeReading {
    let (now, offset) = (subjects.now(), subjects.plan.utcOffsetSeconds)
    let read = try await sheetTable(of: upload, sheet: sheet, subjects)
    let table = ExchangeTable(read, utcOffsetSeconds: offset)
    return try await subjects.ledger.read { db in
      ExchangeReading(
        table: table,
        preview: try ExchangeJudge.preview(table, of: system, for: account, at: now, in: db),
        sheets: read.sheets)
    }
  }

  static func table(
    of upload: Upload, sheet: String?, _ subjects: ConsoleSubjects
  ) async throws -> ExchangeTable {
    ExchangeTable(
      try await sheetTable(of: upload, sheet: sheet, subjects),
      utcOffsetSeconds: subjects.plan.utcOffsetSeconds)
  }

  private static func sheetTable(
    of upload: Upload, sheet: String?, _ subjects: ConsoleSubjects
  ) async throws -> SheetTable {
    try await subjects.table(of: upload, sheet: sheet) { ExchangeColumn(header: $0) != nil }
  }
}

extension ExchangePreview {
  /// Conflicts that one page asks about line by line; of more it asks once for all.
  static let askedLimit = 60

  var conflicts: [ExchangeOutcome] { outcomes.filter { $0.kind == .conflict } }
}

extension ExchangeAnswer {
  /// What a form says of lines that conflict: of each, or of all of them.
  static func all(
    in form: SubmittedForm, _ preview: ExchangePreview
  ) -> [Int: ExchangeAnswer] {
    let common = form.text("all").flatMap { ExchangeAnswer(rawValue: $0) }
    return preview.conflicts.reduce(into: [:]) { answers, outcome in
      let own = form.text("row-\(outcome.row.line)").flatMap { ExchangeAnswer(rawValue: $0) }
      answers[outcome.row.line] = own ?? common
    }
  }
}
