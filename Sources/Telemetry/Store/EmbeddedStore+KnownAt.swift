import AirQuality
import GRDB

extension EmbeddedStore {
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

  /// The rollups as they are, but for those in which something came later: they are computed again of
  /// the values that had come.
  private func rollups(
    _ resolution: Resolution, _ key: SeriesKey, from: Int, until: Int, knownAt: Int
  ) async throws -> [Rollup] {
    var rollups = Dictionary(
      uniqueKeysWithValues: try await self.rollups(resolution, key, from: from, until: until)
        .map { ($0.start, $0) })
    guard let id = id(of: key) else { return [] }
    let (seconds, offset) = (resolution.seconds, utcOffsetSeconds)
    let isSummed = resolution.sumsUp(key)
    let corrected = try await read { db in
      let reader = try SampleReader(id, key, in: db)
      let end = isSummed && until < .max - seconds ? until + seconds : until
      let late = try reader.samples(from: from, until: end, limit: .max, .oldestFirst)
        .filter { $0.receivedAt > knownAt }
      let places = Set(
        late.map { isSummed ? resolution.start(of: $0.start, utcOffsetSeconds: offset) : $0.start }
      ).filter { (from..<until).contains($0) }
      return try places.map { place in
        (
          place,
          try Self.bucket(
            reader, from: place, until: place + (isSummed ? seconds : 1), knownAt: knownAt, in: db)
        )
      }
    }
    for (place, bucket) in corrected {
      rollups[place] = bucket.count > 0 ? bucket.rollup(start: place) : nil
    }
    return rollups.values.sorted { $0.start < $1.start }
  }

  /// Of each instant the last value that had come.
  private static func bucket(
    _ reader: SampleReader, from: Int, until: Int, knownAt: Int, in db: Database
  ) throws -> Bucket {
    var bucket = Bucket()
    for current in try reader.samples(from: from, until: until, limit: .max, .oldestFirst) {
      let known =
        current.receivedAt <= knownAt
        ? current
        : try StoredSample.earlier(reader.series, start: current.start, in: db)
          .last { $0.receivedAt <= knownAt }
      if let known { bucket.add(known.value, isValid: known.flag.isValid) }
    }
    return bucket
  }
}
