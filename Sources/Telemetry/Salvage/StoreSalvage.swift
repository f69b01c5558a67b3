import FoundationEssentials
import GRDB
import Synchronization

/// Makes a sound store of what is whole in a damaged one.
///
/// What is lost comes back from the inbox, as far as that holds it: where anything is, the new store has its
/// frames applied again from the first, and each that it holds already changes nothing.
public struct StoreSalvage {
  /// What was left out.
  public private(set) var lost: [Damage] = []
  /// Rows of chunks, parts, tails and corrections that were kept.
  public private(set) var kept = 0

  private let old: DamagedFile
  private let db: Database
  private var utcOffsetSeconds: Int
  private let wantedOffset: Int?
  private var series: [Int64: Row] = [:]
  private var groups: [Int64: ChunkGroup] = [:]
  /// Groups whose rows are lost: nobody knows which rows of `tail` their parts hold already.
  private var nameless: Set<GroupKey> = []

  /// - Parameters:
  ///   - damaged: the damaged file; it stays as it is. Nobody may have it open.
  ///   - path: of the store to make; there must be none.
  ///   - utcOffsetSeconds: the plan's, where it is known.
  public static func run(
    from damaged: String, to path: String, utcOffsetSeconds: Int?
  ) throws -> StoreSalvage {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    try EmbeddedSchema.migrator.migrate(queue)
    let old = try DamagedFile(damaged, model: path)
    let salvage = try queue.write { db in
      var salvage = StoreSalvage(of: old, into: db, utcOffsetSeconds: utcOffsetSeconds)
      try salvage.copy()
      return salvage
    }
    try queue.close()
    if !salvage.isWhole { try settle(path, utcOffsetSeconds: salvage.utcOffsetSeconds) }
    return salvage
  }

  /// Before frames are applied again, nothing of them may lie in `tail`.
  private static func settle(_ path: String, utcOffsetSeconds: Int) throws {
    let store = try EmbeddedStore(path: path, utcOffsetSeconds: utcOffsetSeconds)
    defer { try? store.close() }
    try store.pool.writeWithoutTransaction { db in
      let places = store.state.withLock { Array($0.groups.indices) }
      try store.flush(places, in: db)
    }
    try store.pool.write { db in
      var progress = Progress(utcOffsetSeconds: utcOffsetSeconds)
      progress.samples = try store.countSamples(in: db)
      progress.revisions = try Int.fetchOne(db, sql: "SELECT count(*) FROM revision") ?? 0
      try progress.save(in: db)
      // Of the frames up to the last; the new store has none of them yet.
      try db.execute(sql: "DELETE FROM tail")
    }
  }

  private init(of old: DamagedFile, into db: Database, utcOffsetSeconds: Int?) {
    self.old = old
    self.db = db
    wantedOffset = utcOffsetSeconds
    self.utcOffsetSeconds = utcOffsetSeconds ?? 0
  }

  /// Nothing is lost that cannot be computed again.
  private var isWhole: Bool { lost.allSatisfy(\.isOfHoursAlone) }

  private mutating func copy() throws {
    let progress = try wholeRows(of: "progress").first
    let offset = progress.map { $0[4] as Int } ?? wantedOffset ?? 0
    utcOffsetSeconds = offset
    for row in try wholeRows(of: "kept") { try insert(row, into: "kept") }
    for row in try wholeRows(of: "series") { series[row[0]] = row }
    for row in try wholeRows(of: "chunk_group") {
      groups[row[0]] = ChunkGroup(
        id: row[0], key: GroupKey(point: row[1], windowSeconds: row[2]),
        utcOffsetSeconds: offset, flushedThrough: row[4])
    }
    try findGroups()
    for row in series.values.sorted(by: { ($0[0] as Int64) < $1[0] }) {
      guard groups.values.contains(where: { $0.key == Self.key(row) }) else {
        lost.append(.rows(table: "series", count: 1))
        continue
      }
      try insert(row, into: "series")
    }
    for table in ["chunk", "part", "rollup"] { try copySpans(table) }
    for var group in groups.values {
      let from = try Int.fetchOne(
        db,
        sql: """
          SELECT max(span) FROM (
            SELECT max(span) AS span FROM chunk WHERE group_id = ?1
            UNION ALL SELECT max(span) FROM part WHERE group_id = ?1)
          """, arguments: [group.id])
      group.sealedUntil = from.map { $0 + group.spanSeconds } ?? .min
      try group.save(in: db)
      groups[group.id] = group
    }
    try copyTails()
    for table in ["sample", "revision"] {
      for row in try wholeRows(of: table) where series[row[0]] != nil {
        try insert(row, into: table)
        kept += 1
      }
    }
    try saveProgress(progress)
  }

  private static func key(_ series: Row) -> GroupKey {
    GroupKey(point: series[1], windowSeconds: series[4])
  }

  private mutating func rows(of table: String, _ columns: String = "*") -> [Row] {
    let (rows, areAll) = old.rows(of: table, columns)
    if !areAll { lost.append(.structure("some rows of \(table) cannot be found")) }
    return rows
  }

  private mutating func wholeRows(of table: String) throws -> [Row] {
    let rows = rows(of: table)
    let whole = rows.filter { CheckedRow.isWhole($0, of: table) }
    if whole.count < rows.count {
      lost.append(.rows(table: table, count: rows.count - whole.count))
    }
    return whole
  }

  private func insert(_ row: Row, into table: String) throws {
    let marks = repeatElement("?", count: row.count).joined(separator: ", ")
    try db.cachedStatement(sql: "INSERT OR IGNORE INTO \(table) VALUES (\(marks))")
      .execute(arguments: StatementArguments(Array(row.databaseValues)))
  }

