import AirQuality
import GRDB

extension SeriesHead {
  /// How many samples are looked at, at most, to find where a run of equal values began: a week of
  /// minutes. A longer run seems to have begun there, until samples in order carry it on.
  static let longestWalkBack = 10_080

  /// Takes a sample in that was just written, in whatever order it came. One of a wrong clock
  /// changes nothing here: it would be the newest until its time has come.
  mutating func take(_ sample: Sample, receivedAt: Int, in db: Database) throws {
    guard !sample.isAhead(ofArrival: receivedAt) else { return }
    guard var newest else {
      self.newest = Newest(
        start: sample.start, value: sample.value, flag: sample.flag, receivedAt: receivedAt,
        runStart: sample.start)
      return
    }
    if sample.start > newest.start {
      if sample.value != newest.value { newest.runStart = sample.start }
      newest.start = sample.start
      newest.value = sample.value
      newest.flag = sample.flag
      newest.receivedAt = receivedAt
    } else if sample.start == newest.start {
      let isOther = sample.value != newest.value
      newest.value = sample.value
      newest.flag = sample.flag
      newest.receivedAt = receivedAt
      if isOther {
        newest.runStart = try runStart(endingAt: newest.start, value: newest.value, in: db)
      }
    } else if sample.start >= newest.runStart {
      if sample.value != newest.value {
        newest.runStart = try start(after: sample.start, in: db) ?? newest.start
      }
    } else if sample.value == newest.value,
      try start(after: sample.start, in: db) == newest.runStart
    {
      newest.runStart = try runStart(endingAt: sample.start, value: newest.value, in: db)
    }
    self.newest = newest
  }

  /// Walks back while the value stays the same; only a late or corrected sample needs it.
  private func runStart(endingAt start: Int, value: ExactDecimal, in db: Database) throws -> Int {
    let reader = try SampleReader(id, key, in: db)
    var runStart = start
    var left = Self.longestWalkBack
    // Most runs are short.
    var step = 64
    while left > 0 {
      let earlier = try reader.samples(
        from: .min, until: runStart, limit: min(step, left), .newestFirst)
      guard let other = earlier.firstIndex(where: { $0.value != value }) else {
        guard let last = earlier.last else { break }
        runStart = last.start
        left -= earlier.count
        step *= 8
        continue
      }
      if other > 0 { runStart = earlier[other - 1].start }
      break
    }
    return runStart
  }

  private func start(after start: Int, in db: Database) throws -> Int? {
    try SampleReader(id, key, in: db).start(after: start)
  }
}
