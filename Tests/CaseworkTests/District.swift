import ActionPlan
import AirQuality
import Foundation
import GRDB

@testable import Casework
@testable import Ledger

/// A district in a fresh ledger file, with a clock of the test's own.
struct District {
  static let start = 1_767_225_600  // 2026-01-01 00:00 UTC, 08:00 by the plan's clock

  let ledger: LedgerDatabase
  let plan: Plan
  let folder: String

  init(
    procedures: [Procedure] = [.fire, .site], registers: [Register] = [],
    calendar: WorkCalendar? = nil, documents: [DocumentForm] = [],
    dailyBudget: Int? = nil, systems: [OutsideSystem] = [],
    units: [ActionPlan.Unit] = ActionPlan.Unit.all,
    reports: ReportRules? = nil
  ) throws {
    folder =
      FileManager.default.temporaryDirectory
      .appending(path: "casework-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    plan = .sample(
      procedures: procedures, registers: registers, calendar: calendar, documents: documents,
      dailyBudget: dailyBudget, systems: systems, units: units, reports: reports)
    ledger = try LedgerDatabase(
      path: "\(folder)/ledger.sqlite",
      migrations: LedgerSchema.migrations + CaseworkSchema.migrations)
  }

  /// Opens the same file anew, as a restarted server does.
  init(restarting other: District, plan: Plan? = nil) throws {
    folder = other.folder
    self.plan = plan ?? other.plan
    ledger = try LedgerDatabase(
      path: "\(folder)/ledger.sqlite",
      migrations: LedgerSchema.migrations + CaseworkSchema.migrations)
  }

  func open(
    _ procedure: String = "fire", finding: Int64 = 1, place: String? = "town",
    facility: String? = nil,
    title: [String: String] = ["rule": "r"], at now: Int = start
  ) async throws -> CaseFile {
    let plan = plan
    return try await ledger.write { db in
      try CaseBook.open(
        CaseOpening(
          procedure: procedure, severity: .serious, source: .finding(finding),
          title: CaseTitle(.rule, title), occurredAt: now, facility: facility, place: place),
        plan: plan, actor: .system("detection"), at: now, in: db)
    }
  }

  @discardableResult
  func take(
    _ step: String, _ file: CaseFile, by account: Account,
    _ evidence: StepEvidence = StepEvidence(),
    request: String = UUID().uuidString, version: Int? = nil, at now: Int = start
  ) async throws -> CaseFile {
    let plan = plan
    return try await ledger.write { db in
      try CaseBook.take(
        step: step, case: file.id, by: account, evidence: evidence, requestID: request,
        versionSeen: version ?? file.version, plan: plan, at: now, in: db)
    }
  }

  func events(_ file: CaseFile) async throws -> [CaseEvent] {
    try await ledger.read { db in try CaseBook.events(of: file.id, in: db) }
  }

  func file(_ id: Int64) async throws -> CaseFile? {
    try await ledger.read { db in try CaseBook.find(id, in: db) }
  }
}

extension StepEvidence {
  static let complete = StepEvidence(
    note: "done", cause: "other", photos: [.sample],
    position: Coordinate(longitude: 120.9, latitude: 30))
}

extension StagedAttachment {
  static let sample = StagedAttachment(
    sha256: String(repeating: "ab", count: 32), byteCount: 100, mediaType: .jpeg, width: 1,
    height: 1)
}

extension Account {
  static func sample(_ id: Int64, _ roles: Role..., unit: String? = nil, facility: String? = nil)
    -> Account
  {
    Account(
      id: id, name: "a\(id)", displayName: "A\(id)", unit: unit, roles: Set(roles),
      facility: facility)
  }
  static let desk = sample(1, .duty, unit: "DESK")
  static let town = sample(2, .officer, unit: "TOWN")
  static let otherTown = sample(3, .officer, unit: "OTHER")
  static let bureau = sample(4, .officer, unit: "BUREAU")
  static let firm = sample(5, .enterprise, facility: "f-1")
  static let auditor = sample(6, .auditor)
  static let chief = sample(7, .leader)
  static let payer = sample(8, .payer)
}

extension WorkCalendar {
  /// Worked 08:30 to 17:30 but on Sundays, Mondays and one moved Friday.
  static let office = WorkCalendar(
    hours: [Hours(from: 510, until: 1050)], rest: [7, 1],
    off: [CalendarDay(year: 2026, month: 2, day: 13)], utcOffsetSeconds: 28_800)
}

extension Plan {
  static func sample(
    digest: String = "d1", procedures: [Procedure], registers: [Register] = [],
    calendar: WorkCalendar? = nil, documents: [DocumentForm] = [],
    dailyBudget: Int? = nil, systems: [OutsideSystem] = [],
    units: [ActionPlan.Unit] = ActionPlan.Unit.all,
    reports: ReportRules? = nil
  ) -> Plan {
    let center = Coordinate(longitude: 120.87, latitude: 30.03)
    func place(_ id: String, _ unit: String, _ longitude: Double, _ boundary: Boundary?) -> Place {
      Place(
        id: id, label: Label(zh: "\(id)街道", en: id), unit: unit,
        position: Coordinate(longitude: longitude, latitude: 30), isApproximate: boundary == nil,
        source: "test", boundary: boundary)
    }
    func corner(_ longitude: Double, _ latitude: Double) -> Coordinate {
      Coordinate(longitude: longitude, latitude: latitude)
    }
    let square = Boundary(polygons: [
      [[corner(121, 29), corner(122, 29), corner(122, 31), corner(121, 31)]]
    ])
    return Plan(
      id: "shangyu-2021", title: .any, digest: digest, utcOffsetSeconds: 28_800, center: center,
      zoom: 11, boundary: nil, units: units,
      places: [place("town", "TOWN", 120.9, nil), place("other", "OTHER", 121.5, square)],
      quantities: [
        Quantity(id: "q", label: .any, unit: "mg/m³", pollutant: nil, factorCodes: [])
      ], objectives: [], clauses: [], registers: registers, rules: [],
      procedures: procedures, documents: documents, calendar: calendar, dailyBudget: dailyBudget,
      reports: reports, systems: systems)
  }
}
