import ActionPlan
import AirQuality
import Casework
import Detection
import GRDB
import Ledger
import Logging
import Telemetry
import Wiring

/// How samples of a test go: into the store, and from there to detection and its cases.
actor SampleFeed {
  let store: EmbeddedStore
  private let plan: Plan
  private let clock: TestClock
  private let detection: DetectionService
  private var sequence: Int64 = 0
  private var last: [SeriesKey: Int] = [:]

  /// One step of a test sends no more samples than this.
  static let limit = 200_000

  init(_ plan: Plan, ledger: LedgerDatabase, folder: TemporaryFolder, clock: TestClock) async throws
  {
    self.plan = plan
    self.clock = clock
    store = try EmbeddedStore(
      path: folder.path("telemetry.sqlite"), utcOffsetSeconds: plan.utcOffsetSeconds)
    let openCase = OpenCaseFromFinding(plan: plan, now: { clock.now })
    detection = try await DetectionService(
      plan: plan, ledger: ledger, now: { clock.now }, checkpointSeconds: .max,
      logger: Logger(label: "rehearsal", factory: { _ in SwiftLogNoOpLogHandler() }),
      onEffect: { effect, db in try openCase(effect, in: db) })
  }

  /// The registers may have changed since the last samples.
  func reload() async throws { try await detection.reload() }

  /// Sends a value from the clock's time on, each sample judged at its own time; the clock moves on.
  ///
  /// Both ends are sent, so that "for 15 min" lasts 15 minutes; what was sent at the clock's time
  /// already is not sent again. Beside the value as it stands, means and other statistics with a
  /// window come as the plan's rules look for them.
  func send(
    _ value: ExactDecimal, _ quantity: String, of point: String, seconds: Int, every: Int
  ) async throws {
    let start = clock.now
    var samples: [Sample] = []
    for key in keys(of: quantity, at: point) {
      let step = key.windowSeconds > 0 ? key.windowSeconds : every
      var time = last[key].map { max(start, $0 + step) } ?? start
      while time + key.windowSeconds <= start + seconds {
        samples.append(
          Sample(series: key, start: time, value: value, asSent: value, flag: .normal))
        last[key] = time
        time += step
      }
    }
    samples.sort { $0.end < $1.end }
    for moment in samples.chunked(by: \.end) {
      guard let end = moment.first?.end else { continue }
      clock.move(to: end)
      sequence += 1
      let stamped = moment.map {
        StampedSample($0, sequence: sequence, receivedAt: $0.end)
      }
      let committed = try await store.apply(stamped, through: sequence)
      try await detection.process(
        CommittedBatch(
          firstSequence: sequence, lastSequence: sequence, samples: committed, arrivals: []))
    }
    clock.move(to: start + seconds)
  }

  private func keys(of quantity: String, at point: String) -> Set<SeriesKey> {
    var keys: Set = [SeriesKey(point: point, quantity: quantity, statistic: .realTime)]
    for rule in plan.rules {
      guard case .conditions(let conditions) = rule.trigger else { continue }
      for condition in conditions where condition.quantity == quantity {
        guard let statistic = Statistic(rawValue: condition.statistic) else { continue }
        keys.insert(
          SeriesKey(
            point: point, quantity: quantity, statistic: statistic,
            windowSeconds: condition.windowSeconds))
      }
    }
    return keys
  }
}

extension [Sample] {
  /// Runs of neighbours with the same time.
  fileprivate func chunked(by time: (Sample) -> Int) -> [ArraySlice<Sample>] {
    var runs: [ArraySlice<Sample>] = []
    var begin = startIndex
    for index in indices where index == endIndex - 1 || time(self[index + 1]) != time(self[index]) {
      runs.append(self[begin...index])
      begin = index + 1
    }
    return runs
  }
}
