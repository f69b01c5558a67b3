import GRDB

/// The current samples of one series: those of its chunks, and those that lie beside them in rows of
/// their own. Where both have one of an instant, that in the row is the current one.
struct SampleReader {
  let series: Int64
  private let group: ChunkGroup?
  private let db: Database

  init(_ series: Int64, _ key: SeriesKey, in db: Database) throws {
    self.series = series
    self.db = db
    group = try ChunkGroup.find(key, in: db)
  }

  enum Order {
    case oldestFirst
    case newestFirst
  }

  /// Samples with `from <= start < until`, at most `limit`, in the order.
  func samples(from: Int, until: Int, limit: Int, _ order: Order) throws -> [StoredSample] {
    let rows = try StoredSample.rows(
      series, from: from, until: until, limit: limit, order, in: db)
    guard let group, from < group.sealedUntil else { return rows }
    var sealed: [StoredSample] = []
    let chunks = try chunks(of: group, from: from, until: until, order)
    while sealed.count < limit, let chunk = try chunks.next() {
      let found = try chunk.samples(of: series)
        .filter { $0.start >= from && $0.start < until }
      sealed += order == .oldestFirst ? found : found.reversed()
    }
    sealed = try withRevisionCounts(sealed, from: from, until: until)
    return Self.merge(rows, sealed, order, limit: limit)
  }

  /// The current sample of an instant.
  func sample(at start: Int) throws -> StoredSample? {
    try samples(from: start, until: start + 1, limit: 1, .oldestFirst).first
  }

  /// Start of the first sample after an instant.
  func start(after start: Int) throws -> Int? {
    try samples(from: start + 1, until: .max, limit: 1, .oldestFirst).first?.start
  }

  private func chunks(
    of group: ChunkGroup, from: Int, until: Int, _ order: Order
  ) throws -> MapCursor<RowCursor, SealedChunk> {
    let select = try db.cachedStatement(
      sql: """
        SELECT span, checksum, bytes FROM chunk
        WHERE group_id = ? AND span >= ? AND span < ?
        ORDER BY span \(order == .oldestFirst ? "" : "DESC")
        """)
    let first = from < .min + group.spanSeconds ? from : group.span(of: from)
    return try Row.fetchCursor(select, arguments: [group.id, first, until])
      .map { try SealedChunk($0, of: group) }
  }

  private func withRevisionCounts(
    _ samples: [StoredSample], from: Int, until: Int
  ) throws -> [StoredSample] {
    let select = try db.cachedStatement(
      sql: """
        SELECT start, count(*) FROM revision WHERE series = ? AND start >= ? AND start < ?
        GROUP BY start
        """)
    let rows = try Row.fetchAll(select, arguments: [series, from, until])
    guard !rows.isEmpty else { return samples }
    let counts = Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as Int, $0[1] as Int) })
    return samples.map { $0.revised(counts[$0.start] ?? 0) }
  }

  private static func merge(
    _ rows: [StoredSample], _ sealed: [StoredSample], _ order: Order, limit: Int
  ) -> [StoredSample] {
    if sealed.isEmpty { return rows }
    var merged: [StoredSample] = []
    merged.reserveCapacity(min(rows.count + sealed.count, limit))
    var (row, cell) = (0, 0)
    while merged.count < limit, row < rows.count || cell < sealed.count {
      guard row < rows.count else {
        merged.append(sealed[cell])
        cell += 1
        continue
      }
      guard cell < sealed.count, rows[row].start != sealed[cell].start else {
        if cell < sealed.count { cell += 1 }
        merged.append(rows[row])
        row += 1
        continue
      }
      let isRowFirst =
        order == .oldestFirst
        ? rows[row].start < sealed[cell].start : rows[row].start > sealed[cell].start
      merged.append(isRowFirst ? rows[row] : sealed[cell])
      if isRowFirst { row += 1 } else { cell += 1 }
    }
    return merged
  }
}

extension StoredSample {
  func revised(_ count: Int) -> StoredSample {
    StoredSample(
      start: start, value: value, asSent: asSent, flag: flag, receivedAt: receivedAt,
      sequence: sequence, revisionCount: count)
  }
}
