import GRDB

extension EmbeddedStore {
  public func hours(_ key: SeriesKey, from: Int, until: Int) async throws -> [Rollup] {
    try await rollups(.hour, key, from: from, until: until, knownAt: nil)
  }

  public func days(_ key: SeriesKey, from: Int, until: Int) async throws -> [Rollup] {
    try await rollups(.day, key, from: from, until: until, knownAt: nil)
  }

  public func hours(
    _ key: SeriesKey, from: Int, until: Int, knownAt: Int
  ) async throws -> [Rollup] {
    try await rollups(.hour, key, from: from, until: until, knownAt: knownAt)
  }

  public func days(
    _ key: SeriesKey, from: Int, until: Int, knownAt: Int
  ) async throws -> [Rollup] {
    try await rollups(.day, key, from: from, until: until, knownAt: knownAt)
  }

  /// Of a series whose own window is as long, each sample is the rollup.
  private func rollups(
    _ resolution: Resolution, _ key: SeriesKey, from: Int, until: Int, knownAt: Int?
  ) async throws -> [Rollup] {
    let offset = utcOffsetSeconds
    let isSummed = resolution.sumsUp(key)
    let buckets = try await reading(key) { samples in
      var buckets =
        isSummed
        ? try RollupReader(samples: samples, resolution: resolution, utcOffsetSeconds: offset)
          .buckets(from: from, until: until)
        : try Self.single(samples, from: from, until: until)
      guard let knownAt else { return buckets }
      let length = isSummed ? resolution.seconds : 1
      let end = until < .max - length ? until + length - 1 : until
      let late = try samples.samples(from: from, until: end, limit: .max, .oldestFirst)
        .filter { $0.receivedAt > knownAt }
        .map { isSummed ? resolution.start(of: $0.start, utcOffsetSeconds: offset) : $0.start }
      for place in Set(late).filter({ $0 >= from && $0 < until }) {
        let bucket = try Self.bucket(
          samples, from: place, until: place + length, knownAt: knownAt)
        buckets[place] = bucket.count > 0 ? bucket : nil
      }
      return buckets
    }
    return (buckets ?? [:]).sorted { $0.key < $1.key }.map { $0.value.rollup(start: $0.key) }
  }

  private static func single(
    _ samples: SampleReader, from: Int, until: Int
  ) throws -> [Int: Bucket] {
    var buckets: [Int: Bucket] = [:]
    let all = try samples.samples(
      from: from, until: until, limit: greatestLimit, .oldestFirst)
    for sample in all {
      buckets[sample.start, default: Bucket()].add(sample.value, isValid: sample.flag.isValid)
    }
    return buckets
  }

  /// Of each instant the last value that had come.
  private static func bucket(
    _ samples: SampleReader, from: Int, until: Int, knownAt: Int
  ) throws -> Bucket {
    var bucket = Bucket()
    for current in try samples.samples(from: from, until: until, limit: .max, .oldestFirst) {
      let known =
        current.receivedAt <= knownAt
        ? current
        : try StoredSample.earlier(samples.series, start: current.start, in: samples.db)
          .last { $0.receivedAt <= knownAt }
      if let known { bucket.add(known.value, isValid: known.flag.isValid) }
    }
    return bucket
  }
}
