import Crypto
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

/// Writes the frames of one transaction.
struct FrameWriter {
  private let claim: Statement
  private let lookUp: Statement
  private let insert: Statement
  private let db: Database
  private var next: Int64

  /// - Parameter floor: greatest sequence that must not be given again.
  init(_ db: Database, floor: Int64) throws {
    self.db = db
    claim = try db.cachedStatement(
      sql: "INSERT INTO identity VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
    lookUp = try db.cachedStatement(
      sql: "SELECT sequence FROM identity WHERE moment = ? AND mark = ?")
    insert = try db.cachedStatement(
      sql: "INSERT INTO frame VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    next = max(try InboxSchema.lastSequence(in: db), floor) + 1
  }

  mutating func write(_ frame: IncomingFrame) throws -> Receipt {
    let moment = Self.moment(frame.qn)
    let mark = Self.mark(of: frame)
    try claim.execute(arguments: [moment, mark, next])
    guard db.changesCount > 0 else {
      let sequence = try Int64.fetchOne(lookUp, arguments: [moment, mark])
      guard let sequence else {
        throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "identity without a frame")
      }
      return .repeated(sequence)
    }
    try insert.execute(arguments: [
      next, frame.mn, frame.qn, frame.cn, frame.pno, frame.st, Data(frame.digest),
      Data(frame.bytes), frame.receivedAtMilliseconds, frame.peer,
    ])
    defer { next += 1 }
    return .stored(next)
  }

  /// The request number's 17 digits as a number; 0 where it is anything else.
  private static func moment(_ qn: String) -> Int64 {
    guard qn.utf8.count == 17 else { return 0 }
    var moment: Int64 = 0
    for byte in qn.utf8 {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return 0 }
      moment = moment * 10 + Int64(byte & 0x0F)
    }
    return moment
  }

  /// 16 bytes that stand for MN, QN, CN, PNO and the digest of the content.
  private static func mark(of frame: IncomingFrame) -> Data {
    var hash = SHA256()
    hash.update(data: frame.digest)
    hash.update(data: Array("\(frame.mn)\0\(frame.qn)\0\(frame.cn)\0\(frame.pno)".utf8))
    return Data(hash.finalize().prefix(IncomingFrame.digestLength))
  }
}
