import ActionPlan
import AirQuality
import Foundation
import GRDB
import Ledger
import Logging
import Synchronization
import Telemetry

@testable import Detection

/// The shipped plan over a ledger in a fresh folder, with a few facilities, and a detection service
/// that can be killed. Whatever detection asks for is noted in the same ledger transaction.
final class WatchedDistrict: Sendable {
  static let plan: Plan = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Plans/shangyu-2021").path
    let reading = PlanFolder.read(folder)
    guard let plan = reading.plan else {
      preconditionFailure("the shipped plan has faults: \(reading.diagnostics)")
    }
    return plan
  }()

  /// A Monday morning; samples and clock count from here.
  static let morning = 1_614_556_800

  let ledger: LedgerDatabase
  private let folder: URL
  private let state = Mutex(State())

  private struct State {
    var now = WatchedDistrict.morning
    var failures = 0
    var sequence: Int64 = 0
    var service: DetectionService?
    var plan = WatchedDistrict.plan
  }

  init() async throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "detection-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    ledger = try LedgerDatabase(
      path: folder.appending(path: "ledger.sqlite").path,
      migrations: LedgerSchema.migrations + DetectionSchema.migrations)
    try await ledger.write { db in
      try db.execute(sql: "CREATE TABLE asked (text TEXT NOT NULL)")
      try RegisterStore.migrate(Self.plan.registers, at: Self.morning, in: db)
      try Self.settle(in: db)
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private static func settle(in db: Database) throws {
    let plan = Self.plan
    let place = plan.places[0].id
    for (id, kind) in [
      ("works", Facility.Kind.enterprise), ("site", .site), ("petrol", .gasStation),
    ] {
      try Facilities.upsert(
        Facility(id: id, name: Label(zh: id, en: id), kind: kind, place: place), plan: plan,
        by: .system("test"), at: morning, in: db)
    }
    for (id, kind, facility) in [
      ("p1", MonitoringPoint.Kind.production, "works"), ("t1", .treatment, "works"),
      ("p2", .production, "works"), ("t2", .treatment, "works"), ("v1", .bypass, "works"),
      ("d1", .dust, "site"), ("n1", .vapour, "petrol"), ("s1", .airStation, nil),
    ] as [(String, MonitoringPoint.Kind, String?)] {
      try Points.upsert(
        MonitoringPoint(id: id, label: Label(zh: id, en: id), facility: facility, kind: kind),
        plan: plan, by: .system("test"), at: morning, in: db)
    }
    try add("equipment-pairs", pair("p1", "t1"), in: db)
    try add("equipment-pairs", pair("p2", "t2"), in: db)
    try add(
      "bypass-valves",
      [
        "facility": .text("works"), "name": .text("RTO"), "valve": .text("v1"),
        "reason": .text("x"),
      ],
      in: db)
    try add(
      "construction-sites",
      [
        "facility": .text("site"), "authority": .text(plan.units[0].id), "place": .text(place),
        "dust": .text("d1"), "kind": .text("building"),
      ], in: db)
    try add(
      "gas-stations",
      [
        "facility": .text("petrol"), "nozzle": .text("n1"),
        "annual-sales": .decimal(ExactDecimal(6000)),
      ], in: db)
    try add(
      "air-stations", ["name": .text("s1"), "point": .text("s1"), "role": .text("assessed")],
      in: db)
    try Devices.upsert(
      DeviceRecord(
        mn: "MN1", password: "123456", label: Label(zh: "一号", en: "One"), facility: "works"),
      by: .system("test"), at: morning, in: db)
  }

  private static func pair(_ production: String, _ treatment: String) -> [String: FieldValue] {
    [
      "facility": .text("works"), "name": .text(production), "production": .text(production),
      "production-rated": .decimal(ExactDecimal(200)), "treatment": .text(treatment),
      "treatment-rated": .decimal(ExactDecimal(375, scale: 1)),
    ]
  }

  @discardableResult
  static func add(
    _ register: String, _ values: [String: FieldValue], at: Int = morning, in db: Database
  ) throws -> RegisterRow {
    try RegisterStore.insert(
      plan.register(register)!, values, plan: plan, by: .system("test"), at: at, in: db)
  }

  // MARK: The service

  /// The running service; made from the ledger where there is none.
  func service() async throws -> DetectionService {
    if let service = state.withLock({ $0.service }) { return service }
    let service = try await DetectionService(
      plan: state.withLock { $0.plan }, ledger: ledger, now: { [weak self] in self?.now ?? 0 },
      checkpointSeconds: 1, logger: Logger(label: "test"),
      onEffect: { [weak self] effect, db in try self?.note(effect, in: db) })
    state.withLock { $0.service = service }
    return service
  }

  /// As `kill -9`: whatever was in memory only is gone.
  func kill() { state.withLock { $0.service = nil } }

  /// Puts a plan in force in which one rule has other stages, and maybe other exceptions.
  func restart(
    with stages: [Stage], of rule: String, except: Exceptions? = nil
  ) async throws {
    try await service().checkpoint()
    kill()
    let plan = Self.plan(with: stages, of: rule, except: except)
    state.withLock { $0.plan = plan }
  }

  private static func plan(with stages: [Stage], of id: String, except: Exceptions?) -> Plan {
    Plan(
      id: plan.id, title: plan.title, digest: "changed", utcOffsetSeconds: plan.utcOffsetSeconds,
      center: plan.center, zoom: plan.zoom, boundary: plan.boundary, units: plan.units,
      places: plan.places, quantities: plan.quantities, objectives: plan.objectives,
      clauses: plan.clauses, registers: plan.registers,
      rules: plan.rules.map { rule in
        rule.id != id
          ? rule
          : Rule(
            id: rule.id, label: rule.label, clause: rule.clause, watch: rule.watch,
            trigger: rule.trigger, except: except ?? rule.except, stages: stages,
            gapSeconds: rule.gapSeconds, facilityField: rule.facilityField)
      }, procedures: plan.procedures)
  }

  private struct Refused: Error {}

  private func note(_ effect: DetectionEffect, in db: Database) throws {
    let text =
      switch effect {
      case .tellFacility(let finding): "tell \(finding.rule) \(finding.subject) \(finding.start)"
      case .open(let finding, let procedure, _):
        "open \(finding.rule) \(finding.subject) \(finding.start) \(procedure)"
          + (finding.isLate ? " late" : "")
      case .ended(let id, let at): "ended \(id) \(at)"
      case .resumed(let id): "resumed \(id)"
      case .rowChanged(let id, let change): "\(change.kind.rawValue) \(id)"
      }
    try db.execute(sql: "INSERT INTO asked (text) VALUES (?)", arguments: [text])
    let fails = state.withLock { state in
      defer { state.failures = max(0, state.failures - 1) }
      return state.failures > 0
    }
    if fails { throw Refused() }
  }

  /// The next effects are refused, after what they wrote.
  func refuseNext(_ count: Int) { state.withLock { $0.failures = count } }

  func asked() async throws -> [String] {
    try await ledger.read { db in
      try String.fetchAll(db, sql: "SELECT text FROM asked ORDER BY rowid")
    }
  }

  func findings() async throws -> [Finding] {
    try await ledger.read { db in try Findings.fetch("ORDER BY id", [], in: db) }
  }

  func lasting() async throws -> [Finding] {
    try await ledger.read { db in try Findings.lasting(in: db) }
  }

  var now: Int {
    get { state.withLock { $0.now } }
    set { state.withLock { $0.now = newValue } }
  }

  // MARK: Frames

  static func key(
    _ point: String, _ quantity: String, _ statistic: Statistic = .realTime, _ window: Int = 0
  ) -> SeriesKey {
    SeriesKey(point: point, quantity: quantity, statistic: statistic, windowSeconds: window)
  }

  /// One frame's samples as the pump hands them over.
  func send(
    _ values: [(SeriesKey, String)], at time: Int, flag: SampleFlag = .normal,
    outcome: CommittedSample.Outcome = .new, receivedAt: Int? = nil
  ) async throws {
    let sequence = state.withLock { state in
      state.sequence += 1
      return state.sequence
    }
    let received = receivedAt ?? time
    let samples = values.map { key, text in
      CommittedSample(
        sample: Sample(
          series: key, start: time, value: ExactDecimal(text)!, asSent: ExactDecimal(text)!,
          flag: flag), sequence: sequence, receivedAt: received, outcome: outcome,
        isLate: received - time - key.windowSeconds > 600)
    }
    try await service().process(
      CommittedBatch(
        firstSequence: sequence, lastSequence: sequence, samples: samples,
        arrivals: [
          FrameArrival(
            sequence: sequence, mn: "MN1", st: "31", cn: "2011",
            receivedAtMilliseconds: received * 1000)
        ]))
  }

  /// The same values each minute, from the first to the last of the minutes of the morning.
  func sendEachMinute(_ minutes: ClosedRange<Int>, _ values: (SeriesKey, String)...) async throws {
    for minute in minutes { try await send(values, at: Self.morning + minute * 60) }
  }
}
