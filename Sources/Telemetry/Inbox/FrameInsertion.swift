import GRDB
import GRDBSQLite

/// Puts the frames of one transaction into the inbox: those that are new become a segment.
struct FrameInsertion {
  private let claim: Statement
  private let lookUp: Statement
  private let db: Database
  private let previous: [UInt8]
  private let first: Int64
  private var fresh: [IncomingFrame] = []

  /// - Parameter floor: greatest sequence that must not be given again.
  init(_ db: Database, floor: Int64) throws {
    self.db = db
    claim = try db.cachedStatement(
      sql: "INSERT INTO identity VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
    lookUp = try db.cachedStatement(
      sql: "SELECT sequence FROM identity WHERE moment = ? AND mark = ?")
    let head = try InboxSchema.head(in: db)
    previous = head.hash
    first = max(head.last, floor) + 1
  }

  mutating func insert(_ frame: IncomingFrame) throws -> Receipt {
    let identity = FrameIdentity(of: frame)
    let next = first + Int64(fresh.count)
    guard try isClaimed(identity, for: next) else {
      let sequence = try Int64.fetchOne(lookUp, arguments: [identity.moment, identity.mark])
      guard let sequence else {
        throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "identity without a frame")
      }
      return .repeated(sequence)
    }
    fresh.append(frame)
    return .stored(next)
  }

  /// One statement for each frame of the country: SQLite itself, without what GRDB makes of arguments.
  ///
  /// - Returns: false where the frame was there before.
  private func isClaimed(_ identity: FrameIdentity, for sequence: Int64) throws -> Bool {
    let statement = claim.sqliteStatement
    // It keeps no pointer to the mark beyond the step.
    let status = identity.withMark { mark in
      sqlite3_reset(statement)
      sqlite3_bind_int64(statement, 1, identity.moment)
      sqlite3_bind_blob(statement, 2, mark.baseAddress, Int32(mark.count), nil)
      sqlite3_bind_int64(statement, 3, sequence)
      defer {
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
      }
      return sqlite3_step(statement)
    }
    guard status == SQLITE_DONE else {
      throw DatabaseError(
        resultCode: ResultCode(rawValue: sqlite3_extended_errcode(db.sqliteConnection)),
        message: sqlite3_errmsg(db.sqliteConnection).map { String(cString: $0) })
    }
    return sqlite3_changes(db.sqliteConnection) > 0
  }

  /// Writes what is new.
  func finish() throws {
    guard !fresh.isEmpty else { return }
    try Segment(first: first, frames: fresh, previous: previous).save(in: db)
  }
}
