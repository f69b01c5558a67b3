import ActionPlan
import Casework
import Detection
import Foundation
import GRDB
import Ledger

/// A state folder that this process holds, with its ledger open.
struct OpenDistrict: Sendable {
  let folder: StateFolder
  let ledger: LedgerDatabase
  let accounts: Accounts
  /// The plan in force; nil where the folder has never been served.
  let plan: Plan?
  /// Epoch seconds.
  let now: @Sendable () -> Int
  /// Tells the running parts that devices or registers changed.
  var changed: @Sendable () async -> Void = {}

  static let migrations =
    LedgerSchema.migrations + DetectionSchema.migrations + CaseworkSchema.migrations

  static let clock: @Sendable () -> Int = { Int(Date.now.timeIntervalSince1970) }

  /// Opens or makes the folder.
  ///
  /// - Parameters:
  ///   - plan: the plan to put in force; nil takes the one the folder knows.
  ///   - holdsSimulatedData: see `StateFolder`.
  init(opening path: String, plan reading: PlanReading?, holdsSimulatedData: Bool?) async throws {
    let now = Self.clock
    let folder = try StateFolder(
      opening: path, holdsSimulatedData: holdsSimulatedData, at: now())
    let ledger = try LedgerDatabase(path: folder.layout.ledger, migrations: Self.migrations)
    self.folder = folder
    self.ledger = ledger
    self.now = now
    accounts = Accounts(ledger: ledger, hasher: PasswordHasher(), now: now)
    if let reading, let plan = reading.plan {
      try await Self.putInForce(plan, files: reading.files, ledger: ledger, at: now())
      self.plan = plan
    } else {
      plan = try await Self.archivedPlan(in: ledger)
    }
  }

  private static func putInForce(
    _ plan: Plan, files: [PlanFile], ledger: LedgerDatabase, at: Int
  ) async throws {
    try await ledger.write { db in
      try RegisterStore.migrate(plan.registers, at: at, in: db)
      _ = try PlanArchive.store(
        digest: plan.digest, planID: plan.id,
        files: files, by: .system("command"), at: at, in: db)
    }
  }

  private static func archivedPlan(in ledger: LedgerDatabase) async throws -> Plan? {
    let files = try await ledger.read { db in
      try PlanArchive.current(in: db).map { try PlanArchive.files(digest: $0.digest, in: db) }
    }
    guard let files else { return nil }
    return PlanFolder.read(files: files).plan
  }
}
