import GRDB
import Synchronization

/// What was moved into chunks.
public struct SealedCounts: Sendable, Hashable {
  public var chunks = 0
  public var samples = 0

  public init() {}
}

extension EmbeddedStore {
  /// Moves the samples of spans that are over into chunks, which take a small part of the room. What
  /// comes for such a span later lies beside its chunk until it is sealed again.
  ///
  /// Each span is a transaction of some milliseconds, so that what comes meanwhile does not wait.
  ///
  /// - Parameter instant: spans that end by it, UTC epoch seconds.
  public func seal(endedBy instant: Int) async throws -> SealedCounts {
    var counts = SealedCounts()
    let places = state.withLock { state in
      state.groups.indices.sorted { state.groups[$0].group.key < state.groups[$1].group.key }
    }
    for place in places {
      let sealing = Sealing(store: self, place: place, instant: instant)
      try await sealing.flush()
      var after = Int.min
      while !Task.isCancelled, let span = try await sealing.nextSpan(after: after) {
        let sealed = try await sealing.seal(span)
        counts.samples += sealed
        counts.chunks += sealed > 0 ? 1 : 0
        after = span
      }
    }
    return counts
  }
}

/// Spans of one group, each becoming a chunk.
private struct Sealing {
  let store: EmbeddedStore
  let place: Int
  let instant: Int

  private var group: ChunkGroup { store.state.withLock { $0.groups[place].group } }
  private var series: [Int64] {
    store.state.withLock { state in state.groups[place].series.map { state.heads[$0].id } }
  }

  /// What is in memory becomes parts, where some of it is of a span that is over; a group that holds
  /// nothing but a row of `tail` lets go of that.
  func flush() async throws {
    let isDue = store.state.withLock { state in
      let live = state.groups[place]
      return live.tail.isEmpty
        ? live.toldSince != nil
        : live.tail.rows.contains { live.group.endOfSpan(of: $0.start) <= instant }
    }
    guard isDue else { return }
    try await store.writing { db in try store.flush([place], in: db) }
  }

  /// The first span after one that is over and of which something lies in parts or in rows.
  func nextSpan(after: Int) async throws -> Int? {
    let (group, series) = (group, series)
    return try await store.read { db in
      let from = after == .min ? after : after + group.spanSeconds
      let part = try Int.fetchOne(
        db.cachedStatement(sql: "SELECT min(span) FROM part WHERE group_id = ? AND span >= ?"),
        arguments: [group.id, from])
      let select = try db.cachedStatement(
        sql: "SELECT start FROM sample WHERE series = ? AND start >= ? ORDER BY start LIMIT 1")
      let row = try series.compactMap { try Int.fetchOne(select, arguments: [$0, from]) }.min()
      let first = [part, row.map(group.span(of:))].compactMap { $0 }.min()
      return first.flatMap { group.endOfSpan(of: $0) <= instant ? $0 : nil }
    }
  }

  /// - Returns: how many samples it moved; 0 where a chunk cannot hold so many.
  func seal(_ span: Int) async throws -> Int {
    let series = series
    return try await store.writing { db in
      let (sealed, moved) = try store.changing(in: db) { settled in
        let group = group
        settled.forget(group)
        return try seal(group, series, span: span, in: db)
      }
      if let sealed { store.state.withLock { $0.set(sealed, at: place) } }
      return moved
    }
  }

  private func seal(
    _ group: ChunkGroup, _ series: [Int64], span: Int, in db: Database
  ) throws -> (ChunkGroup?, moved: Int) {
    var group = group
    let until = span + group.spanSeconds
    var assembly = ChunkAssembly()
    var moved = 0
    let former = try SealedChunk.all(of: group, span: span, in: db)
    for chunk in former {
      let count = try assembly.add(chunk)
      if chunk.isPart { moved += count }
    }
    for id in series {
      let rows = try StoredSample.rows(
        id, from: span, until: until, limit: .max, .oldestFirst, in: db)
      moved += rows.count
      for row in rows { assembly.correct(row, of: id) }
    }
    guard moved > 0, let chunk = assembly.chunk() else { return (nil, 0) }
    try SealedChunk.save(chunk, into: .chunk, of: group, span: span, in: db)
    if group.keepsHours { try SpanHours(chunk, of: group, span: span).save(in: db) }
    try db.cachedStatement(sql: "DELETE FROM part WHERE group_id = ? AND span = ?")
      .execute(arguments: [group.id, span])
    for id in series {
      try db.cachedStatement(
        sql: "DELETE FROM sample WHERE series = ? AND start >= ? AND start < ?"
      ).execute(arguments: [id, span, until])
    }
    group.sealedUntil = max(group.sealedUntil, until)
    try group.save(in: db)
    return (group, moved)
  }
}
