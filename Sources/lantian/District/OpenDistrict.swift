import ActionPlan
import Console
import Foundation
import GRDB
import Ledger
import Rehearsal
import Telemetry
import Wiring

/// The running gateway, as far as commands need it.
struct GatewayHandle: Sendable {
  /// A command waits.
  var wake: @Sendable () -> Void
  var isConnected: @Sendable (_ mn: String) -> Bool
}

/// A state folder that this process holds, with its ledger open.
struct OpenDistrict: Sendable {
  let folder: StateFolder
  let ledger: LedgerDatabase
  var accounts: Accounts
  /// The plan in force; nil where the folder has never been served, and where `planFault` says why
  /// its plan cannot be read.
  let plan: Plan?
  private let planFault: CommandRefusal?
  /// Epoch seconds.
  let now: @Sendable () -> Int
  /// Whether a server works in it; else it is a command alone.
  var isServed = false
  /// Tells the running parts that devices or registers changed.
  var changed: @Sendable () async -> Void = {}
  /// What the running gateway does for devices; nil where there is none.
  var gateway: GatewayHandle?
  /// Ways in and out of the server that works in it; nil for a command alone.
  var ways: OtherWays?
  /// The newest value of a series, as the server knows.
  var latest: @Sendable (SeriesKey) -> LatestValue? = { _ in nil }
  /// What of a device or a source could not be used, as the server knows.
  var contentFaults: @Sendable (_ mn: String) async -> [DeviceFault] = { _ in [] }

  static let clock: @Sendable () -> Int = { Int(Date.now.timeIntervalSince1970) }

  /// Opens or makes the folder.
  ///
  /// - Parameters:
  ///   - plan: the plan to put in force; nil takes the one the folder knows.
  ///   - holdsSimulatedData: see `StateFolder`.
  init(opening path: String, plan reading: PlanReading?, holdsSimulatedData: Bool?) async throws {
    // What SQLite and others make here is the owner's alone.
    umask(0o077)
    let now = Self.clock
    let folder = try StateFolder(
      opening: path, holdsSimulatedData: holdsSimulatedData, at: now())
    let ledger = try LedgerDatabase(
      path: folder.layout.ledger, migrations: DistrictSchema.migrations)
    self.folder = folder
    self.ledger = ledger
    self.now = now
    accounts = Accounts(ledger: ledger, hasher: PasswordHasher(), now: now)
    if let reading, let plan = reading.plan {
      try await Self.putInForce(plan, files: reading.files, ledger: ledger, at: now())
      self.plan = plan
      planFault = nil
    } else {
      (plan, planFault) = try await Self.archivedPlan(in: ledger)
    }
  }

  /// The plan in force, for what cannot do with an unreadable one.
  ///
  /// - Returns: nil where the folder has never been served.
  func planIfAny() throws -> Plan? {
    if let planFault { throw planFault }
    return plan
  }

  private static func putInForce(
    _ plan: Plan, files: [PlanFile], ledger: LedgerDatabase, at: Int
  ) async throws {
    try await ledger.write { db in
      if try PlanArchive.current(in: db)?.digest != plan.digest {
        let lost = try PlanOutlook.complaints(of: plan, in: db)
        guard lost.isEmpty else {
          throw CommandRefusal(
            (["this plan cannot be put in force:"] + lost).joined(separator: "\n  "))
        }
      }
      try RegisterStore.migrate(to: plan, at: at, in: db)
      _ = try PlanArchive.store(
        digest: plan.digest, planID: plan.id,
        files: files, by: .system("command"), at: at, in: db)
      try Accounts.follow(plan, by: .system("command"), at: at, in: db)
    }
  }

  /// The plan served last. A newer program may find faults in what an older one let pass.
  private static func archivedPlan(
    in ledger: LedgerDatabase
  ) async throws -> (Plan?, CommandRefusal?) {
    let files = try await ledger.read { db in
      try PlanArchive.current(in: db).map { try PlanArchive.files(digest: $0.digest, in: db) }
    }
    guard let files else { return (nil, nil) }
    let reading = PlanFolder.read(files: files)
    guard reading.plan == nil else { return (reading.plan, nil) }
    let faults = reading.diagnostics.filter { $0.severity == .error }.map(\.description)
    return (
      nil,
      CommandRefusal(
        (["the plan this folder was served under last has errors by this program's checks:"]
          + faults + ["mend the plan folder and start `lantian serve` with it once"])
          .joined(separator: "\n"))
    )
  }
}
