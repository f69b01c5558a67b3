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

  /// `p50 0.31 ms, p99 1.20 ms, most 4.00 ms`
  var summary: String {
    guard !nanoseconds.isEmpty else { return "nothing measured" }
    let sorted = nanoseconds.sorted()
    func at(_ share: Double) -> String {
      milliseconds(sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))])
    }
    return "p50 \(at(0.5)), p99 \(at(0.99)), most \(milliseconds(sorted[sorted.count - 1]))"
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
