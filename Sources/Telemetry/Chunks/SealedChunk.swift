import FoundationEssentials
import GRDB

/// A chunk as it lies in its row, or a part of one of a span that is not over, with a checksum over what
/// names it and what it holds.
struct SealedChunk {
  enum Table: String {
    case chunk
    case part
  }

  let span: Int
  let isPart: Bool
  private let group: ChunkGroup
  private let reader: ChunkReader

  /// The chunk and the parts of a span.
  static func all(of group: ChunkGroup, span: Int, in db: Database) throws -> [SealedChunk] {
    guard span < group.sealedUntil else { return [] }
    let whole = try db.cachedStatement(
      sql: "SELECT span, checksum, bytes FROM chunk WHERE group_id = ? AND span = ?")
    return try Row.fetchAll(whole, arguments: [group.id, span])
      .map { try SealedChunk($0, .chunk, of: group) }
      + parts(of: group, from: span, until: span + 1, in: db)
  }

  /// Parts of the spans with `from <= span < until`.
  static func parts(
    of group: ChunkGroup, from: Int, until: Int, in db: Database
  ) throws -> [SealedChunk] {
    let select = try db.cachedStatement(
      sql: """
        SELECT span, checksum, bytes FROM part WHERE group_id = ? AND span >= ? AND span < ?
        ORDER BY span, id
        """)
    return try Row.fetchAll(select, arguments: [group.id, from, until])
      .map { try SealedChunk($0, .part, of: group) }
  }

  /// - Parameter row: of span, checksum and bytes.
  /// - Throws: `.damaged` where they are not what was written.
  init(_ row: Row, _ table: Table, of group: ChunkGroup) throws {
    self.group = group
    isPart = table == .part
    let start = row.integer(at: 0).map { Int($0) } ?? 0
    guard let checksum = row.bytes(at: 1), let bytes = row.bytes(at: 2),
      checksum == ChunkChecksum.of(bytes, named: Self.name(group, span: start)),
      let reader = try? ChunkReader(bytes)
    else { throw Self.damaged(group, start) }
    span = start
    self.reader = reader
  }

  /// - Parameter row: of span, checksum and bytes.
  static func isWhole(_ row: Row, _ table: Table, of group: ChunkGroup) -> Bool {
    guard let chunk = try? SealedChunk(row, table, of: group) else { return false }
    return chunk.series.allSatisfy { (try? chunk.cells(of: $0)) != nil }
  }

  static func damaged(_ group: ChunkGroup, _ span: Int) -> StoreError {
    .damaged(point: group.key.point, windowSeconds: group.key.windowSeconds, from: span)
  }

  var series: [Int64] { reader.series }
  var starts: [Int] { reader.starts }

  /// Of each row.
  var places: [ChunkAssembly.Place] {
    reader.starts.indices.map {
      ChunkAssembly.Place(
        start: reader.starts[$0], sequence: reader.sequences[$0],
        receivedAt: reader.receivedAt[$0])
    }
  }

  /// Of one series, of each row; none where the chunk has nothing of it.
  func cells(of series: Int64) throws -> [ChunkCell?] {
    do throws(ChunkFault) {
      return try reader.cells(of: series) ?? []
    } catch {
      throw Self.damaged(group, span)
    }
  }

  /// Of one series, oldest first.
  func samples(of series: Int64) throws -> [StoredSample] {
    var samples: [StoredSample] = []
    for (row, cell) in try cells(of: series).enumerated() {
      guard let cell else { continue }
      samples.append(
        StoredSample(
          start: reader.starts[row], value: cell.value, asSent: cell.asSent, flag: cell.flag,
          receivedAt: reader.receivedAt[row], sequence: reader.sequences[row], revisionCount: 0))
    }
    return samples
  }

  /// A span's chunk is replaced; a part is added to its others.
  static func save(
    _ chunk: Chunk, into table: Table, of group: ChunkGroup, span: Int, in db: Database
  ) throws {
    let bytes = chunk.encoded()
    let conflict =
      switch table {
      case .chunk:
        """
        ON CONFLICT (group_id, span) DO UPDATE SET rows = excluded.rows,
          checksum = excluded.checksum, bytes = excluded.bytes
        """
      case .part: ""
      }
    try db.cachedStatement(
      sql: """
        INSERT INTO \(table.rawValue) (group_id, span, rows, checksum, bytes)
        VALUES (?, ?, ?, ?, ?) \(conflict)
        """
    ).execute(arguments: [
      group.id, span, chunk.rowCount,
      Data(ChunkChecksum.of(bytes, named: name(group, span: span))), Data(bytes),
    ])
  }

  static func name(_ group: ChunkGroup, span: Int) -> String {
    "\(group.key.point)\n\(group.key.windowSeconds)\n\(span)"
  }
}
