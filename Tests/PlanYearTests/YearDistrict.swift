import ActionPlan
import AirQuality
import Detection
import Foundation
import GRDB
import Ledger
import Sheets
import Steering
import Telemetry
import Wiring

@testable import Rehearsal

/// Shangyu under its plan, from New Year's Day 2021 on, with a clock that the test moves.
final class YearDistrict: Sendable {
  static let plan: Plan = {
    let folder = YearText.folder.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Plans/shangyu-2021")
    let reading = PlanFolder.read(folder.path)
    guard let plan = reading.plan else {
      preconditionFailure(reading.diagnostics.map(\.description).joined(separator: "\n"))
    }
    return plan
  }()

  static let clerk = Actor.system("year")

  let rehearsal: TestDistrict
  /// Hourly means of the instruments.
  let instruments: EmbeddedStore
  private let files: [String: MonthFile]
  private let rowRules: RowDetection

  var plan: Plan { Self.plan }
  var ledger: LedgerDatabase { rehearsal.ledger }
  var now: Int { rehearsal.clock.now }
  private var folder: URL { rehearsal.folder.url }

  init(_ sheets: [FactSheet]) async throws {
    let plan = Self.plan
    let rehearsal = try await TestDistrict(plan, from: EmptyLedger(plan))
    self.rehearsal = rehearsal
    let begin = Self.epoch("2021-01-01", hour: 0)
    rehearsal.clock.move(to: begin)
    instruments = try EmbeddedStore(
      path: rehearsal.folder.path("instruments.sqlite"), utcOffsetSeconds: plan.utcOffsetSeconds)
    let openCase = OpenCaseFromFinding(plan: plan, now: { rehearsal.clock.now })
    rowRules = RowDetection(plan: plan, ledger: rehearsal.ledger) { effect, db in
      try openCase(effect, in: db)
    }
    files = try await rehearsal.ledger.write { db in
      _ = try PlanArchive.store(
        digest: plan.digest, planID: plan.id, files: [], by: Self.clerk, at: begin, in: db)
      try RowDetection.begin(plan, in: db)
      try Self.enter(sheets, at: begin, in: db)
      return try sheets.reduce(into: [:]) { files, sheet in
        guard let register = plan.register(sheet.register) else {
          throw YearFault("the plan has no register \(sheet.register)")
        }
        files[sheet.register] = try MonthFile(
          register, plan: plan, folder: rehearsal.folder.url, in: db)
      }
    }
  }

  /// The facilities and points that the facts name, as the master data has them before any file comes.
  private static func enter(_ sheets: [FactSheet], at: Int, in db: Database) throws {
    var firms: Set<String> = []
    var points: Set<String> = []
    for sheet in sheets {
      let register = plan.register(sheet.register)
      for (index, column) in sheet.columns.enumerated() {
        let cells = sheet.rows.map { $0.cells[index] }.filter { !$0.isEmpty }
        switch register?.field(column)?.kind {
        case .facility: firms.formUnion(cells)
        case .point: points.formUnion(cells)
        default: break
        }
      }
    }
    for (number, name) in firms.sorted().enumerated() {
      try Facilities.upsert(
        Facility(id: "firm-\(number + 1)", name: Label(zh: name, en: name), kind: .enterprise),
        plan: plan, by: clerk, at: at, in: db)
    }
    for point in points.sorted() {
      try Points.upsert(
        MonitoringPoint(
          id: point, label: Label(zh: point, en: point), facility: nil, kind: .other),
        plan: plan, by: clerk, at: at, in: db)
    }
  }

  static func facility(called name: String, in db: Database) throws -> String {
    guard case .exact(let id) = try Facilities.match(name: name, in: db) else {
      throw YearFault("no facility is called \(name)")
    }
    return id
  }

  /// Local time.
  static func epoch(_ day: String, hour: Int, minute: Int = 0) -> Int {
    guard let day = CalendarDay(day) else { preconditionFailure("\(day) is no day") }
    return day.dayNumber * 86_400 + hour * 3_600 + minute * 60 - plan.utcOffsetSeconds
  }

