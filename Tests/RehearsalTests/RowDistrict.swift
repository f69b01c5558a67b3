import ActionPlan
import AirQuality
import Casework
import Detection
import GRDB
import Ledger
import Sheets
import Telemetry
import Testing
import Wiring

@testable import Rehearsal

/// The invented plan with one rule on complaints, and a ledger in which rows are written.
struct RowDistrict: Sendable {
  let plan: Plan
  let register: Register
  let district: TestDistrict
  let openCase: OpenCaseFromFinding
  private let detection: RowDetection

  static let now = 1_900_000_000

  var ledger: LedgerDatabase { district.ledger }

  /// - Parameter begins: whether the rule follows what is written from the first row on.
  init(_ rule: String, begins: Bool = true) async throws {
    plan = try LiveDistrict.plan(
      replacing: [:], adding: PlanFile(path: "rules/rows.yml", bytes: Array(rule.utf8))
    ).plan
    register = try #require(plan.register("complaints"))
    district = try await TestDistrict(plan, from: EmptyLedger(plan))
    let openCase = OpenCaseFromFinding(plan: plan, now: { Self.now })
    self.openCase = openCase
    detection = RowDetection(plan: plan, ledger: district.ledger) { effect, db in
      try openCase(effect, in: db)
    }
    try await ledger.write { [plan] db in
      for id in ["red-keel", "blue-hull"] {
        _ = try Facilities.upsert(
          Facility(id: id, name: Label(zh: id, en: id), kind: .enterprise), plan: plan,
          by: TestDistrict.actor, at: Self.now, in: db)
      }
    }
    if begins { try await begin() }
  }

  func begin() async throws {
    let plan = plan
    try await ledger.write { db in try RowDetection.begin(plan, in: db) }
  }

  /// - Returns: what came of what was written.
  func follow() async throws -> [String] {
    try await detection.catchUp(now: Self.now).map { effect in
      switch effect {
      case .open: "open"
      case .rowChanged(_, let change): change.kind.rawValue
      case .tellFacility, .ended, .resumed: "none of rows"
      }
    }
  }

  @discardableResult
  func add(_ facility: String, _ day: String, upheld: Bool = true) async throws -> Int64 {
    let (register, plan) = (register, plan)
    return try await ledger.write { db in
      try RegisterStore.insert(
        register,
        ["facility": .text(facility), "made-on": .text(day), "upheld": .flag(upheld)], plan: plan,
        by: TestDistrict.actor, at: Self.now, in: db
      ).id
    }
  }

  func set(_ row: Int64, _ values: [String: FieldValue]) async throws {
    let (register, plan) = (register, plan)
    try await ledger.write { db in
      _ = try RegisterStore.update(
        register, row: row, values, versionSeen: nil, plan: plan, by: TestDistrict.actor,
        at: Self.now, in: db)
    }
  }

  func remove(_ row: Int64) async throws {
    let register = register
    try await ledger.write { db in
      try RegisterStore.remove(
        register, row: row, versionSeen: nil, by: TestDistrict.actor, at: Self.now, in: db)
    }
  }

  func putBack(_ row: Int64) async throws {
    let (register, plan) = (register, plan)
    try await ledger.write { db in
      _ = try RegisterStore.putBack(
        register, row: row, plan: plan, by: TestDistrict.actor, at: Self.now, in: db)
    }
  }

  func merge(_ other: String, into kept: String) async throws {
    let plan = plan
    try await ledger.write { db in
      try FacilityDoubts.settle(
        kept, other, isSame: true, plan: plan, by: TestDistrict.actor, at: Self.now, in: db)
    }
  }

  func stage(_ csv: String) async throws -> RegisterPreview {
    let table = try SheetTable(reading: Array(csv.utf8), file: "complaints.csv")
    let preview = try await RegisterImport(ledger: ledger, plan: plan).stage(
      table, into: register, digest: "", by: TestDistrict.actor, at: Self.now)
    #expect(preview.faults.map(\.description) == [])
    return preview
  }

  func apply(_ preview: Int64) async throws {
    try await RegisterImport(ledger: ledger, plan: plan).apply(
      preview, by: TestDistrict.actor, at: Self.now)
  }

  /// By number.
  func cases() async throws -> [CaseFile] {
    try await ledger.read { db in
      try Int64.fetchAll(db, sql: "SELECT id FROM case_file ORDER BY id").compactMap {
        try CaseBook.find($0, in: db)
      }
    }
  }

  /// The rows each finding rests on.
  func grounds() async throws -> [[Int64]] {
    try await ledger.read { db in
      try Int64.fetchAll(db, sql: "SELECT id FROM finding ORDER BY id").map {
        try RowFindings.grounds(of: $0, in: db).map(\.row)
      }
    }
  }

  func notes(on file: Int64) async throws -> [String] {
    try await ledger.read { db in
      try CaseBook.events(of: file, in: db).compactMap { CaseRowNote($0) }.map {
        "\($0.change) \($0.holding) of \($0.needed)"
      }
    }
  }

  /// Telemetry of the folder, without a sample.
  func store() throws -> EmbeddedStore {
    try EmbeddedStore(
      path: district.folder.path("telemetry.sqlite"), utcOffsetSeconds: plan.utcOffsetSeconds)
  }
}
