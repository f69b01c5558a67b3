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
    return migrator
  }()

  static func lastSequence(in db: Database) throws -> Int64 {
    try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT coalesce(max(sequence), 0) FROM frame")) ?? 0
  }

  static func frames(after sequence: Int64, limit: Int, in db: Database) throws -> [InboxFrame] {
    let select = try db.cachedStatement(
      sql: """
        SELECT sequence, mn, qn, cn, pno, st, digest, bytes, received_at_ms, peer
        FROM frame WHERE sequence > ? ORDER BY sequence LIMIT ?
        """)
    return try Array(Row.fetchCursor(select, arguments: [sequence, max(limit, 0)]).map(frame))
  }

  static func frame(_ sequence: Int64, in db: Database) throws -> InboxFrame? {
    let select = try db.cachedStatement(
      sql: """
        SELECT sequence, mn, qn, cn, pno, st, digest, bytes, received_at_ms, peer
        FROM frame WHERE sequence = ?
        """)
    return try Row.fetchOne(select, arguments: [sequence]).map(frame)
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