  // MARK: Groups and their spans

  /// A group whose row is lost is found again by its chunks, which are whole under one name only.
  private mutating func findGroups() throws {
    nameless = Set(series.values.map(Self.key)).subtracting(groups.values.map(\.key))
    var free = (groups.keys.max() ?? 0) + 1
    for key in nameless.sorted() {
      let chunks = ["chunk", "part"].flatMap {
        old.rows(of: $0, "span, checksum, bytes, group_id").rows
      }
      let id = chunks.first { row in
        row.integer(at: 3).map { groups[$0] == nil } == true
          && SealedChunk.isWhole(
            row, .chunk,
            of: ChunkGroup(
              id: row.integer(at: 3) ?? 0, key: key, utcOffsetSeconds: utcOffsetSeconds))
      }.flatMap { $0.integer(at: 3) }
      let taken = id ?? free
      free = max(free, taken) + 1
      groups[taken] = ChunkGroup(id: taken, key: key, utcOffsetSeconds: utcOffsetSeconds)
    }
    for group in groups.values.sorted(by: { $0.id < $1.id }) {
      try db.execute(
        sql: "INSERT INTO chunk_group VALUES (?, ?, ?, ?, ?, x'')",
        arguments: [
          group.id, group.key.point, group.key.windowSeconds, Int.min, group.flushedThrough,
        ])
    }
  }

  private mutating func copySpans(_ table: String) throws {
    for row in rows(of: table, "span, checksum, bytes, group_id") {
      guard let group = row.integer(at: 3).flatMap({ groups[$0] }) else {
        lost.append(.rows(table: table, count: 1))
        continue
      }
      let key = group.key
      if table == "rollup" {
        guard SpanHours.isWhole(row, of: group) else {
          lost.append(
            .hours(
              point: key.point, windowSeconds: key.windowSeconds, from: Int(row.integer(at: 0) ?? 0)
            ))
          continue
        }
        try db.execute(
          sql: "INSERT OR IGNORE INTO rollup VALUES (?, ?, ?, ?)",
          arguments: [group.id, row[0] as Int, row[1] as Data, row[2] as Data])
        continue
      }
      guard let chunk = try? SealedChunk(row, .chunk, of: group) else {
        lost.append(
          .span(
            point: key.point, windowSeconds: key.windowSeconds, from: Int(row.integer(at: 0) ?? 0)))
        continue
      }
      try db.execute(
        sql: """
          INSERT OR IGNORE INTO \(table) (group_id, span, rows, checksum, bytes)
          VALUES (?, ?, ?, ?, ?)
          """,
        arguments: [group.id, row[0] as Int, chunk.starts.count, row[1] as Data, row[2] as Data])
      kept += 1
    }
  }

  // MARK: What came last

  private mutating func copyTails() throws {
    let rows = rows(of: "tail", "sequence, checksum, bytes")
    let settled = try startsOfNameless()
    for row in rows.sorted(by: { ($0.integer(at: 0) ?? 0) < ($1.integer(at: 0) ?? 0) }) {
      guard let content = try? TailBatch.content(of: row) else {
        lost.append(.tail(sequence: row.integer(at: 0) ?? 0))
        continue
      }
      var batch = TailBatch()
      for entry in content.entries
      where series[entry.series] != nil
        && settled[entry.series]?.contains(entry.sample.start) != true
      {
        batch.add(entry.sample, of: entry.series)
      }
      for (id, newest) in content.newest where series[id] != nil { batch.set(newest, of: id) }
      try batch.save(through: row[0], in: db)
      kept += 1
    }
  }

  /// By series of nameless groups, the instants that chunks and parts hold.
  private func startsOfNameless() throws -> [Int64: Set<Int>] {
    var starts: [Int64: Set<Int>] = [:]
    for group in groups.values where nameless.contains(group.key) {
      for span in try group.spans(in: db) {
        for chunk in try SealedChunk.all(of: group, span: span, in: db) {
          for series in chunk.series {
            starts[series, default: []].formUnion(try chunk.samples(of: series).map(\.start))
          }
        }
      }
    }
    return starts
  }

  /// Where something is lost, the inbox is applied again from its first frame on.
  private func saveProgress(_ known: Row?) throws {
    var progress = Progress(utcOffsetSeconds: utcOffsetSeconds)
    if isWhole, let known {
      progress.appliedSequence = known[1]
      progress.samples = known[2]
      progress.revisions = known[3]
    }
    try progress.save(in: db)
  }
}

extension EmbeddedStore {
  /// Instants with a value, counted one by one.
  fileprivate func countSamples(in db: Database) throws -> Int {
    let groups = state.withLock { $0.groups.map(\.group) }
    var count =
      try Int.fetchOne(db, sql: "SELECT count(*) FROM sample WHERE revisions = 0") ?? 0
    for group in groups {
      for span in try group.spans(in: db) {
        for chunk in try SealedChunk.all(of: group, span: span, in: db) {
          for series in chunk.series { count += try chunk.samples(of: series).count }
        }
      }
    }
    return count
  }
}

extension ChunkGroup {
  /// Those with a chunk or parts.
  fileprivate func spans(in db: Database) throws -> [Int] {
    try Int.fetchAll(
      db,
      sql: """
        SELECT span FROM chunk WHERE group_id = ?1
        UNION SELECT span FROM part WHERE group_id = ?1
        """, arguments: [id])
  }
}

extension Damage {
  fileprivate var isOfHoursAlone: Bool {
    if case .hours = self { return true }
    return false
  }
}
