import GRDB
import Synchronization

extension EmbeddedStore {
  public var appliedSequence: Int64 {
    get async throws { try await read(EmbeddedStore.appliedSequence) }
  }

  public func raw(
    _ key: SeriesKey, from: Int, until: Int, limit: Int
  ) async throws -> [StoredSample] {
    guard (1...Self.greatestLimit).contains(limit) else { throw StoreError.limit(limit) }
    guard let id = id(of: key) else { return [] }
    return try await read { db in
      try SampleReader(id, key, in: db).samples(
        from: from, until: until, limit: limit, .oldestFirst)
    }
  }

  public func newest(
    _ key: SeriesKey, from: Int, until: Int, limit: Int
  ) async throws -> [StoredSample] {
    guard (1...Self.greatestLimit).contains(limit) else { throw StoreError.limit(limit) }
    guard let id = id(of: key) else { return [] }
    return try await read { db in
      try SampleReader(id, key, in: db).samples(
        from: from, until: until, limit: limit, .newestFirst
      ).reversed()
    }
  }

  public func revisions(_ key: SeriesKey, start: Int) async throws -> [StoredSample] {
    guard let id = id(of: key) else { return [] }
    return try await read { db in
      try StoredSample.history(SampleReader(id, key, in: db), start: start, in: db)
    }
  }

  public func hours(_ key: SeriesKey, from: Int, until: Int) async throws -> [Rollup] {
    try await rollups(.hour, key, from: from, until: until)
  }

  public func days(_ key: SeriesKey, from: Int, until: Int) async throws -> [Rollup] {
    try await rollups(.day, key, from: from, until: until)
  }

  public func latest(_ keys: [SeriesKey]?) async throws -> [LatestValue] {
    heads.withLock { heads in
      guard let keys else { return heads.values.compactMap(\.latest) }
      return keys.compactMap { heads[$0]?.latest }
    }
  }

  public func counts() async throws -> StoreCounts {
    let series = heads.withLock { $0.count }
    return try await read { db in
      let row = try Row.fetchOne(db, sql: "SELECT samples, revisions FROM progress")
      return StoreCounts(samples: row?[0] ?? 0, revisions: row?[1] ?? 0, series: series)
    }
  }

  /// Of a series whose own window is as long, each sample is the rollup.
  func rollups(
    _ resolution: Resolution, _ key: SeriesKey, from: Int, until: Int
  ) async throws -> [Rollup] {
    guard resolution.sumsUp(key) else {
      return try await raw(key, from: from, until: until, limit: Self.greatestLimit).map {
        var bucket = Bucket()
        bucket.add($0.value, isValid: $0.flag.isValid)
        return bucket.rollup(start: $0.start)
      }
    }
    guard let id = id(of: key) else { return [] }
    return try await read { db in
      let select = try db.cachedStatement(
        sql: """
          SELECT \(BucketTable.columns), start FROM \(resolution.rawValue)
          WHERE series = ? AND start >= ? AND start < ? ORDER BY start
          """)
      return try Array(
        Row.fetchCursor(select, arguments: [id, from, until]).map { row in
          BucketTable.bucket(row).rollup(start: row[9])
        })
    }
  }

  func id(of key: SeriesKey) -> Int64? {
    heads.withLock { $0[key]?.id }
  }

  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    do {
      return try await pool.read(body)
    } catch let error as DatabaseError {
      throw StoreError.cannotRead(why: diskReason(error))
    }
  }
}
