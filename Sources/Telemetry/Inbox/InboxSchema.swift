import FoundationEssentials
import GRDB

/// Tables of `inbox.sqlite`.
///
/// `identity` tells a repeat from a new frame. Its key opens with the request number, which grows
/// with time, so that new entries land side by side at the end of the index however large the
/// archive is; a bare digest would dirty one page of the whole index for each frame.
enum InboxSchema {
  static let migrator: DatabaseMigrator = {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("inbox-1") { db in
      try db.execute(
        sql: """
          CREATE TABLE frame (
            sequence INTEGER PRIMARY KEY,
            mn TEXT NOT NULL,
            qn TEXT NOT NULL,
            cn TEXT NOT NULL,
            pno INTEGER NOT NULL,
            st TEXT NOT NULL,
            digest BLOB NOT NULL CHECK (length(digest) = 16),
            bytes BLOB NOT NULL CHECK (length(bytes) > 0),
            received_at_ms INTEGER NOT NULL,
            peer TEXT NOT NULL
          ) STRICT;
          CREATE TABLE identity (
            moment INTEGER NOT NULL,
            mark BLOB NOT NULL CHECK (length(mark) = 16),
            sequence INTEGER NOT NULL,
            PRIMARY KEY (moment, mark)
          ) STRICT, WITHOUT ROWID;
          """)
    }
    migrator.registerMigration("inbox-segments") { db in try moveIntoSegments(in: db) }
    registerDoors(&migrator)
    registerArchive(&migrator)
    return migrator
  }()

  /// One row a commit instead of one a frame.
  private static func moveIntoSegments(in db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE segment (
          first INTEGER PRIMARY KEY,
          last INTEGER NOT NULL CHECK (last >= first),
          received_at_ms INTEGER NOT NULL,
          previous BLOB NOT NULL CHECK (length(previous) = \(Segment.hashLength)),
          hash BLOB NOT NULL CHECK (length(hash) = \(Segment.hashLength)),
          bytes BLOB NOT NULL CHECK (length(bytes) > 0)
        ) STRICT;
        """)
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT sequence, mn, qn, cn, pno, st, digest, bytes, received_at_ms, peer
        FROM frame ORDER BY sequence
        """)
    var hash = Segment.origin
    var waiting: [InboxFrame] = []
    func save() throws {
      guard let first = waiting.first else { return }
      let segment = Segment(
        first: first.sequence, frames: waiting.map(\.frame), previous: hash)
      try segment.save(in: db)
      hash = segment.hash
      waiting = []
    }
    while let row = try rows.next() {
      let frame = frame(row)
      let follows = waiting.last.map { $0.sequence + 1 == frame.sequence } ?? true
      if !follows || waiting.count == 1_000 { try save() }
      waiting.append(frame)
    }
    try save()
    try db.execute(sql: "DROP TABLE frame")
  }

  static func lastSequence(in db: Database) throws -> Int64 { try head(in: db).last }

  /// The newest link of the archive's chain: its last sequence, and its hash.
  static func head(in db: Database) throws -> (last: Int64, hash: [UInt8]) {
    let row = try Row.fetchOne(
      db.cachedStatement(sql: "SELECT last, hash FROM segment ORDER BY first DESC LIMIT 1"))
    guard let row else { return (0, Segment.origin) }
    guard let last = row.integer(at: 0), let hash = row.bytes(at: 1) else {
      throw InboxError.damaged(first: 0, last: 0)
    }
    return (last, hash)
  }

  /// Bytes of frames that are read at once; one more link of the chain may go beyond.
  private static let readBytes = 16 << 20

  /// Whole links, of which the last may go beyond the limit.
  ///
  /// - Throws: `InboxError.damaged`.
  static func frames(after sequence: Int64, limit: Int, in db: Database) throws -> [InboxFrame] {
    var frames: [InboxFrame] = []
    let segments = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT \(Segment.columns) FROM segment
          WHERE first >= ifnull(
            (SELECT first FROM
              (SELECT first, last FROM segment WHERE first <= ?1 ORDER BY first DESC LIMIT 1)
            WHERE last > ?1), ?1 + 1)
          ORDER BY first
          """), arguments: [sequence])
    var bytes = 0
    while frames.count < limit, bytes < readBytes, let row = try segments.next() {
      let whole = try Segment(row).inboxFrames
      let read = whole.drop { $0.sequence <= sequence }
      bytes += read.reduce(0) { $0 + $1.bytes.count }
      frames += read
    }
    return frames
  }

  static func frame(_ sequence: Int64, in db: Database) throws -> InboxFrame? {
    try segment(holding: sequence, in: db)?.inboxFrames.first { $0.sequence == sequence }
  }

  /// - Throws: `InboxError.damaged`.
  static func segment(holding sequence: Int64, in db: Database) throws -> Segment? {
    let select = try db.cachedStatement(
      sql: """
        SELECT \(Segment.columns) FROM segment WHERE first <= ?1 AND last >= ?1
        ORDER BY first DESC LIMIT 1
        """)
    return try Row.fetchOne(select, arguments: [sequence]).map(Segment.init)
  }

  private static func frame(_ row: Row) -> InboxFrame {
    let digest: Data = row[6]
    let bytes: Data = row[7]
    return InboxFrame(
      sequence: row[0],
      frame: IncomingFrame(
        mn: row[1], qn: row[2], cn: row[3], pno: row[4], st: row[5], digest: [UInt8](digest),
        bytes: [UInt8](bytes), receivedAtMilliseconds: row[8], peer: row[9]))
  }
}
