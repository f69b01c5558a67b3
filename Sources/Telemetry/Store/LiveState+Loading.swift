import FoundationEssentials
import GRDB

extension LiveState {
  /// Everything as it stands in the file.
  ///
  /// - Throws: `.damaged` where what no chunk holds yet is not what was written.
  static func load(in db: Database, utcOffsetSeconds: Int) throws -> LiveState {
    var state = LiveState()
    state.keep(from: try KeptFrom.all(in: db))
    for group in try ChunkGroup.all(in: db, utcOffsetSeconds: utcOffsetSeconds) {
      _ = state.add(group)
    }
    var places: [Int64: Int] = [:]
    for var head in try SeriesHead.all(in: db) {
      guard let group = state.groupPlace(GroupKey(head.key)) else {
        throw DatabaseError(message: "series \(head.id) has no group")
      }
      head.group = group
      places[head.id] = state.add(head)
    }
    let rows = try Row.fetchCursor(
      db, sql: "SELECT sequence, checksum, bytes FROM tail ORDER BY sequence")
    while let row = try rows.next() {
      let content = try TailBatch.content(of: row)
      for entry in content.entries {
        guard let place = places[entry.series] else { throw TailBatch.damaged(row[0]) }
        state.take(entry.sample, at: place)
      }
      for (series, newest) in content.newest {
        guard let place = places[series] else { throw TailBatch.damaged(row[0]) }
        state.take(newest, through: row[0], at: place)
      }
    }
    return state
  }

  private mutating func take(_ sample: StoredSample, at place: Int) {
    guard sample.sequence > groups[heads[place].group].group.flushedThrough else { return }
    if !appendNext(sample, at: place) { append(sample, at: place) }
  }

  private mutating func take(_ newest: SeriesHead.Newest, through sequence: Int64, at place: Int) {
    guard sequence > groups[heads[place].group].group.flushedThrough else { return }
    var head = heads[place]
    head.newest = newest
    set(head, at: place, told: sequence)
  }
}

extension TailBatch {
  /// - Parameter row: of sequence, checksum and bytes.
  static func content(of row: Row) throws -> Content {
    let sequence = row.integer(at: 0) ?? 0
    guard let checksum = row.bytes(at: 1), let bytes = row.bytes(at: 2),
      checksum == ChunkChecksum.of(bytes, named: name(sequence)),
      let content = try? decode(bytes)
    else { throw damaged(sequence) }
    return content
  }

  static func damaged(_ sequence: Int64) -> StoreError { .damagedTail(sequence: sequence) }

  mutating func save(through sequence: Int64, in db: Database) throws {
    let bytes = encoded()
    try db.cachedStatement(sql: "INSERT INTO tail (sequence, checksum, bytes) VALUES (?, ?, ?)")
      .execute(arguments: [
        sequence, Data(ChunkChecksum.of(bytes, named: Self.name(sequence))), Data(bytes),
      ])
  }

  private static func name(_ sequence: Int64) -> String { "tail\n\(sequence)" }
}
