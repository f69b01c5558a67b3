import GRDB

/// The series of one point and window: their values come in the same messages, and rest in one chunk for
/// each span of time.
struct ChunkGroup: Hashable, Sendable {
  let id: Int64
  let key: GroupKey
  /// By how much its spans of minutes begin before days of UTC, so that no local hour lies in two.
  let phase: Int
  /// No chunk or part holds anything from here on, UTC epoch seconds.
  var sealedUntil: Int
  /// Inbox sequence up to which no tail holds anything of it.
  var flushedThrough: Int64 = 0

  init(
    id: Int64, key: GroupKey, utcOffsetSeconds: Int, sealedUntil: Int = .min,
    flushedThrough: Int64 = 0
  ) {
    self.id = id
    self.key = key
    phase = (utcOffsetSeconds % 3_600 + 3_600) % 3_600
    self.sealedUntil = sealedUntil
    self.flushedThrough = flushedThrough
  }

  /// What one chunk spans: a day of minutes, a month of hours, a year and a half of days.
  var spanSeconds: Int {
    switch key.windowSeconds {
    case ..<3_600: 86_400
    case ..<86_400: 32 * 86_400
    default: 512 * 86_400
    }
  }

  /// Hours of its spans are kept beside their chunks.
  var keepsHours: Bool { key.windowSeconds < 3_600 }

  /// Start of the span that an instant lies in; the first of all where it lies before it.
  func span(of instant: Int) -> Int {
    guard instant > .min + 2 * spanSeconds else { return .min }
    let remainder = (instant + phase) % spanSeconds
    return instant - (remainder < 0 ? remainder + spanSeconds : remainder)
  }

  func endOfSpan(of instant: Int) -> Int {
    let span = span(of: instant)
    return span > .max - spanSeconds ? .max : span + spanSeconds
  }

  static func all(in db: Database, utcOffsetSeconds: Int) throws -> [ChunkGroup] {
    try Row.fetchAll(db, sql: "SELECT * FROM chunk_group ORDER BY id").map { row in
      try CheckedRow.require(row, of: table)
      return ChunkGroup(
        id: row[0], key: GroupKey(point: row[1], windowSeconds: row[2]),
        utcOffsetSeconds: utcOffsetSeconds, sealedUntil: row[3], flushedThrough: row[4])
    }
  }

  static func insert(
    _ key: GroupKey, utcOffsetSeconds: Int, in db: Database
  ) throws -> ChunkGroup {
    let next = try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT ifnull(max(id), 0) + 1 FROM chunk_group"))
    let group = ChunkGroup(id: next ?? 1, key: key, utcOffsetSeconds: utcOffsetSeconds)
    try db.cachedStatement(sql: "INSERT INTO chunk_group VALUES (?, ?, ?, ?, ?, ?)")
      .execute(arguments: CheckedRow.arguments(table, group.values))
    return group
  }

  func save(in db: Database) throws {
    try db.cachedStatement(
      sql: """
        UPDATE chunk_group SET sealed_until = ?, flushed_sequence = ?, checksum = ? WHERE id = ?
        """
    ).execute(arguments: [sealedUntil, flushedThrough, CheckedRow.checksum(Self.table, values), id])
  }

  private static let table = "chunk_group"

  /// In the order of the table's columns.
  private var values: [(any DatabaseValueConvertible)?] {
    [id, key.point, key.windowSeconds, sealedUntil, flushedThrough]
  }
}
