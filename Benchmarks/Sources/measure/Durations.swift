import Foundation

/// Durations of single operations, for percentiles.
struct Durations {
  private var nanoseconds: [Int64] = []

  mutating func add(_ duration: Duration) {
    nanoseconds.append(
      duration.components.seconds * 1_000_000_000
        + duration.components.attoseconds / 1_000_000_000)
  }

  mutating func add(_ others: Durations) { nanoseconds += others.nanoseconds }

  var count: Int { nanoseconds.count }

  /// `p50 0.31 ms, p95 0.90 ms, p99 1.20 ms, most 4.00 ms`
  var summary: String {
    guard !nanoseconds.isEmpty else { return "nothing measured" }
    return "p50 \(milliseconds(at: 0.5)), p95 \(milliseconds(at: 0.95)), "
      + "p99 \(milliseconds(at: 0.99)), most \(milliseconds(at: 1))"
  }

  /// - Parameter share: 0…1 of the operations that took no longer.
  func milliseconds(at share: Double) -> String { milliseconds(nanoseconds(at: share)) }

  /// Median to median, as `1.4`.
  func ratio(to other: Durations) -> String {
    let (ours, theirs) = (nanoseconds(at: 0.5), other.nanoseconds(at: 0.5))
    guard theirs > 0 else { return "none" }
    let tenths = (ours * 10 + theirs / 2) / theirs
    return "\(tenths / 10).\(tenths % 10)"
  }

  private func nanoseconds(at share: Double) -> Int64 {
    let sorted = nanoseconds.sorted()
    return sorted.isEmpty
      ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
  }

  private func milliseconds(_ nanoseconds: Int64) -> String {
    let hundredths = (nanoseconds + 5_000) / 10_000
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) ms"
  }
}

/// A rate, in whole operations a second.
func perSecond(_ count: Int, _ duration: Duration) -> Int {
  let seconds =
    Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
  return Int(Double(count) / max(seconds, 1e-9))
}

/// Of all threads of this process so far, whole seconds; POSIX counts them in millionths.
func processorSeconds() -> Int { Int(clock()) / 1_000_000 }
