import FoundationEssentials
public import FrameArchive
import GRDB

/// Frames that are not kept any more.
public struct ForgottenFrames: Sendable, Hashable {
  /// Sequence of the last one.
  public let through: Int64
  public let frames: Int
  /// Hash of the last link that went: the chain goes on behind it.
  public let hash: [UInt8]
}

/// The inbox as an archive: a chain of links that can be proven, and that ends at some age.
extension Inbox {
  /// Links above a sequence, in their order.
  ///
  /// - Throws: `InboxError.cannotRead`, `.damaged`.
  public func links(after sequence: Int64, limit: Int) async throws -> [ArchiveLink] {
    try await read { db in
      try Row.fetchAll(
        db,
        sql: "SELECT first, last, hash FROM segment WHERE first > ? ORDER BY first LIMIT ?",
        arguments: [sequence, limit]
      ).map { row in
        let first = row.integer(at: 0) ?? 0
        guard let last = row.integer(at: 1), last >= first, let hash = row.bytes(at: 2),
          hash.count == ArchiveLink.hashLength
        else { throw InboxError.damaged(first: first, last: first) }
        return ArchiveLink(first: first, last: last, hash: hash)
      }
    }
  }

  /// Where a frame lies in its link.
  ///
  /// - Returns: nil where the frame is not kept any more, and where its link is of an older program, which
  ///   shows nothing less than the whole of it.
  /// - Throws: `InboxError.cannotRead`, `.damaged`.
  public func place(
    of sequence: Int64
  ) async throws -> (frame: ArchivedFrame, link: FrameProof.Link)? {
    try await read { db in
      try InboxSchema.segment(holding: sequence, in: db)?.proof(of: sequence)
    }
  }

  /// Lets go of the oldest frames, whole links at once; the newest link always stays. Repeat it until it
  /// finds nothing: a call takes some milliseconds, so that what comes meanwhile does not wait.
  ///
  /// A frame that is sent again after it went is a new one.
  ///
  /// - Parameters:
  ///   - received: UTC epoch milliseconds; what came then or later stays.
  ///   - sequence: nothing behind it goes, whatever its age.
  /// - Throws: `InboxError.notStored`.
  public func forget(
    receivedBefore received: Int, through sequence: Int64
  ) async throws -> ForgottenFrames? {
    try await change { db in
      try InboxSchema.forget(receivedBefore: received, through: sequence, in: db)
    }
  }
}

extension InboxSchema {
  private static let linksOfOneTurn = 100

  /// Where the chain begins, once its first links are gone: one row.
  static func registerArchive(_ migrator: inout DatabaseMigrator) {
    migrator.registerMigration("inbox-archive-1") { db in
      try db.execute(
        sql: """
          CREATE TABLE forgotten (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            through INTEGER NOT NULL,
            hash BLOB NOT NULL CHECK (length(hash) = \(Segment.hashLength))
          ) STRICT;
          """)
    }
  }

  /// The last link that is not kept any more; nil where none went.
  static func forgotten(in db: Database) throws -> (last: Int64, hash: [UInt8])? {
    guard let row = try Row.fetchOne(db, sql: "SELECT through, hash FROM forgotten"),
      let last = row.integer(at: 0), let hash = row.bytes(at: 1)
    else { return nil }
    return (last, hash)
  }

  static func forget(
    receivedBefore received: Int, through sequence: Int64, in db: Database
  ) throws -> ForgottenFrames? {
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT \(Segment.columns), received_at_ms FROM segment
          WHERE first < (SELECT max(first) FROM segment) ORDER BY first LIMIT \(linksOfOneTurn)
          """))
    var gone: (first: Int64, last: Int64, hash: [UInt8])?
    var frames = 0
    for row in rows {
      guard let first = row.integer(at: 0), let last = row.integer(at: 1),
        let hash = row.bytes(at: 3), let newest = row.integer(at: Segment.columnCount - 1),
        newest < received, last <= sequence
      else { break }
      // What tells a repeat of a damaged link's frames stays; nothing else names them.
      if let segment = try? Segment(row) { try forgetIdentities(of: segment, in: db) }
      frames += Int(last - first) + 1
      gone = (first, last, hash)
    }
    guard let gone else { return nil }
    try db.execute(sql: "DELETE FROM segment WHERE first <= ?", arguments: [gone.first])
    try db.execute(
      sql: """
        INSERT INTO forgotten VALUES (1, ?, ?)
        ON CONFLICT (id) DO UPDATE SET through = excluded.through, hash = excluded.hash
        """, arguments: [gone.last, Data(gone.hash)])
    return ForgottenFrames(through: gone.last, frames: frames, hash: gone.hash)
  }

  private static func forgetIdentities(of segment: Segment, in db: Database) throws {
    let delete = try db.cachedStatement(
      sql: "DELETE FROM identity WHERE moment = ? AND mark = ? AND sequence BETWEEN ? AND ?")
    for frame in segment.frames {
      let identity = FrameIdentity(of: frame)
      try delete.execute(arguments: [
        identity.moment, identity.mark, segment.first, segment.last,
      ])
    }
  }
}
