public import GRDB

/// The file of what people say and decide: `ledger.sqlite`.
///
/// One pool for the life of the process. WAL with `synchronous = FULL`, foreign keys enforced, five
/// seconds of patience with another process (the command line beside a live server).
public final class LedgerDatabase: Sendable {
  public let pool: DatabasePool

  /// Opens or creates the file and brings its schema up to date.
  ///
  /// - Parameter migrations: the one list of all subjects, the Ledger's own first.
  /// - Throws: `LedgerDatabaseError`, or what SQLite said.
  public init(path: String, migrations: [LedgerMigration] = LedgerSchema.migrations) throws {
    var seen: Set<String> = []
    for migration in migrations where !seen.insert(migration.id).inserted {
      throw LedgerDatabaseError.repeatedMigration(migration.id)
    }
    var configuration = Configuration()
    configuration.label = "ledger"
    configuration.busyMode = .timeout(Self.busySeconds)
    configuration.prepareDatabase { db in
      db.add(function: SearchText.contains)
      try db.execute(sql: "PRAGMA cache_size = -\(Self.readerCacheKibibytes)")
    }
    pool = try DatabasePool(path: path, configuration: configuration)
    // The pool sets NORMAL when it turns WAL on, after `prepareDatabase`; hence here.
    try pool.writeWithoutTransaction { db in
      try db.execute(
        sql: """
          PRAGMA synchronous = FULL;
          PRAGMA cache_size = -\(Self.writerCacheKibibytes);
          PRAGMA wal_autocheckpoint = \(Self.checkpointPages);
          """)
    }

    var migrator = DatabaseMigrator()
    for migration in migrations {
      migrator.registerMigration(migration.id) { db in try migration.apply(db) }
    }
    let known = migrator
    let strangers = try pool.read { db in
      try known.hasBeenSuperseded(db)
        ? known.appliedIdentifiers(db).subtracting(migrations.map(\.id)).sorted() : []
    }
    guard strangers.isEmpty else { throw LedgerDatabaseError.newerSchema(strangers) }
    try migrator.migrate(pool)
  }

  /// Pages of the file that a connection keeps: an import touches a dozen indexes of a register for each
  /// row, and a list a page of its table for each.
  private static let writerCacheKibibytes = 65_536
  private static let readerCacheKibibytes = 16_384
  /// Pages of 4 KiB in the log after which they are written into the file; what changed several times
  /// meanwhile is written once.
  private static let checkpointPages = 16_000

  /// How long a statement waits for another process's write before it fails, in seconds.
  public static let busySeconds: Double = 5

  /// Reads a consistent snapshot. Never call the database again inside.
  public func read<T: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> T
  ) async throws -> T {
    try await pool.read(body)
  }

  /// Runs one IMMEDIATE transaction: all of it or nothing. Never call the database again inside.
  public func write<T: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> T
  ) async throws -> T {
    // The pool writes on a queue of its own, where no task's values are.
    let absent = OnBehalf.account
    return try await pool.write { db in
      try OnBehalf.$account.withValue(absent) { try body(db) }
    }
  }
}

/// Why the ledger could not be opened.
public enum LedgerDatabaseError: Error, Equatable, CustomStringConvertible {
  case repeatedMigration(String)
  case newerSchema([String])

  public var description: String {
    switch self {
    case .repeatedMigration(let id):
      "migration \(id) is listed twice; give each migration an id of its own"
    case .newerSchema(let ids):
      "ledger.sqlite was changed by a newer version of this program "
        + "(unknown: \(ids.joined(separator: ", "))); start that version or a later one"
    }
  }
}
