import GRDB

/// Finds what chunks and parts hold of single instants, for what comes late: a chunk's times are read
/// once and kept, and its samples once a transaction, however many of its instants a back-fill asks for.
struct SettledSamples {
  private struct Place: Hashable {
    let group: Int64
    let span: Int
  }

  /// Starts of spans, kept until their group changes.
  private var starts: [Place: Set<Int>] = [:]
  private var startCount = 0
  private var samples: [Place: [Int64: [Int: StoredSample]]] = [:]

  /// A chunk's starts that are kept, at most; some tens of megabytes.
  private static let startLimit = 2_000_000

  /// Nil where no chunk or part has the instant.
  mutating func sample(
    of series: Int64, in group: ChunkGroup, at start: Int, _ db: Database
  ) throws -> StoredSample? {
    guard start < group.sealedUntil else { return nil }
    let place = Place(group: group.id, span: group.span(of: start))
    guard try starts(of: group, at: place, db).contains(start) else { return nil }
    if samples[place]?[series] == nil {
      var found: [Int: StoredSample] = [:]
      for chunk in try SealedChunk.all(of: group, span: place.span, in: db) {
        for sample in try chunk.samples(of: series) { found[sample.start] = sample }
      }
      samples[place, default: [:]][series] = found
    }
    return samples[place]?[series]?[start]
  }

  private mutating func starts(
    of group: ChunkGroup, at place: Place, _ db: Database
  ) throws -> Set<Int> {
    if let known = starts[place] { return known }
    var found: Set<Int> = []
    for chunk in try SealedChunk.all(of: group, span: place.span, in: db) {
      found.formUnion(chunk.starts)
    }
    if startCount + found.count > Self.startLimit {
      starts = [:]
      startCount = 0
    }
    starts[place] = found
    startCount += found.count
    return found
  }

  /// A transaction is over.
  mutating func forgetSamples() { samples = [:] }

  /// What a group's chunks hold has changed.
  mutating func forget(_ group: ChunkGroup) {
    for place in starts.keys where place.group == group.id {
      startCount -= starts.removeValue(forKey: place)?.count ?? 0
    }
  }
}
