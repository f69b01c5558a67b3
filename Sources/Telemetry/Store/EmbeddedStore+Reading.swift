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
    return try await reading(key) { reader in
      try reader.samples(from: from, until: until, limit: limit, .oldestFirst)
    } ?? []
  }

  public func newest(
    _ key: SeriesKey, from: Int, until: Int, limit: Int
  ) async throws -> [StoredSample] {
    guard (1...Self.greatestLimit).contains(limit) else { throw StoreError.limit(limit) }
    return try await reading(key) { reader in
      try reader.samples(from: from, until: until, limit: limit, .newestFirst).reversed()
    } ?? []
  }

  public func revisions(_ key: SeriesKey, start: Int) async throws -> [StoredSample] {
    try await reading(key) { reader in try StoredSample.history(reader, start: start) } ?? []
  }

  public func latest(_ keys: [SeriesKey]?) async throws -> [LatestValue] {
    state.withLock { state in
      guard let keys else { return state.heads.compactMap(\.latest) }
      return keys.compactMap { state.head($0)?.latest }
    }
  }

  public func counts() async throws -> StoreCounts {
    let series = state.withLock { $0.heads.count }
    return try await read { db in
      let progress = try Progress.find(in: db)
      return StoreCounts(
        samples: progress?.samples ?? 0, revisions: progress?.revisions ?? 0, series: series)
    }
  }

  /// - Parameter body: within one transaction of reading.
  /// - Returns: nil where there is no such series.
  func reading<Value: Sendable>(
    _ key: SeriesKey, _ body: @escaping @Sendable (SampleReader) throws -> Value
  ) async throws -> Value? {
    // Before the transaction begins; see `SampleReader`.
    let found = state.withLock { state in
      state.head(key).map { ($0.id, state.groups[$0.group]) }
    }
    guard let (id, group) = found else { return nil }
    return try await read { db in
      try body(SampleReader(id, group: group.group, tail: group.tail, in: db))
    }
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
