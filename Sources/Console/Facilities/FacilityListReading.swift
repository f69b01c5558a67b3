import ActionPlan
import GRDB
import Ledger
import Sheets

/// A list of facilities that was uploaded, compared with those that are known.
struct FacilityListReading: Sendable {
  let upload: Upload
  let table: FacilityTable
  let preview: FacilityPreview
  /// Of the workbook, those that show.
  let sheets: [String]
  /// What rows may mean, by id.
  let facilities: [String: Facility]

  /// - Parameter sheet: of a workbook; nil for the first that shows.
  /// - Throws: `SheetError` where it is no table.
  static func read(
    _ upload: Upload, sheet: String?, answers: [Int: FacilityListAnswer] = [:],
    _ subjects: ConsoleSubjects
  ) async throws -> FacilityListReading {
    let plan = subjects.plan
    let table = try await subjects.table(of: upload, sheet: sheet) { FacilityTable.isColumn($0) }
    let list = FacilityTable(table, plan: plan)
    return try await subjects.ledger.read { db in
      let preview = try FacilityJudge.preview(list, answers: answers, in: db)
      return FacilityListReading(
        upload: upload, table: list, preview: preview, sheets: table.sheets,
        facilities: try known(preview, in: db))
    }
  }

  /// The facilities that rows of a preview mean or may mean.
  static func known(
    _ preview: FacilityPreview, in db: Database
  ) throws -> [String: Facility] {
    var facilities: [String: Facility] = [:]
    for row in preview.rows {
      if case .known(let id) = row.meaning, facilities[id] == nil {
        facilities[id] = try Facilities.find(id, in: db)
      }
      for case .facility(let id) in row.likenesses.map(\.other) where facilities[id] == nil {
        facilities[id] = try Facilities.find(id, in: db)
      }
    }
    return facilities
  }
}

extension FacilityListAnswer {
  /// What a form says of doubtful rows.
  static func all(in form: SubmittedForm) -> [Int: FacilityListAnswer] {
    var answers: [Int: FacilityListAnswer] = [:]
    for (name, values) in form.fields where name.hasPrefix("row-") {
      guard let line = Int(name.dropFirst(4)), let value = values.first else { continue }
      if value == "new" { answers[line] = .new }
      if value.hasPrefix("is-") { answers[line] = .facility(String(value.dropFirst(3))) }
      if value.hasPrefix("as-") { answers[line] = Int(value.dropFirst(3)).map { .row($0) } }
    }
    return answers
  }
}
