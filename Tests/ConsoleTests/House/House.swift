import ActionPlan
import AirQuality
import Casework
import Checks
import DataQuality
import Detection
import Foundation
import GRDB
import Hummingbird
import HummingbirdTesting
import Ledger
import Logging
import Steering
import Synchronization
import Telemetry

@testable import Console

/// A small district in a fresh folder: the shipped plan, real stores, people, a station, a firm
/// with a device, cases where a test opens them. Its clock stands still until a test moves it.
final class House: Sendable {
  static let password = "Blue-Sky-2021"
  /// 2026-06-01 10:30:20 in the plan's time.
  static let start = 1_780_281_020

  let folder: String
  let plan: Plan
  let ledger: LedgerDatabase
  let accounts: Accounts
  let photos: AttachmentStore
  let store: EmbeddedStore
  let latest = LatestValues()
  let hub = LiveHub()
  let links = Mutex<[DeviceLink]>([])
  let strangers = Mutex<[UnknownDevice]>([])
  private let clock = Clock()

  /// Stands still until it is moved.
  private final class Clock: Sendable {
    private let seconds = Mutex(House.start)
    var now: Int { seconds.withLock { $0 } }
    func move(by more: Int) { seconds.withLock { $0 += more } }
  }

  /// Read once: its reading takes longer than most tests.
  private static let shipped = PlanFolder.read(
    URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../Plans/shangyu-2021")
      .standardizedFileURL.path)

  /// - Parameter change: what a test makes of the shipped plan.
  init(_ change: (Plan) -> Plan = { $0 }) async throws {
    folder = NSTemporaryDirectory() + "console-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    guard let plan = Self.shipped.plan else { throw Broken(what: "\(Self.shipped.diagnostics)") }
    self.plan = change(plan)
    ledger = try LedgerDatabase(
      path: folder + "/ledger.sqlite",
      migrations: LedgerSchema.migrations + DetectionSchema.migrations
        + CaseworkSchema.migrations + SteeringSchema.migrations
        + ChecksSchema.migrations + QualitySchema.migrations)
    photos = AttachmentStore(folder: folder + "/attachments")
    store = try EmbeddedStore(
      path: folder + "/telemetry.sqlite", utcOffsetSeconds: plan.utcOffsetSeconds)
    accounts = Accounts(
      ledger: ledger, hasher: PasswordHasher(cost: ScryptCost(rounds: 16)),
      now: { [clock] in clock.now })
    try await settle()
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  struct Broken: Error { let what: String }

  var now: Int { clock.now }

  func move(seconds: Int) { clock.move(by: seconds) }

  /// People, a station, a firm with a meter.
  private func settle() async throws {
    let units = Set(plan.units.map(\.id))
    for draft in [
      AccountDraft(name: "duty", displayName: "值守员", unit: "EEB", roles: [.duty]),
      AccountDraft(name: "town", displayName: "网格员", unit: "baiguan", roles: [.officer]),
      AccountDraft(name: "chief", displayName: "Leader", roles: [.leader]),
    ] {
      _ = try await accounts.create(
        draft, password: Self.password, units: units, mustChangePassword: false,
        by: .system("test"))
    }
    let plan = plan
    try await ledger.write { db in try Self.furnish(plan: plan, in: db) }
    _ = try await accounts.create(
      AccountDraft(name: "firm", displayName: "企业联系人", roles: [.enterprise], facility: "dye-works"),
      password: Self.password, mustChangePassword: false, by: .system("test"))
    _ = try await accounts.create(
      AccountDraft(name: "fresh", displayName: "新同事", roles: [.leader]),
      password: Self.password, mustChangePassword: true, by: .system("test"))
  }

  static let stationMN = "33060400000001"
  static let meterMN = "33060400000002"

  private static func furnish(plan: Plan, in db: Database) throws {
    let actor = Actor.system("test")
    let at = start - 86_400
    try Facilities.upsert(
      Facility(
        id: "dye-works", name: Label(zh: "<b>染厂</b>&甲", en: "<b>Dye works</b> & A"),
        kind: .enterprise, place: "330604001",
        position: Coordinate(longitude: 120.89, latitude: 30.03), isSimulated: true),
      plan: plan, by: actor, at: at, in: db)
    for point in [
      MonitoringPoint(
        id: "station-1", label: Label(zh: "百官站", en: "Baiguan station"), kind: .airStation,
        place: "330604001", position: Coordinate(longitude: 120.882, latitude: 30.028),
        role: .assessed),
      MonitoringPoint(
        id: "meter-1", label: Label(zh: "治污电表", en: "Treatment meter"), facility: "dye-works",
        kind: .treatment),
    ] {
      try Points.upsert(point, plan: plan, by: actor, at: at, in: db)
    }
    for device in [
      DeviceRecord(
        mn: stationMN, password: "123456", label: Label(zh: "百官空气站", en: "Baiguan air station"),
        st: "22", isSimulated: true, intervalSeconds: 60),
      DeviceRecord(
        mn: meterMN, password: "123456", label: Label(zh: "染厂电表", en: "Dye works meter"),
        facility: "dye-works", st: "31", isSimulated: true, intervalSeconds: 60),
    ] {
      try Devices.upsert(device, by: actor, at: at, in: db)
    }
    for (quantity, code) in stationQuantities {
      try Bindings.bind(
        BindingRecord(
          mn: stationMN, rawKey: "\(code)-Avg", cn: "2061", point: "station-1",
          quantity: quantity, statistic: "avg", windowSeconds: 3600),
        plan: plan, by: actor, at: at, in: db)
    }
    try Bindings.bind(
      BindingRecord(
        mn: meterMN, rawKey: "Pt-Rtd", cn: "2011", point: "meter-1", quantity: "power",
        statistic: "rtd", windowSeconds: 0),
      plan: plan, by: actor, at: at, in: db)
  }

  static let stationQuantities = [
    ("pm25", "a34004"), ("pm10", "a34002"), ("so2", "a21026"), ("no2", "a21004"),
    ("co", "a21005"), ("o3", "a05024"),
  ]
}
