import GRDB
import Synchronization

extension EmbeddedStore {
  /// Keeps what is in memory within its limit: points with the oldest messages fill a part each.
  func relieve(in db: Database) throws {
    let (count, filled) = state.withLock { state in
      state.cellCount > tailLimit
        ? (state.cellCount, state.filledGroups.map(\.place)) : (0, [])
    }
    guard count > 0 else { return }
    var excess = count - tailLimit * 7 / 8
    var places: [Int] = []
    for place in filled where excess > 0 {
      places.append(place)
      excess -= state.withLock { $0.groups[place].tail.cellCount }
    }
    try flush(places, in: db)
  }

  /// What the tails of groups hold becomes parts, and is in memory no more.
  func flush(_ places: [Int], in db: Database) throws {
    let through = try Self.appliedSequence(in: db)
    let groups = try changing(in: db) { settled in
      let groups = try places.map { place in
        let (group, heads) = state.withLock { state in
          (state.groups[place], state.groups[place].series.map { state.heads[$0] })
        }
        for head in heads { try head.save(in: db) }
        settled.forget(group.group)
        return try save(group, through: through, in: db)
      }
      try forgetTails(without: Set(places), through: through, in: db)
      return groups
    }
    // Only now: until the commit they were in neither otherwise, for who reads.
    state.withLock { state in
      for (place, group) in zip(places, groups) { state.empty(place, becoming: group) }
    }
  }

  private func save(
    _ live: LiveState.Group, through sequence: Int64, in db: Database
  ) throws -> ChunkGroup {
    var group = live.group
    let spans = Set(live.tail.rows.map { group.span(of: $0.start) })
    for span in spans.sorted() {
      var assembly = ChunkAssembly()
      let range = span..<span + group.spanSeconds
      assembly.add(live.tail, span: range)
      if let chunk = assembly.chunk() {
        try SealedChunk.save(chunk, into: .part, of: group, span: span, in: db)
        group.sealedUntil = max(group.sealedUntil, range.upperBound)
      } else {
        try saveRows(of: live.tail, range, in: db)
      }
    }
    group.flushedThrough = sequence
    try group.save(in: db)
    return group
  }

  /// What a chunk cannot hold: each sample lies in a row of its own.
  private func saveRows(of tail: TailGroup, _ span: Range<Int>, in db: Database) throws {
    for series in tail.columns.keys {
      for sample in tail.samples(of: series, from: span.lowerBound, until: span.upperBound) {
        try sample.insert(into: .sample, of: series, number: 0, isAside: true, in: db)
      }
    }
  }

  /// Rows of `tail` of which nothing is in memory alone any more.
  private func forgetTails(
    without places: Set<Int>, through sequence: Int64, in db: Database
  ) throws {
    let oldest = state.withLock { state in
      state.filledGroups.first { !places.contains($0.place) }?.oldest
    }
    try db.cachedStatement(sql: "DELETE FROM tail WHERE sequence < ?")
      .execute(arguments: [oldest ?? sequence + 1])
  }
}
