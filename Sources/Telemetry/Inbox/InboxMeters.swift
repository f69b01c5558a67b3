import CoreMetrics
import Metrics

/// What the scraper sees of the inbox.
struct InboxMeters: Sendable {
  private let stored = Counter(
    label: "lantian_inbox_frames_total", dimensions: [("result", "stored")])
  private let repeated = Counter(
    label: "lantian_inbox_frames_total", dimensions: [("result", "repeated")])
  let overloaded = Counter(
    label: "lantian_inbox_frames_total", dimensions: [("result", "overloaded")])
  let notStored = Counter(
    label: "lantian_inbox_frames_total", dimensions: [("result", "not_stored")])
  private let commits = Counter(label: "lantian_inbox_commits_total")

  func committed(stored: Int, repeated: Int) {
    if stored > 0 { self.stored.increment(by: stored) }
    if repeated > 0 { self.repeated.increment(by: repeated) }
    commits.increment()
  }
}
