import AirQuality

extension SeriesHead {
  /// How many samples are looked at, at most, to find where a run of equal values began: a week of
  /// minutes. A longer run seems to have begun there, until samples in order carry it on.
  static let longestWalkBack = 10_080

  /// The newest sample of all is simply the next one.
  mutating func moveOn(to sample: StoredSample) {
    let runStart =
      if let newest, newest.value == sample.value { newest.runStart } else { sample.start }
    newest = Newest(
      start: sample.start, value: sample.value, flag: sample.flag,
      receivedAt: sample.receivedAt, runStart: runStart)
  }

  /// Takes a sample in that was just written, in whatever order it came. One of a wrong clock
  /// changes nothing here: it would be the newest until its time has come.
  ///
  /// - Parameter reader: of the series, the sample included.
  mutating func take(_ sample: StoredSample, reader: SampleReader) throws {
    guard !Sample.isAhead(sample.start, ofArrival: sample.receivedAt) else { return }
    guard var newest, sample.start <= newest.start else {
      moveOn(to: sample)
      return
    }
    if sample.start == newest.start {
      let isOther = sample.value != newest.value
      newest.value = sample.value
      newest.flag = sample.flag
      newest.receivedAt = sample.receivedAt
      if isOther {
        newest.runStart = try Self.runStart(
          reader, endingAt: newest.start, value: newest.value)
      }
    } else if sample.start >= newest.runStart {
      if sample.value != newest.value {
        newest.runStart = try reader.start(after: sample.start) ?? newest.start
      }
    } else if sample.value == newest.value,
      try reader.start(after: sample.start) == newest.runStart
    {
      newest.runStart = try Self.runStart(
        reader, endingAt: sample.start, value: newest.value)
    }
    self.newest = newest
  }

  /// Walks back while the value stays the same; only a late or corrected sample needs it.
  private static func runStart(
    _ reader: SampleReader, endingAt start: Int, value: ExactDecimal
  ) throws -> Int {
    var runStart = start
    var left = longestWalkBack
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
}
