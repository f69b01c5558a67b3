import Crypto
import FoundationEssentials
import GRDB

/// The series of one point and window: their values come in the same messages, and rest in one chunk for
/// each span of time.
struct ChunkGroup: Hashable {
  let id: Int64
  let point: String
  let windowSeconds: Int
  /// No chunk holds anything from here on, UTC epoch seconds.
  var sealedUntil: Int

  /// What one chunk spans: a day of minutes, a month of hours, a year and a half of days.
  var spanSeconds: Int { Self.spanSeconds(windowSeconds) }

  static func spanSeconds(_ windowSeconds: Int) -> Int {
    switch windowSeconds {
    case ..<3_600: 86_400
    case ..<86_400: 32 * 86_400
    default: 512 * 86_400
    }
  }

  /// Start of the span that an instant lies in.
  func span(of instant: Int) -> Int { Self.span(of: instant, length: spanSeconds) }

  static func span(of instant: Int, length: Int) -> Int {
    let remainder = instant % length
    return instant - (remainder < 0 ? remainder + length : remainder)
  }

  static func find(_ key: SeriesKey, in db: Database) throws -> ChunkGroup? {
    let select = try db.cachedStatement(
      sql: "SELECT id, sealed_until FROM chunk_group WHERE point = ? AND window_seconds = ?")
    return try Row.fetchOne(select, arguments: [key.point, key.windowSeconds]).map { row in
      ChunkGroup(
        id: row[0], point: key.point, windowSeconds: key.windowSeconds, sealedUntil: row[1])
    }
  }

  static func insert(_ point: String, _ windowSeconds: Int, in db: Database) throws -> ChunkGroup {
    try db.cachedStatement(
      sql: "INSERT INTO chunk_group (point, window_seconds, sealed_until) VALUES (?, ?, ?)"
    ).execute(arguments: [point, windowSeconds, Int.min])
    return ChunkGroup(
      id: db.lastInsertedRowID, point: point, windowSeconds: windowSeconds, sealedUntil: .min)
  }
}

/// A chunk as it lies in its row, with a checksum over what names it and what it holds.
struct SealedChunk {
  private let group: ChunkGroup
  private let span: Int
  private let reader: ChunkReader

  /// Nil where the span has none.
  static func find(_ group: ChunkGroup, span: Int, in db: Database) throws -> SealedChunk? {
    let select = try db.cachedStatement(
      sql: "SELECT span, checksum, bytes FROM chunk WHERE group_id = ? AND span = ?")
    return try Row.fetchOne(select, arguments: [group.id, span]).map { row in
      try SealedChunk(row, of: group)
    }
  }

  /// - Parameter row: of span, checksum and bytes.
  /// - Throws: `.damaged` where they are not what was written.
  init(_ row: Row, of group: ChunkGroup) throws {
    self.group = group
    let start: Int = row[0]
    let checksum: Data = row[1]
    let data: Data = row[2]
    let bytes = [UInt8](data)
    guard [UInt8](checksum) == Self.checksum(group, span: start, bytes),
      let reader = try? ChunkReader(bytes)
    else { throw Self.damaged(group, start) }
    span = start
    self.reader = reader
  }

  private static func damaged(_ group: ChunkGroup, _ span: Int) -> StoreError {
    .damaged(point: group.point, windowSeconds: group.windowSeconds, from: span)
  }

  /// Of one series, oldest first.
  func samples(of series: Int64) throws -> [StoredSample] {
    do throws(ChunkFault) {
      guard let cells = try reader.cells(of: series) else { return [] }
      var samples: [StoredSample] = []
      samples.reserveCapacity(cells.count)
      for (row, cell) in cells.enumerated() {
        guard let cell else { continue }
        samples.append(
          StoredSample(
            start: reader.starts[row], value: cell.value, asSent: cell.asSent, flag: cell.flag,
            receivedAt: reader.receivedAt[row], sequence: reader.sequences[row], revisionCount: 0))
      }
      return samples
    } catch {
      throw Self.damaged(group, span)
    }
  }

  static func save(_ chunk: Chunk, of group: ChunkGroup, span: Int, in db: Database) throws {
    let bytes = chunk.encoded()
    try db.cachedStatement(
      sql: """
        INSERT INTO chunk (group_id, span, rows, checksum, bytes) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (group_id, span) DO UPDATE SET rows = excluded.rows,
          checksum = excluded.checksum, bytes = excluded.bytes
        """
    ).execute(arguments: [
      group.id, span, chunk.rowCount, Data(checksum(group, span: span, bytes)), Data(bytes),
    ])
  }

  /// First 8 bytes of the SHA-256 of the point, the window, the span and the bytes.
  static func checksum(_ group: ChunkGroup, span: Int, _ bytes: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(data: Array("\(group.point)\n\(group.windowSeconds)\n\(span)\n".utf8))
    hash.update(data: bytes)
    return Array(hash.finalize().prefix(8))
  }
}
