public import ActionPlan
import Foundation
public import GRDB
public import Ledger
import Sheets

/// Cases as a sheet for another system, with their status in its words; taken back with the columns of
/// numbers and status it is understood.
public struct ExchangeExport: Sendable {
  /// Cases of one sheet at most.
  public static let limit = 100_000

  private let system: OutsideSystem?
  private let plan: Plan
  private let language: Language

  /// - Parameter system: nil for a sheet in our own words.
  public init(system: OutsideSystem?, plan: Plan, language: Language = .zh) {
    self.system = system
    self.plan = plan
    self.language = language
  }

  private enum Column: CaseIterable {
    case file, number, ownStatus, status, statusAt, state, procedure, severity, unit, place
    case facility, opened, due, closed
  }

  private var columns: [Column] {
    Column.allCases.filter { column in
      switch column {
      case .number, .ownStatus, .status, .statusAt:
        system != nil && (column == .number || system?.words.isEmpty == false)
      default: true
      }
    }
  }

  /// - Parameters:
  ///   - filter: as in a list; `scope` from `Policy.caseFilter`.
  ///   - now: epoch seconds, by which lateness is judged.
  public func write(
    _ format: RegisterExport.Format, to path: String, _ filter: CaseFilter, scope: CaseScope,
    at now: Int, in db: Database
  ) throws {
    let head = columns.map { SheetColumn(header: header($0), kind: kind($0)) }
    var page = CasePage(cases: [], next: nil)
    var rest: ArraySlice<[SheetCell]> = []
    var (isBegun, count) = (false, 0)
    func next() throws -> [SheetCell]? {
      if rest.isEmpty {
        guard !isBegun || page.next != nil, count < Self.limit else { return nil }
        page = try CaseBook.list(
          filter, scope: scope, after: page.next, limit: CaseBook.pageLimit, now: now, in: db)
        rest = try page.cases.flatMap { try lines($0, in: db) }[...]
        isBegun = true
      }
      count += 1
      return rest.popFirst()
    }
    switch format {
    case .xlsx:
      try WorkbookWriter.write(
        head, sheet: system?.label.text(in: language) ?? text("问题单", "cases"), to: path, next: next)
    case .csv:
      var writer = CSVWriter(head)
      while let cells = try next() { writer.append(cells) }
      try writer.data.write(to: URL(filePath: path))
    }
  }

  /// One line for each number of the case, one without a number otherwise.
  private func lines(_ file: CaseFile, in db: Database) throws -> [[SheetCell]] {
    let held = try OutsideNumbers.of(file.id, in: db).filter { $0.system == system?.id }
    let procedure = try ProcedureArchive.procedure(of: file, in: db)
    let facility = try file.facility.flatMap { try Facilities.find($0, in: db) }
    return (held.isEmpty ? [nil] : held.map(Optional.some)).map { number in
      columns.map { column in
        switch column {
        case .file: .text(file.number)
        case .number: cell(number?.number)
        case .ownStatus: cell(system?.word(for: file.standing)?.word)
        case .status: cell(number?.status)
        case .statusAt: instant(number?.statusAt)
        case .state: cell(procedure.label(ofState: file.state)?.text(in: language) ?? file.state)
        case .procedure: .text(procedure.label.text(in: language))
        case .severity: .text(severity(file.severity))
        case .unit: cell(file.assignedUnit.map { plan.unit($0)?.label.text(in: language) ?? $0 })
        case .place: cell(file.place.map { plan.place($0)?.label.text(in: language) ?? $0 })
        case .facility: cell(facility?.name.text(in: language))
        case .opened: instant(file.openedAt)
        case .due: instant(file.dueAt)
        case .closed: instant(file.closedAt)
        }
      }
    }
  }

  private func cell(_ text: String?) -> SheetCell {
    text.map { $0.isEmpty ? .empty : .text($0) } ?? .empty
  }

  private func instant(_ at: Int?) -> SheetCell {
    at.map { .localInstant($0 + plan.utcOffsetSeconds) } ?? .empty
  }

  private func text(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

  private func severity(_ severity: Severity) -> String {
    switch severity {
    case .minor: text("轻微", "minor")
    case .ordinary: text("一般", "ordinary")
    case .serious: text("较重", "serious")
    case .grave: text("严重", "grave")
    }
  }

  private func kind(_ column: Column) -> SheetColumn.Kind {
    switch column {
    case .statusAt, .opened, .due, .closed: .instant
    default: .text
    }
  }

  private func header(_ column: Column) -> String {
    switch column {
    case .file: ExchangeColumn.file.label.text(in: language)
    case .number: ExchangeColumn.number.label.text(in: language)
    case .ownStatus: text("应为状态", "status to be")
    case .status: ExchangeColumn.status.label.text(in: language)
    case .statusAt: ExchangeColumn.statusAt.label.text(in: language)
    case .state: text("办理环节", "state")
    case .procedure: text("流程", "procedure")
    case .severity: text("等级", "severity")
    case .unit: text("承办单位", "unit")
    case .place: text("镇街", "place")
    case .facility: text("监管对象", "facility")
    case .opened: text("立单时间", "opened")
    case .due: text("时限", "due")
    case .closed: text("办结时间", "closed")
    }
  }
}
