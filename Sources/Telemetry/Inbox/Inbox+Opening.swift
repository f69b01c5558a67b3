import GRDB

extension Inbox {
  /// WAL pages before they are copied into the file (16 MiB); SQLite's 1,000 would put that work,
  /// and two more syncs, into every third commit under load.
  private static let checkpointPages = 4_096
  /// To what the WAL file is cut back after a rush.
  private static let walBytes = 64 << 20

  static func open(_ path: String) throws -> DatabasePool {
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    configuration.label = "inbox"
    let pool = try DatabasePool(path: path, configuration: configuration)
    // The pool itself sets NORMAL after it opened the file, so this must come afterwards.
    try pool.writeWithoutTransaction { db in
      try db.execute(
        sql: """
          PRAGMA synchronous = FULL;
          PRAGMA wal_autocheckpoint = \(checkpointPages);
          PRAGMA journal_size_limit = \(walBytes);
          """)
      guard try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2 else {
        throw DatabaseError(message: "SQLite does not sync each commit")
      }
    }
    try pool.read(Checking.requireSoundStructure)
    try InboxSchema.migrator.migrate(pool)
    return pool
  }
}

/// What SQLite says about an error, without the statement.
func diskReason(_ error: any Error) -> String {
  guard let error = error as? DatabaseError else { return String(describing: error) }
  return "\(error.message ?? "unknown error") (SQLite \(error.extendedResultCode.rawValue))"
}

extension DatabasePool {
  /// Closes the file with everything in it and nothing left beside it, where nobody else reads it.
  func closeSettled() throws {
    if !configuration.readonly {
      try writeWithoutTransaction { db in
        // A reader in another process leaves it for later, which is no fault.
        _ = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
      }
    }
    try close()
  }
}
