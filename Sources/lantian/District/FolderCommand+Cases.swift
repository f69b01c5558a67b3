import ActionPlan
import Casework
import Console
import GRDB
import Ledger
import Sheets

extension FolderCommand {
  /// What is asked of cases and said of their numbers in other systems.
  enum CaseCommand: Codable, Sendable {
    /// The format is a `Grid.Format`.
    case list(CaseChoice, format: String)
    /// An absolute path; who holds the folder writes it.
    case export(path: String, CaseChoice, words: String?, language: Language)
    case take(CaseSheet)
    /// By the import's number.
    case undo(Int64, language: Language)
  }

  /// Which cases.
  struct CaseChoice: Codable, Sendable {
    static let shows = ["open", "late", "closed", "all"]
    /// One of `shows`.
    var show: String
    var unit: String?
    var procedure: String?
    var search: String?
    var system: String?
    var isDiffering = false

    var filter: CaseFilter {
      var filter = CaseFilter(unit: unit, procedure: procedure, text: search)
      filter.system = system
      filter.differs = isDiffering
      switch show {
      case "open": filter.isOpen = true
      case "closed": filter.isOpen = false
      case "late": filter.isLate = true
      default: break
      }
      return filter
    }
  }

  /// A sheet of another system.
  struct CaseSheet: Codable, Sendable {
    /// Absolute path; who holds the folder reads it.
    var path: String
    /// Of the plan.
    var system: String
    /// Of a workbook; nil for the first one that shows.
    var sheet: String?
    /// Only what would change is told.
    var isTrial: Bool
    /// Of an `ExchangeAnswer`; nil where conflicts are refused.
    var onConflict: String?
    /// Of what is told.
    var language: Language
  }

  static func cases(_ command: CaseCommand, in district: OpenDistrict) async throws -> [String] {
    guard let plan = try district.planIfAny() else {
      throw CommandRefusal(
        "\(district.folder.layout.folder) has no plan yet; name one with --plan, or serve it once")
    }
    switch command {
    case .list(let choice, let format):
      if let system = choice.system { _ = try self.system(system, of: plan) }
      return try await listCases(choice, format, in: district)
    case .export(let path, let choice, let words, let language):
      return try await exportCases(
        to: path, choice, in: try words.map { try system($0, of: plan) }, language, plan: plan,
        district)
    case .take(let sheet): return try await takeSheet(sheet, plan: plan, in: district)
    case .undo(let number, let language):
      return try await undoSheet(number, language, plan: plan, in: district)
    }
  }

  private static func system(_ id: String, of plan: Plan) throws -> OutsideSystem {
    guard let system = plan.system(id) else {
      throw CommandRefusal(
        "the plan has no system \"\(id)\"; it has \(plan.systems.map(\.id).joined(separator: ", "))"
      )
    }
    return system
  }

  private static func listCases(
    _ choice: CaseChoice, _ format: String, in district: OpenDistrict
  ) async throws -> [String] {
    let now = district.now()
    let time = LocalTime(utcOffsetSeconds: district.plan?.utcOffsetSeconds ?? 0)
    let lines = try await district.ledger.read { db in
      try CaseBook.list(choice.filter, scope: .all, limit: CaseBook.pageLimit, now: now, in: db)
        .cases.map { ($0, try OutsideNumbers.of($0.id, in: db)) }
    }
    var grid = Grid(["case", "procedure", "state", "severity", "unit", "opened", "numbers"])
    grid.rows = lines.map { file, numbers in
      [
        .text(file.number), .text(file.procedure), .text(file.state),
        .text(file.severity.rawValue), Grid.Cell(file.assignedUnit),
        .text(time.rfc3339(file.openedAt)),
        .text(
          numbers.map { "\($0.system):\($0.number)" + ($0.status.map { " \($0)" } ?? "") }
            .joined(separator: "; ")),
      ]
    }
    return grid.text(Grid.Format(rawValue: format) ?? .table)
      .split(whereSeparator: \.isNewline).map(String.init)
  }

