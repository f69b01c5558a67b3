import FoundationEssentials
import GRDB

/// The hours of all series of a group in one span, as they lie in a row of `rollup`. They are of what the
/// span's chunk holds; what lies beside the chunk is not in them.
struct SpanHours {
  private let group: ChunkGroup
  private let span: Int
  /// By series id and number of the hour within the span.
  private var series: [Int64: [Int: Bucket]] = [:]

  private static let hourSeconds = 3_600
  private static let version = 1

  init(_ chunk: Chunk, of group: ChunkGroup, span: Int) {
    self.group = group
    self.span = span
    let hours = chunk.starts.map { ($0 - span) / Self.hourSeconds }
    for (id, cells) in chunk.columns {
      var buckets: [Int: Bucket] = [:]
      for (hour, cell) in zip(hours, cells) {
        guard let cell else { continue }
        buckets[hour, default: Bucket()].add(cell.value, isValid: cell.flag.isValid)
      }
      series[id] = buckets
    }
  }

  func save(in db: Database) throws {
    var writer = ChunkWriter()
    writer.write(Self.version)
    writer.write(series.count)
    for (id, hours) in series.sorted(by: { $0.key < $1.key }) {
      writer.write(Int(id))
      writer.write(HourColumn.encode(hours))
    }
    let bytes = writer.bytes
    try db.cachedStatement(
      sql: """
        INSERT INTO rollup (group_id, span, checksum, bytes) VALUES (?, ?, ?, ?)
        ON CONFLICT (group_id, span) DO UPDATE SET checksum = excluded.checksum,
          bytes = excluded.bytes
        """
    ).execute(arguments: [
      group.id, span, Data(ChunkChecksum.of(bytes, named: Self.name(group, span))), Data(bytes),
    ])
  }

  /// The hours of one series, by their start, UTC epoch seconds.
  ///
  /// - Parameter row: of span, checksum and bytes.
  /// - Throws: `.damaged` where they are not what was written.
  static func hours(
    of series: Int64, in row: Row, _ group: ChunkGroup
  ) throws -> (span: Int, hours: [Int: Bucket]) {
    let span = row.integer(at: 0).map { Int($0) } ?? 0
    guard let checksum = row.bytes(at: 1), let bytes = row.bytes(at: 2),
      checksum == ChunkChecksum.of(bytes, named: name(group, span)),
      let hours = try? find(series, in: bytes)
    else { throw SealedChunk.damaged(group, span) }
    return (
      span, Dictionary(uniqueKeysWithValues: hours.map { (span + $0.key * hourSeconds, $0.value) })
    )
  }

  /// - Parameter row: of span, checksum and bytes.
  static func isWhole(_ row: Row, of group: ChunkGroup) -> Bool {
    (try? hours(of: -1, in: row, group)) != nil
  }

  private static func find(
    _ series: Int64, in bytes: [UInt8]
  ) throws(ChunkFault) -> [Int: Bucket] {
    var scanner = ChunkScanner(bytes[...])
    guard try scanner.number(upTo: .max) == version else {
      throw .unreadable("its version is not known")
    }
    for _ in 0..<(try scanner.number(upTo: Chunk.columnLimit)) {
      let id = try scanner.number(upTo: .max)
      let column = try scanner.part()
      if Int64(id) == series { return try HourColumn.decode(column) }
    }
    return [:]
  }

  private static func name(_ group: ChunkGroup, _ span: Int) -> String {
    "hours\n" + SealedChunk.name(group, span: span)
  }
}
