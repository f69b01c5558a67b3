public import Ledger
public import Telemetry

/// Finds periods of which a device owes data that the store does not have.
///
/// Due is what its bindings name: minute, hour and day data in whole periods, from the first one that the
/// device ever sent. Real-time data have no history in HJ 212-2017 and are not looked for.
public struct GapFinder: Sendable {
  let ledger: LedgerDatabase
  let store: any TelemetryStore
  let utcOffsetSeconds: Int

  public init(ledger: LedgerDatabase, store: any TelemetryStore, utcOffsetSeconds: Int) {
    self.ledger = ledger
    self.store = store
    self.utcOffsetSeconds = utcOffsetSeconds
  }

  /// How far back it looks, in seconds.
  public static let lookBackSeconds = 31 * 86_400

  /// By command: periods that one request may ask for, and seconds that data may be late.
  static let kinds: [String: (longest: Int, lateSeconds: Int)] = [
    "2051": (120, 600), "2061": (72, 1_800), "2031": (31, 3_600),
  ]

  /// What is due of one command and period: the series, each for its time.
  private struct Due {
    let cn: String
    let windowSeconds: Int
    var bindings: [BindingRecord] = []

    func isDue(_ start: Int) -> Bool {
      bindings.contains { $0.from <= start && ($0.until.map { start < $0 } ?? true) }
    }

    var series: Set<SeriesKey> {
      Set(
        bindings.compactMap { binding in
          Statistic(rawValue: binding.statistic).map {
            SeriesKey(
              point: binding.point, quantity: binding.quantity, statistic: $0,
              windowSeconds: binding.windowSeconds)
          }
        })
    }
  }

  /// Looks through what has become due since the last look, and takes note of what is missing.
  public func look(at mn: String, now: Int) async throws {
    for due in try await dues(of: mn) {
      guard let kind = Self.kinds[due.cn] else { continue }
      let window = due.windowSeconds
      let end = start(atOrBefore: now - kind.lateSeconds, window)
      let last = try await ledger.read { db in
        try DeviceGaps.lookedThrough(mn: mn, cn: due.cn, windowSeconds: window, in: db)
      }
      let begin: Int
      if let last {
        begin = max(last, start(atOrBefore: end - Self.lookBackSeconds, window))
      } else if let first = try await present(due, from: end - Self.lookBackSeconds, until: end)
        .min()
      {
        begin = first
      } else {
        continue
      }
      guard begin < end else { continue }
      let there = try await present(due, from: begin, until: end)
      let missing = stride(from: begin, to: end, by: window).filter {
        due.isDue($0) && !there.contains($0)
      }
      let spans = Self.spans(missing, window)
      try await ledger.write { db in
        for span in spans {
          try DeviceGaps.found(
            mn: mn, cn: due.cn, windowSeconds: window, from: span.lowerBound,
            until: span.upperBound, longest: kind.longest, at: now, in: db)
        }
        try DeviceGaps.looked(through: end, mn: mn, cn: due.cn, windowSeconds: window, in: db)
      }
    }
  }

  /// Periods of a gap that the store does not have now.
  public func missing(of gap: DeviceGap) async throws -> Int {
    let due = try await dues(of: gap.mn).first {
      $0.cn == gap.cn && $0.windowSeconds == gap.windowSeconds
    }
    guard let due else { return 0 }
    let there = try await present(due, from: gap.from, until: gap.until)
    return stride(from: gap.from, to: gap.until, by: gap.windowSeconds).count {
      due.isDue($0) && !there.contains($0)
    }
  }

  private func dues(of mn: String) async throws -> [Due] {
    let bindings = try await ledger.read { db in try Bindings.list(mn: mn, in: db) }
    var dues: [Due] = []
    for binding in bindings where binding.windowSeconds > 0 && Self.kinds[binding.cn] != nil {
      let place = dues.firstIndex {
        $0.cn == binding.cn && $0.windowSeconds == binding.windowSeconds
      }
      if let place {
        dues[place].bindings.append(binding)
      } else {
        dues.append(
          Due(cn: binding.cn, windowSeconds: binding.windowSeconds, bindings: [binding]))
      }
    }
    return dues
  }

  /// Starts of periods of which any of the series has a sample; it stops where none is missing.
  private func present(_ due: Due, from: Int, until: Int) async throws -> Set<Int> {
    let window = due.windowSeconds
    let periods = max((until - from) / window, 1)
    var there: Set<Int> = []
    for key in due.series.sorted() where there.count < periods {
      let samples = try await store.raw(
        key, from: from, until: until, limit: periods * 2 + Self.oddSamples)
      for sample in samples { there.insert(start(atOrBefore: sample.start, window)) }
    }
    return there
  }

  /// Samples beside those of whole periods that a device may have sent.
  private static let oddSamples = 1_000

  /// Periods begin at whole multiples of their length after local midnight.
  private func start(atOrBefore instant: Int, _ window: Int) -> Int {
    let local = instant + utcOffsetSeconds
    return local - ((local % window) + window) % window - utcOffsetSeconds
  }

  private static func spans(_ starts: [Int], _ window: Int) -> [Range<Int>] {
    var spans: [Range<Int>] = []
    for start in starts {
      if let last = spans.last, last.upperBound == start {
        spans[spans.count - 1] = last.lowerBound..<(start + window)
      } else {
        spans.append(start..<(start + window))
      }
    }
    return spans
  }
}
