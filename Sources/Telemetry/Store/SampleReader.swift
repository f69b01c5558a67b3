import GRDB

/// The current samples of one series: those of chunks and parts, those that no chunk holds yet, and
/// corrections in rows of their own. Where a row has one of an instant, that is the current one.
struct SampleReader {
  let series: Int64
  let group: ChunkGroup
  let db: Database
  private let tail: TailGroup

  /// - Parameter tail: of the series' group, taken before the database's transaction began: what has
  ///   left it since is in both then, the newer beside what was, and nothing is in neither.
  init(_ series: Int64, group: ChunkGroup, tail: TailGroup, in db: Database) {
    self.series = series
    self.group = group
    self.tail = tail
    self.db = db
  }

  enum Order {
    case oldestFirst
    case newestFirst

    func isBefore(_ a: Int, _ b: Int) -> Bool { self == .oldestFirst ? a < b : a > b }
  }

  /// Samples with `from <= start < until`, at most `limit`, in the order.
  func samples(from: Int, until: Int, limit: Int, _ order: Order) throws -> [StoredSample] {
    let rows = try StoredSample.rows(
      series, from: from, until: until, limit: limit, order, in: db)
    var settled = tail.samples(of: series, from: from, until: until)
    if order == .newestFirst { settled.reverse() }
    if try from < sealedUntil() {
      let parts = try partSamples(from: from, until: until, order)
      let chunks = try chunkSamples(from: from, until: until, limit: limit, order)
      settled = Self.merge(chunks, Self.merge(parts, settled, order), order)
      settled = try withRevisionCounts(settled, from: from, until: until)
    }
    return Array(Self.merge(rows, settled, order).prefix(limit))
  }

  /// Starts of those that no chunk or part held, and of some that one does since.
  func tailStarts(from: Int, until: Int) -> [Int] {
    tail.samples(of: series, from: from, until: until).map(\.start)
  }

  /// The current sample of an instant.
  func sample(at start: Int) throws -> StoredSample? {
    try samples(from: start, until: start + 1, limit: 1, .oldestFirst).first
  }

  /// Start of the first sample after an instant.
  func start(after start: Int) throws -> Int? {
    try samples(from: start + 1, until: .max, limit: 1, .oldestFirst).first?.start
  }

  /// As this transaction sees it; what is in memory may be older.
  private func sealedUntil() throws -> Int {
    try Int.fetchOne(
      db.cachedStatement(sql: "SELECT sealed_until FROM chunk_group WHERE id = ?"),
      arguments: [group.id]) ?? .min
  }

  private func partSamples(from: Int, until: Int, _ order: Order) throws -> [StoredSample] {
    let samples = try SealedChunk.parts(
      of: group, from: group.span(of: from), until: until, in: db
    ).flatMap { try $0.samples(of: series) }.filter { $0.start >= from && $0.start < until }
    return samples.sorted { order.isBefore($0.start, $1.start) }
  }

  private func chunkSamples(
    from: Int, until: Int, limit: Int, _ order: Order
  ) throws -> [StoredSample] {
    let select = try db.cachedStatement(
      sql: """
        SELECT span, checksum, bytes FROM chunk
        WHERE group_id = ? AND span >= ? AND span < ?
        ORDER BY span \(order == .oldestFirst ? "" : "DESC")
        """)
    let rows = try Row.fetchCursor(select, arguments: [group.id, group.span(of: from), until])
    var samples: [StoredSample] = []
    while samples.count < limit, let row = try rows.next() {
      let found = try SealedChunk(row, .chunk, of: group).samples(of: series)
        .filter { $0.start >= from && $0.start < until }
      samples += order == .oldestFirst ? found : found.reversed()
    }
    return samples
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

  /// Of two runs in the order, the first's where both have one of an instant.
  private static func merge(
    _ first: [StoredSample], _ second: [StoredSample], _ order: Order
  ) -> [StoredSample] {
    if second.isEmpty { return first }
    if first.isEmpty { return second }
    var merged: [StoredSample] = []
    merged.reserveCapacity(first.count + second.count)
    var (one, other) = (0, 0)
    while one < first.count, other < second.count {
      if order.isBefore(second[other].start, first[one].start) {
        merged.append(second[other])
        other += 1
      } else {
        if first[one].start == second[other].start { other += 1 }
        merged.append(first[one])
        one += 1
      }
    }
    return merged + first[one...] + second[other...]
  }
}

extension StoredSample {
  func revised(_ count: Int) -> StoredSample {
    StoredSample(
      start: start, value: value, asSent: asSent, flag: flag, receivedAt: receivedAt,
      sequence: sequence, revisionCount: count)
  }
}
