import Metrics

/// Metrics of the way from the inbox to the store and the consumers.
struct PumpCounters: Sendable {
  private let samples = Counter(label: "lantian_pump_samples_total")
  private let unboundValues = Counter(label: "lantian_pump_unbound_values_total")
  private let flaggedContents = Counter(label: "lantian_pump_flagged_contents_total")
  private let failures = Counter(label: "lantian_pump_failures_total")
  private let batch = Metrics.Timer(label: "lantian_pump_batch_seconds")

  func stored(_ count: Int) { samples.increment(by: count) }
  func unbound(_ count: Int) { if count > 0 { unboundValues.increment(by: count) } }
  func flagged() { flaggedContents.increment() }
  func failed() { failures.increment() }
  func batch(took duration: Duration) {
    let (seconds, attoseconds) = duration.components
    batch.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }
}
