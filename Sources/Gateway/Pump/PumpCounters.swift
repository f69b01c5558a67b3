import Metrics
import NIOConcurrencyHelpers
import Telemetry

/// Metrics of the way from the inbox to the store and the consumers.
struct PumpCounters: Sendable {
  private let new = Self.samples("new")
  private let repeated = Self.samples("repeated")
  private let revisions = Self.samples("revision")
  private let unboundValues = Counter(label: "lantian_pump_unbound_values_total")
  private let failures = Counter(label: "lantian_pump_failures_total")
  private let batch = Metrics.Timer(label: "lantian_pump_batch_seconds")
  /// By code; the codes are a small set that the wire format fixes.
  private let flaggedContents = NIOLockedValueBox<[String: Counter]>([:])

  func stored(_ samples: [CommittedSample]) {
    var counts = (new: 0, repeated: 0, revisions: 0)
    for sample in samples {
      switch sample.outcome {
      case .new: counts.new += 1
      case .repeated: counts.repeated += 1
      case .revision: counts.revisions += 1
      }
    }
    if counts.new > 0 { new.increment(by: counts.new) }
    if counts.repeated > 0 { repeated.increment(by: counts.repeated) }
    if counts.revisions > 0 { revisions.increment(by: counts.revisions) }
  }

  func unbound(_ count: Int) { if count > 0 { unboundValues.increment(by: count) } }

  func flagged(_ code: String) {
    flaggedContents.withLockedValue { counters in
      let counter =
        counters[code]
        ?? Counter(label: "lantian_pump_flagged_contents_total", dimensions: [("code", code)])
      counters[code] = counter
      counter.increment()
    }
  }

  func failed() { failures.increment() }

  func batch(took duration: Duration) {
    let (seconds, attoseconds) = duration.components
    batch.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }

  private static func samples(_ outcome: String) -> Counter {
    Counter(label: "lantian_pump_samples_total", dimensions: [("outcome", outcome)])
  }
}
