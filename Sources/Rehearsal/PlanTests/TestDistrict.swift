import ActionPlan
import AirQuality
import Casework
import Detection
import GRDB
import Ledger
import Logging
import Synchronization
import Telemetry
import Wiring

/// The district of one test: a ledger, a telemetry store where samples are sent, detection, a clock.
actor TestDistrict {
  nonisolated let plan: Plan
  nonisolated let ledger: LedgerDatabase
  nonisolated let folder: TemporaryFolder
  nonisolated let clock = TestClock()
  /// Made with the first samples.
  var feed: SampleFeed?
  private let rowDetection: RowDetection
  private var isInForce = false
  /// Requests sent to the book of tasks.
  var requests = 10_000

  static let actor = Actor.system("rehearsal")

  init(_ plan: Plan, from empty: EmptyLedger) async throws {
    self.plan = plan
    folder = try TemporaryFolder()
    ledger = try await empty.copy(into: folder)
    let openCase = OpenCaseFromFinding(plan: plan, now: { [clock] in clock.now })
    rowDetection = RowDetection(plan: plan, ledger: ledger) { effect, db in
      try openCase(effect, in: db)
    }
  }

  /// Why a step was not carried out, or what an expectation found instead.
  struct Refusal: Error {
    let expected: String
    let found: String
    var reason: String?

    init(_ expected: String, found: String, _ reason: String? = nil) {
      self.expected = expected
      self.found = found
      self.reason = reason
    }
  }

  /// Carries the steps out in their order; after one that cannot be, none.
  func carryOut(_ entries: [PlanTest.Entry]) async throws -> [PlanTestResult.Failure] {
    var failures: [PlanTestResult.Failure] = []
    for entry in entries {
      do {
        try await carryOut(entry.step)
      } catch let refusal as Refusal {
        failures.append(
          PlanTestResult.Failure(
            location: entry.location, expected: refusal.expected, found: refusal.found,
            reason: refusal.reason))
        guard case .expect = entry.step else { break }
      }
    }
    return failures
  }

  private func carryOut(_ step: PlanTest.Step) async throws {
    switch step {
    case .at(let time):
      try await move(to: time)
    case .rows(let register, let rows, let times):
      try await add(rows, times: times, to: register)
      try await followRows()
    case .change(let register, let filter, let values):
      try await change(register, where: filter, to: values)
      try await followRows()
    case .remove(let register, let filter):
      try await remove(register, where: filter)
      try await followRows()
    case .samples(let point, let quantity, let value, let seconds, let every):
      try await send(value, quantity, of: point, seconds: seconds, every: every)
    case .report(let clause, let unit, let text):
      try await report(clause, unit, text)
    case .accept(let clause, let unit):
      try await accept(clause, unit)
    case .giveBack(let clause, let unit, let why):
      try await giveBack(clause, unit, why)
    case .expect(let expectation):
      try await check(expectation)
    }
  }

  /// What the rules on rows make of what was written.
  private func followRows() async throws {
    do {
      try await rowDetection.catchUp(now: clock.now)
    } catch let error as CaseOpeningError {
      throw Refusal("a case of what the rows show", found: "none", error.description)
    }
  }

  /// The plan comes into force as the test begins: what was to be reported before is not owed.
  private func move(to time: Int) async throws {
    clock.move(to: time)
    guard !isInForce else { return }
    let plan = plan
    try await ledger.write { db in
      _ = try PlanArchive.store(
        digest: plan.digest, planID: plan.id, files: [], by: Self.actor, at: time, in: db)
      try RowDetection.begin(plan, in: db)
    }
    isInForce = true
  }

  /// The local day of the clock.
  var today: CalendarDay {
    CalendarDay(ofEpoch: clock.now, utcOffsetSeconds: plan.utcOffsetSeconds)
  }

  func register(_ id: String) throws(Refusal) -> Register {
    guard let register = plan.register(id) else {
      throw Refusal("register \(id)", found: "none of that id in the plan")
    }
    return register
  }
}

/// The test's clock: whatever happens, happens at its time.
final class TestClock: Sendable {
  private let time = Mutex(0)

  /// Epoch seconds.
  var now: Int { time.withLock { $0 } }

  func move(to time: Int) { self.time.withLock { $0 = time } }
}
