import ActionPlan
import Casework
import Detection
import GRDB
import Ledger

/// A row of a register that a case rests on, and what it is called.
struct CaseGroundRow: Sendable {
  let ground: RowGround
  let title: String

  /// Rows listed on a case's page.
  static let limit = 50

  /// The rows beneath a case; of more than `limit` the first ones, with how many there are.
  static func read(
    beneath file: CaseFile, _ subjects: ConsoleSubjects, language: Language, in db: Database
  ) throws -> (rows: [CaseGroundRow], count: Int) {
    guard case .finding(let finding) = file.source else { return ([], 0) }
    let grounds = try RowFindings.grounds(of: finding, in: db)
    let rows = try grounds.prefix(limit).map { ground in
      CaseGroundRow(
        ground: ground,
        title: try Self.title(of: ground, subjects, language: language, in: db))
    }
    return (rows, grounds.count)
  }

  /// Of a removed row, what it was called last.
  private static func title(
    of ground: RowGround, _ subjects: ConsoleSubjects, language: Language, in db: Database
  ) throws -> String {
    let plan = subjects.plan
    guard let register = plan.register(ground.register) else { return "#\(ground.row)" }
    let values =
      try RegisterStore.row(register, ground.row, in: db)?.values
      ?? RowHistory.changes(of: ground.row, in: register, db).last?.old ?? [:]
    let names = try RegisterNames(
      for: [values], of: register, plan: plan, language: language, in: db)
    return names.title(
      of: RegisterRow(id: ground.row, version: 1, values: values, createdAt: 0, changedAt: 0),
      in: register, plan: plan)
  }
}

/// The rows beneath a case, ready for the template.
struct CaseGroundsView: Sendable {
  struct Line: Sendable {
    let lineTitle: String
    let lineNumber: String
    let lineHref: String
    let isLinked: Bool
    /// It was corrected and no longer fulfils the rule.
    let isLost: Bool
  }

  let registerName: String
  /// How many of them are listed, where that is not all.
  let counted: String
  let isCounted: Bool
  let lines: [Line]

  /// nil for a case that rests on no row.
  ///
  /// - Parameter mayView: whether the account may open registers.
  init?(_ reading: CaseReading, names: PlanNames, mayView: Bool) {
    guard let first = reading.rows.first else { return nil }
    let texts = names.texts
    registerName =
      names.plan.register(first.ground.register).map { texts($0.label) } ?? first.ground.register
    isCounted = reading.rowCount > reading.rows.count
    counted = texts(
      "registers.importShown", ["shown": "\(reading.rows.count)", "all": "\(reading.rowCount)"])
    lines = reading.rows.map { row in
      Line(
        lineTitle: row.title, lineNumber: "#\(row.ground.row)",
        lineHref: RegisterAddress.row(row.ground.row, of: row.ground.register), isLinked: mayView,
        isLost: !row.ground.holds)
    }
  }
}
