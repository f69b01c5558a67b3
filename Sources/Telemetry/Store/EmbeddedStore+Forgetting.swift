import GRDB
import Synchronization

extension EmbeddedStore {
  /// Lets go of the samples of one kind, in whole spans that end by an instant. Hours of shorter windows
  /// stay until those of `.hours` go. What comes for such a span later is not taken any more.
  ///
  /// Each group of series is a transaction of its own, so that what comes meanwhile does not wait.
  ///
  /// - Parameter instant: UTC epoch seconds; an earlier one than before changes nothing.
  /// - Returns: how many samples, corrected ones with what they were before, and rows of hours went. What
  ///   is damaged goes without being counted.
  /// - Throws: `StoreError.notStored`.
  public func forget(_ kind: SampleKind, before instant: Int) async throws -> Int {
    try await writing { db in
      try self.changing(in: db) { _ in
        try KeptFrom.raise(kind, to: instant, in: db)
      }
      let kept = try KeptFrom.all(in: db)
      self.state.withLock { $0.keep(from: kept) }
    }
    var count = 0
    let places = state.withLock { Array($0.groups.indices) }
    for place in places where !Task.isCancelled {
      let forgetting = Forgetting(store: self, place: place)
      let windowSeconds = state.withLock { $0.groups[place].group.key.windowSeconds }
      if SampleKind(windowSeconds: windowSeconds) == kind {
        count += try await writing { db in try forgetting.samples(in: db) }
      }
      if kind == .hours, windowSeconds < 3_600 {
        count += try await writing { db in try forgetting.hours(before: instant, in: db) }
      }
    }
    return count
  }
}

/// From when on samples of each kind are kept, UTC epoch seconds; nothing where they are for ever.
enum KeptFrom {
  private static let table = "kept"

  static func all(in db: Database) throws -> [SampleKind: Int] {
    var kept: [SampleKind: Int] = [:]
    for row in try Row.fetchAll(db, sql: "SELECT kind, kept_from, checksum FROM kept") {
      try CheckedRow.require(row, of: table)
      if let kind = SampleKind(rawValue: row[0]) { kept[kind] = row[1] }
    }
    return kept
  }

  static func raise(_ kind: SampleKind, to instant: Int, in db: Database) throws {
    guard try all(in: db)[kind].map({ $0 < instant }) ?? true else { return }
    try db.execute(
      sql: """
        INSERT INTO kept VALUES (?, ?, ?)
        ON CONFLICT (kind) DO UPDATE SET kept_from = excluded.kept_from, checksum = excluded.checksum
        """, arguments: CheckedRow.arguments(table, [kind.rawValue, instant]))
  }
}

/// Spans of one group that go.
private struct Forgetting {
  let store: EmbeddedStore
  let place: Int

  func samples(in db: Database) throws -> Int {
    let (live, series) = store.state.withLock { state in
      (state.groups[place], state.groups[place].series.map { state.heads[$0].id })
    }
    let (group, end) = (live.group, live.keptFrom)
    if live.tail.rows.contains(where: { $0.start < end }) { try store.flush([place], in: db) }
    return try store.changing(in: db) { settled in
      settled.forget(group)
      var count = 0
      for table in ["chunk", "part"] {
        for row in try Row.fetchAll(
          db.cachedStatement(
            sql: "SELECT span, checksum, bytes FROM \(table) WHERE group_id = ? AND span < ?"),
          arguments: [group.id, end])
        {
          guard let chunk = try? SealedChunk(row, .chunk, of: group) else { continue }
          for id in chunk.series {
            count += (try? chunk.cells(of: id))?.count { $0 != nil } ?? 0
          }
        }
        try db.cachedStatement(sql: "DELETE FROM \(table) WHERE group_id = ? AND span < ?")
          .execute(arguments: [group.id, end])
      }
      var revisions = 0
      for id in series {
        let delete = try db.cachedStatement(
          sql: "DELETE FROM revision WHERE series = ? AND start < ?")
        try delete.execute(arguments: [id, end])
        revisions += db.changesCount
        // A correction's instant lies in a chunk or a part too.
        count +=
          try Int.fetchOne(
            db.cachedStatement(
              sql: "SELECT count(*) FROM sample WHERE series = ? AND start < ? AND revisions = 0"),
            arguments: [id, end]) ?? 0
        try db.cachedStatement(sql: "DELETE FROM sample WHERE series = ? AND start < ?")
          .execute(arguments: [id, end])
      }
      if count + revisions > 0, var progress = try Progress.find(in: db) {
        progress.samples -= count
        progress.revisions -= revisions
        try progress.save(in: db)
      }
      return count + revisions
    }
  }

  func hours(before instant: Int, in db: Database) throws -> Int {
    let group = store.state.withLock { $0.groups[place].group }
    return try store.changing(in: db) { _ in
      try db.cachedStatement(sql: "DELETE FROM rollup WHERE group_id = ? AND span < ?")
        .execute(arguments: [group.id, group.span(of: instant)])
      return db.changesCount
    }
  }
}