  func move(to day: String, hour: Int, minute: Int = 0) {
    let time = Self.epoch(day, hour: hour, minute: minute)
    precondition(time >= now, "the clock does not go back")
    rehearsal.clock.move(to: time)
  }

  // MARK: Rows

  /// What an import did, and what the same file would have done once more.
  struct Taken: Sendable {
    let register: String
    let report: RegisterImportReport
    let again: RegisterPreview
  }

  /// Takes a file in as its page does: staged, looked at, then all of it.
  func take(_ rows: [[String]], of sheet: FactSheet, as form: MonthFile.Form) async throws -> Taken
  {
    guard let file = files[sheet.register] else { throw YearFault("no \(sheet.register)") }
    let table = try file.table(sheet.columns, rows, as: form, folder: folder)
    let imports = RegisterImport(ledger: ledger, plan: plan)
    let preview = try await stage(table, into: file.register, by: imports)
    let report = try await imports.apply(preview.id, by: Self.clerk, why: "monthly file", at: now)
    let again = try await stage(table, into: file.register, by: imports)
    try await imports.apply(again.id, by: Self.clerk, why: "sent twice", at: now)
    try await rowRules.catchUp(now: now)
    return Taken(register: sheet.register, report: report, again: again)
  }

  private func stage(
    _ table: SheetTable, into register: Register, by imports: RegisterImport
  ) async throws -> RegisterPreview {
    let preview = try await imports.stage(
      table, into: register, digest: "sha", by: Self.clerk, at: now)
    guard preview.isSound else {
      throw YearFault(preview.faults.map(\.description).joined(separator: "\n"))
    }
    return preview
  }

  /// Takes the row that the first columns name out by hand.
  func remove(_ cells: [String], of sheet: FactSheet) async throws {
    guard let register = plan.register(sheet.register) else { throw YearFault("no register") }
    let now = now
    try await ledger.write { db in
      let row: Int64? =
        sheet.columns[0] == "row"
        ? Int64(cells[0])
        : try RegisterStore.rows(register, where: sheet.columns[0], is: cells[0], in: db).first?.id
      guard let row else { throw YearFault("\(register.id) has no row \(cells)") }
      try RegisterStore.remove(
        register, row: row, versionSeen: nil, by: Self.clerk, why: "a mistake", at: now, in: db)
    }
  }

  // MARK: Samples

  /// Sends the hourly means of every instrument, each stamped with its own time.
  func sendHourlyMeans() async throws {
    var samples: [Sample] = []
    for line in try YearText("samples.txt").sections.flatMap(\.lines) {
      for cells in try FactSheet.expand(line, plan: plan) {
        guard let value = ExactDecimal(cells[4]) else { throw YearFault("\(cells)") }
        let series = SeriesKey(
          point: cells[0], quantity: cells[1], statistic: .mean, windowSeconds: 3_600)
        for hour in cells[3] == "hourly" ? Array(0..<24) : [12] {
          samples.append(
            Sample(
              series: series, start: Self.epoch(cells[2], hour: hour), value: value,
              asSent: value, flag: .normal))
        }
      }
    }
    samples.sort { $0.end < $1.end }
    let stamped = samples.enumerated().map {
      StampedSample($1, sequence: Int64($0 + 1), receivedAt: $1.end)
    }
    for start in stride(from: 0, to: stamped.count, by: 2_000) {
      let slice = Array(stamped[start..<min(start + 2_000, stamped.count)])
      _ = try await instruments.apply(slice, through: slice.last?.sequence ?? 0)
    }
  }

  // MARK: Figures

  func reading(
    _ indicator: Indicator, on day: CalendarDay, knownAt: Int? = nil
  ) async throws -> IndicatorReading {
    try await IndicatorBook.reading(
      indicator, plan: plan, on: day, knownAt: knownAt, telemetry: instruments, in: ledger)
  }

  func readings(on day: CalendarDay) async throws -> [String: IndicatorReading] {
    var readings: [String: IndicatorReading] = [:]
    for indicator in plan.indicators {
      readings[indicator.id] = try await reading(indicator, on: day)
    }
    return readings
  }
}
