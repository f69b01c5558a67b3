public import ActionPlan
import AirQuality
import Foundation
public import GRDB
public import Ledger
import Synchronization
public import Telemetry

/// Keeps the readings of a plan's indicators up to date: reads those again whose registers changed, and
/// all of them once a day; those of samples once an hour as well, when another hour is over.
public actor IndicatorKeeper {
  private let plan: Plan
  private let ledger: LedgerDatabase
  private let telemetry: any TelemetryStore

  private var bases: [String: IndicatorBasis] = [:]

  public init(plan: Plan, ledger: LedgerDatabase, telemetry: any TelemetryStore) {
    self.plan = plan
    self.ledger = ledger
    self.telemetry = telemetry
  }

  /// Reads and keeps what changed since the last time.
  ///
  /// - Parameter now: epoch second.
  /// - Returns: ids of the indicators that were read anew.
  @discardableResult
  public func refresh(now: Int) async throws -> [String] {
    let day = CalendarDay(ofEpoch: now, utcOffsetSeconds: plan.utcOffsetSeconds)
    let versions = try await Self.versions(of: plan, in: ledger)
    var renewed: [String] = []
    var asked: Set<Data> = []
    for indicator in plan.indicators {
      let basis = IndicatorBasis(of: indicator, on: day, now: now, versions: versions)
      guard bases[indicator.id] != basis else { continue }
      let (reading, met) = try await IndicatorBook.read(
        indicator, plan: plan, on: day, knownAt: nil, now: now, telemetry: telemetry, in: ledger)
      let plan = plan
      try await ledger.write { db in
        try IndicatorHistory.keep(reading, plan: plan, versions: basis.versions, at: now, in: db)
        try KeptTallies.keep(met.fresh, in: db)
      }
      asked.formUnion(met.asked)
      bases[indicator.id] = basis
      renewed.append(indicator.id)
    }
    if renewed.count == plan.indicators.count, !renewed.isEmpty {
      let all = asked
      try await ledger.write { db in try KeptTallies.forget(allBut: all, in: db) }
    }
    return renewed
  }

  /// The version of each register of the plan.
  public static func versions(
    of plan: Plan, in ledger: LedgerDatabase
  ) async throws -> [String: Int] {
    try await ledger.read { db in
      let known = try RegisterStore.versions(in: db)
      return Dictionary(uniqueKeysWithValues: plan.registers.map { ($0.id, known[$0.id] ?? 0) })
    }
  }
}

/// Tells that a register changed, after the commit that changed it.
///
/// However many commits come while nobody listens, they are told once. SQLite tells of no row of a
/// table without row ids, so each commit of the ledger looks at the registers' versions, some fifty
/// small rows.
public final class RegisterChanges: TransactionObserver, Sendable {
  public let changes: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation
  private let total = Mutex<Int?>(nil)

  /// Observes for as long as the caller keeps it.
  public init(of ledger: LedgerDatabase) {
    (changes, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    ledger.pool.add(transactionObserver: self)
  }

  public func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }

  public func databaseDidChange(with event: DatabaseEvent) {}

  public func databaseDidCommit(_ db: Database) {
    // What cannot be read is read again by whoever is told.
    let found = try? Int.fetchOne(
      db.cachedStatement(sql: "SELECT coalesce(sum(version), 0) FROM register_state"))
    let isNew = total.withLock { total in
      defer { total = found }
      return found == nil || total != found
    }
    if isNew { continuation.yield() }
  }

  public func databaseDidRollback(_ db: Database) {}
}
