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
    let groups = heads.withLock { heads in
      Dictionary(grouping: heads.values) { GroupKey($0.key) }.mapValues { $0.map(\.id).sorted() }
    }
    for (key, series) in groups.sorted(by: { $0.key < $1.key }) {
      var after = Int.min
      while !Task.isCancelled,
        let span = try await nextSpan(of: series, key, after: after, endedBy: instant)
      {
        let sealed = try await seal(series, key, span: span)
        counts.samples += sealed
        counts.chunks += sealed > 0 ? 1 : 0
        after = span
      }
    }
    return counts
  }

  private struct GroupKey: Hashable, Comparable {
    let point: String
    let windowSeconds: Int

    init(_ key: SeriesKey) {
      point = key.point
      windowSeconds = key.windowSeconds
    }

    var spanSeconds: Int { ChunkGroup.spanSeconds(windowSeconds) }

    static func < (a: Self, b: Self) -> Bool {
      (a.point, a.windowSeconds) < (b.point, b.windowSeconds)
    }
  }

  /// The first span after one that is over and of which a sample lies in a row of its own.
  private func nextSpan(
    of series: [Int64], _ key: GroupKey, after: Int, endedBy instant: Int
  ) async throws -> Int? {
    let length = key.spanSeconds
    return try await read { db in
      let select = try db.cachedStatement(
        sql: "SELECT start FROM sample WHERE series = ? AND start >= ? ORDER BY start LIMIT 1")
      let from = after == .min ? after : after + length
      let first = try series.compactMap { try Int.fetchOne(select, arguments: [$0, from]) }.min()
      guard let first else { return nil }
      let span = ChunkGroup.span(of: first, length: length)
      return span <= instant - length ? span : nil
    }
  }

  /// - Returns: how many samples it moved; 0 where a chunk cannot hold so many.
  private func seal(_ series: [Int64], _ key: GroupKey, span: Int) async throws -> Int {
    do {
      return try await pool.write { db in
        var sealing = try Sealing(
          point: key.point, windowSeconds: key.windowSeconds, span: span, in: db)
        return try sealing.seal(series)
      }
    } catch let error as DatabaseError {
      throw StoreError.notStored(why: diskReason(error))
    }
  }
}

/// One span of one point and window becoming a chunk, within one transaction.
private struct Sealing {
  private struct Place: Hashable, Comparable {
    let start: Int
    let sequence: Int64
    let receivedAt: Int

    static func < (a: Place, b: Place) -> Bool {
      (a.start, a.sequence, a.receivedAt) < (b.start, b.sequence, b.receivedAt)
    }
  }

  private let db: Database
  private let group: ChunkGroup
  private let span: Int
  private var until: Int { span + group.spanSeconds }

  init(point: String, windowSeconds: Int, span: Int, in db: Database) throws {
    self.db = db
    self.span = span
    let key = SeriesKey(
      point: point, quantity: "", statistic: .realTime, windowSeconds: windowSeconds)
    group = try ChunkGroup.find(key, in: db) ?? .insert(point, windowSeconds, in: db)
  }

  mutating func seal(_ series: [Int64]) throws -> Int {
    let former = try SealedChunk.find(group, span: span, in: db)
    var columns: [Int64: [Place: ChunkCell]] = [:]
    var moved = 0
    for id in series {
      let rows = try StoredSample.rows(
        id, from: span, until: until, limit: .max, .oldestFirst, in: db)
      moved += rows.count
      let column = cells(
        of: rows, over: try former?.samples(of: id))
      if !column.isEmpty { columns[id] = column }
    }
    guard moved > 0, let chunk = Self.chunk(of: columns) else { return 0 }
    try SealedChunk.save(chunk, of: group, span: span, in: db)
    for id in series {
      try db.cachedStatement(
        sql: "DELETE FROM sample WHERE series = ? AND start >= ? AND start < ?"
      ).execute(arguments: [id, span, until])
    }
    try db.cachedStatement(
      sql: "UPDATE chunk_group SET sealed_until = max(sealed_until, ?) WHERE id = ?"
    ).execute(arguments: [until, group.id])
    return moved
  }

  /// What lies in a row is newer than what the chunk had.
  private func cells(
    of rows: [StoredSample], over sealed: [StoredSample]?
  ) -> [Place: ChunkCell] {
    let newer = Set(rows.map(\.start))
    var cells: [Place: ChunkCell] = [:]
    for sample in (sealed ?? []).filter({ !newer.contains($0.start) }) + rows {
      let place = Place(
        start: sample.start, sequence: sample.sequence, receivedAt: sample.receivedAt)
      cells[place] = ChunkCell(value: sample.value, asSent: sample.asSent, flag: sample.flag)
    }
    return cells
  }

  /// Nil where it is more than a chunk holds.
  private static func chunk(of columns: [Int64: [Place: ChunkCell]]) -> Chunk? {
    let places = Set(columns.values.flatMap(\.keys)).sorted()
    guard places.count <= Chunk.rowLimit, columns.count <= Chunk.columnLimit,
      columns.values.allSatisfy({
        Set($0.values.map(\.flag)).count <= CellColumn.flagLimit
      })
    else { return nil }
    var chunk = Chunk()
    chunk.starts = places.map(\.start)
    chunk.sequences = places.map(\.sequence)
    chunk.receivedAt = places.map(\.receivedAt)
    chunk.columns = columns.mapValues { column in places.map { column[$0] } }
    return chunk
  }
}
