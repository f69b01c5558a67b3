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
      let late = try Int.fetchAll(
        db.cachedStatement(
          sql: """
            SELECT DISTINCT start FROM sample
            WHERE series = ? AND start >= ? AND start < ? AND received_at > ?
            """), arguments: [id, from, until + (isSummed ? seconds : 0), knownAt])
      let places = Set(
        late.map { isSummed ? resolution.start(of: $0, utcOffsetSeconds: offset) : $0 }
      ).filter { (from..<until).contains($0) }
      return try places.map { place in
        (
          place,
          try Self.bucket(
            of: id, from: place, until: place + (isSummed ? seconds : 1), knownAt: knownAt, in: db)
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
    of series: Int64, from: Int, until: Int, knownAt: Int, in db: Database
  ) throws -> Bucket {
    let current = try db.cachedStatement(
      sql: """
        SELECT mantissa, scale, flag, received_at, start FROM sample
        WHERE series = ? AND start >= ? AND start < ?
        """)
    let earlier = try db.cachedStatement(
      sql: """
        SELECT mantissa, scale, flag FROM revision
        WHERE series = ? AND start = ? AND received_at <= ? ORDER BY number DESC LIMIT 1
        """)
    var bucket = Bucket()
    for row in try Row.fetchAll(current, arguments: [series, from, until]) {
      let known: Row? =
        (row[3] as Int) <= knownAt
        ? row : try Row.fetchOne(earlier, arguments: [series, row[4] as Int, knownAt])
      guard let known, let value = known.decimal(at: 0) else { continue }
      bucket.add(value, isValid: SampleFlag(rawValue: known[2]).isValid)
    }
    return bucket
  }
}