  private static func exportCases(
    to path: String, _ choice: CaseChoice, in system: OutsideSystem?, _ language: Language,
    plan: Plan, _ district: OpenDistrict
  ) async throws -> [String] {
    let (format, now) = (try tableFormat(of: path), district.now())
    try await district.ledger.read { db in
      try ExchangeExport(system: system, plan: plan, language: language).write(
        format, to: path, choice.filter, scope: .all, at: now, in: db)
    }
    return ["\(path) written"]
  }

  private static func takeSheet(
    _ wanted: CaseSheet, plan: Plan, in district: OpenDistrict
  ) async throws -> [String] {
    let texts = try CommandTexts(language: wanted.language)
    let system = try system(wanted.system, of: plan)
    let (read, digest): (SheetTable, String)
    do {
      (read, digest) = try await readTable(
        wanted.path, sheet: wanted.sheet, isColumn: { ExchangeColumn(header: $0) != nil })
    } catch let error as SheetError {
      throw CommandRefusal(texts.line(error))
    }
    let table = ExchangeTable(read, utcOffsetSeconds: plan.utcOffsetSeconds)
    let at = district.now()
    do {
      return try await district.ledger.write { db in
        let preview = try judged(table, of: system, wanted, texts, at: at, in: db)
        if wanted.isTrial {
          return [
            texts.exchange(
              "listTrial", added: preview.count(.added), changed: preview.count(.changed),
              same: preview.count(.same), ["conflicts": "\(preview.count(.conflict))"])
          ]
        }
        let done = try CaseExchanges.write(
          preview, file: table.file, digest: digest, by: actor, at: at, in: db)
        return [
          texts.exchange(
            "listTaken", added: done.addedCount, changed: done.changedCount, same: done.sameCount,
            ["number": "\(done.id)"])
        ]
      }
    } catch let error as ExchangeError {
      throw CommandRefusal(texts.text(error.words))
    }
  }

  /// The lines with what they mean; refused where one has a fault, or conflicts and nothing was said of it.
  private static func judged(
    _ table: ExchangeTable, of system: OutsideSystem, _ wanted: CaseSheet, _ texts: CommandTexts,
    at now: Int, in db: Database
  ) throws -> ExchangePreview {
    var preview = try ExchangeJudge.preview(table, of: system, for: nil, at: now, in: db)
    let conflicts = preview.outcomes.filter { $0.kind == .conflict }
    if let answer = wanted.onConflict.flatMap({ ExchangeAnswer(rawValue: $0) }) {
      let answers = conflicts.map { ($0.row.line, answer) }
      preview = try ExchangeJudge.preview(
        table, of: system, for: nil,
        answers: Dictionary(answers, uniquingKeysWith: { one, _ in one }), at: now, in: db)
    }
    let faults = texts.lines(preview.faults)
    let open = preview.outcomes.filter { $0.kind == .conflict }.prefix(ImportFaults.limit).map {
      texts.conflict($0, file: table.file)
    }
    guard faults.isEmpty, open.isEmpty || wanted.isTrial else {
      throw CommandRefusal((faults + open + [texts.nothingTaken]).joined(separator: "\n"))
    }
    return preview
  }

  private static func undoSheet(
    _ number: Int64, _ language: Language, plan: Plan, in district: OpenDistrict
  ) async throws -> [String] {
    let (texts, at) = (try CommandTexts(language: language), district.now())
    do {
      try await district.ledger.write { db in
        try CaseExchanges.takeBack(number, plan: plan, by: actor, at: at, in: db)
      }
    } catch let error as ExchangeError {
      throw CommandRefusal(texts.text(error.words))
    }
    return [texts.exchange("listUndone", added: 0, changed: 0, same: 0, ["number": "\(number)"])]
  }
}
