import Metrics

/// What the operator sees of detection.
struct DetectionMetrics: Sendable {
  let samples = Counter(label: "lantian_detection_samples_total")
  let aheadOfClock = Counter(label: "lantian_detection_ahead_of_clock_total")
  let watches = Gauge(label: "lantian_detection_watches")
  let unwatched = Gauge(label: "lantian_detection_unwatched_rows")
  let episodes = Gauge(label: "lantian_detection_episodes")
  let checkpoint = Metrics.Timer(label: "lantian_detection_checkpoint_seconds")
  private let told = Counter(
    label: "lantian_detection_findings_total", dimensions: [("reached", "told")])
  private let opened = Counter(
    label: "lantian_detection_findings_total", dimensions: [("reached", "opened")])

  func findings(_ reached: Finding.Reached) -> Counter {
    switch reached {
    case .told: told
    case .opened: opened
    }
  }
}
