public import ActionPlan
public import Telemetry

/// Spans in which values were due and did not come.
public struct GapCheck: Sendable {
  let rule: QualityRule.Gap
  /// Seconds from one value to the next.
  let intervalSeconds: Int

  public init(_ rule: QualityRule.Gap, intervalSeconds: Int) {
    self.rule = rule
    self.intervalSeconds = max(intervalSeconds, 1)
  }

  /// - Parameters:
  ///   - samples: of one series, oldest first; the first one is where to begin.
  ///   - now: epoch seconds; what is due by now counts.
  public func suspicions(in samples: [StoredSample], now: Int) -> [Suspicion] {
    guard let first = samples.first else { return [] }
    var found: [Suspicion] = []
    var due = first.start + intervalSeconds
    for sample in samples.dropFirst() {
      add(from: due, until: sample.start, to: &found)
      due = max(due, sample.start + intervalSeconds)
    }
    add(from: due, until: now - intervalSeconds, to: &found)
    return found
  }

  /// Of a series whose newest value is this old.
  public func silence(since start: Int, now: Int) -> [Suspicion] {
    var found: [Suspicion] = []
    add(from: start + intervalSeconds, until: now - intervalSeconds, to: &found)
    return found
  }

  private func add(from: Int, until: Int, to found: inout [Suspicion]) {
    let missing = (until - from) / intervalSeconds
    guard missing >= rule.intervals else { return }
    found.append(
      Suspicion(
        check: .gap, from: from, until: until,
        grounds: [.init("missing", missing), .init("interval", intervalSeconds)]))
  }

  /// What lies between most values; nil of too few.
  public static func usualInterval(of samples: [StoredSample]) -> Int? {
    let steps = zip(samples, samples.dropFirst()).map { $1.start - $0.start }.sorted()
    return steps.count >= leastSteps ? steps[steps.count / 2] : nil
  }

  static let leastSteps = 4
}

/// Times for which another value came later: both are kept, and which is right is not known.
public enum DuplicateCheck {
  /// Hours between two of them that are told of as one.
  static let joinedSeconds = 3_600

  /// - Parameter samples: of one series, oldest first.
  public static func suspicions(in samples: [StoredSample], windowSeconds: Int) -> [Suspicion] {
    var spans: [(from: Int, until: Int, count: Int)] = []
    for sample in samples where sample.revisionCount > 0 {
      let until = sample.start + max(windowSeconds, 1)
      if let last = spans.last, sample.start - last.until <= joinedSeconds {
        spans[spans.count - 1] = (last.from, until, last.count + 1)
      } else {
        spans.append((sample.start, until, 1))
      }
    }
    return spans.map { span in
      Suspicion(
        check: .duplicate, from: span.from, until: span.until,
        grounds: [.init("count", span.count)])
    }
  }
}
