import GRDB

/// What chunks hold of single instants, for one transaction that stores: a chunk is read once, however
/// many of its instants a back-fill asks for.
struct SealedSamples {
  private struct Place: Hashable {
    let group: Int64
    let span: Int
  }

  private let db: Database
  private var groups: [SeriesKey: ChunkGroup?] = [:]
  private var chunks: [Place: SealedChunk?] = [:]
  private var samples: [Place: [Int64: [Int: StoredSample]]] = [:]

  init(in db: Database) { self.db = db }

  /// Nil where the instant has none in a chunk, or has a newer one in a row of its own.
  mutating func sample(
    of series: Int64, _ key: SeriesKey, at start: Int
  ) throws -> StoredSample? {
    guard let group = try group(of: key), start < group.sealedUntil else { return nil }
    let place = Place(group: group.id, span: group.span(of: start))
    guard let sealed = try samples(of: series, in: group, at: place)[start] else { return nil }
    let row = try Int.fetchOne(
      db.cachedStatement(sql: "SELECT 1 FROM sample WHERE series = ? AND start = ?"),
      arguments: [series, start])
    guard row == nil else { return nil }
    let revisions = try Int.fetchOne(
      db.cachedStatement(sql: "SELECT count(*) FROM revision WHERE series = ? AND start = ?"),
      arguments: [series, start])
    return sealed.revised(revisions ?? 0)
  }

  private mutating func group(of key: SeriesKey) throws -> ChunkGroup? {
    if let known = groups[key] { return known }
    let found = try ChunkGroup.find(key, in: db)
    groups[key] = found
    return found
  }

  private mutating func samples(
    of series: Int64, in group: ChunkGroup, at place: Place
  ) throws -> [Int: StoredSample] {
    if let known = samples[place]?[series] { return known }
    let chunk: SealedChunk?
    if let known = chunks[place] {
      chunk = known
    } else {
      chunk = try SealedChunk.find(group, span: place.span, in: db)
      chunks[place] = chunk
    }
    var found: [Int: StoredSample] = [:]
    if let chunk {
      for sample in try chunk.samples(of: series) { found[sample.start] = sample }
    }
    samples[place, default: [:]][series] = found
    return found
  }
}
