import GRDB
import Synchronization

/// The store of one district: an SQLite file (`telemetry.sqlite`).
///
/// WAL with `synchronous=NORMAL`: a power cut may take the last transactions, but takes each one
/// whole, cursor included. The inbox still holds their frames, and they are applied again. So a
/// sync for each batch would buy nothing.
///
/// A different value or flag for an instant that has one is a revision: the later is current, the
/// earlier is kept. Values that are the same number (1.0 and 1.00) with the same flag are a repeat.
/// Hours and days are kept up by the transaction that stores.
public final class EmbeddedStore: TelemetryStore {
  public static let greatestLimit = 1_000_000
  /// What the writer keeps of the file in memory (64 MiB, in KiB): the pages at the growing end of
  /// each series; with SQLite's 2 MB nearly every sample of a large district reads a page again.
  private static let writerCacheKibibytes = 65_536
  /// WAL pages before they are copied into the file (64 MiB): many samples of one page cost one
  /// write of it.
  private static let checkpointPages = 16_384
  /// To what the WAL file is cut back after a rush.
  private static let walBytes = 64 << 20

  public let path: String
  public let utcOffsetSeconds: Int
  public let lateAfterSeconds: Int

  let pool: DatabasePool
  /// Every series' row, as committed. Changed only within the pool's writer.
  let heads: Mutex<[SeriesKey: SeriesHead]>

  /// Opens the file, or makes it where there is none.
  ///
  /// - Parameters:
  ///   - utcOffsetSeconds: the plan's; local days and hours begin by it.
  ///   - lateAfterSeconds: a sample that comes later after the end of its window is marked late.
  /// - Throws: `.cannotOpen`, `.otherOffset`.
  public init(
    path: String, utcOffsetSeconds: Int, lateAfterSeconds: Int = 600
  ) throws(StoreError) {
    self.path = path
    self.utcOffsetSeconds = utcOffsetSeconds
    self.lateAfterSeconds = lateAfterSeconds
    do {
      var configuration = Configuration()
      configuration.busyMode = .timeout(5)
      configuration.label = "telemetry"
      pool = try DatabasePool(path: path, configuration: configuration)
      try pool.writeWithoutTransaction { db in
        try db.execute(
          sql: """
            PRAGMA cache_size = -\(Self.writerCacheKibibytes);
            PRAGMA wal_autocheckpoint = \(Self.checkpointPages);
            PRAGMA journal_size_limit = \(Self.walBytes);
            """)
      }
      try EmbeddedSchema.migrator.migrate(pool)
      heads = Mutex(try pool.read(SeriesHead.all))
      let seconds = try pool.write { db in
        try db.execute(
          sql: "INSERT INTO progress VALUES (1, 0, 0, 0, ?) ON CONFLICT DO NOTHING",
          arguments: [utcOffsetSeconds])
        return try Int.fetchOne(db, sql: "SELECT utc_offset_seconds FROM progress")
      }
      guard let seconds, seconds == utcOffsetSeconds else {
        throw StoreError.otherOffset(path: path, seconds: seconds ?? 0, wanted: utcOffsetSeconds)
      }
    } catch let error as StoreError {
      throw error
    } catch {
      throw .cannotOpen(path: path, why: diskReason(error))
    }
  }

  /// Opens a file that may be in use by another process, for reading alone. Series that begin later
  /// are not seen.
  ///
  /// - Throws: `.cannotOpen`, also where an older program made the file and it was not served since.
  public init(reading path: String) throws(StoreError) {
    self.path = path
    do {
      var configuration = Configuration()
      configuration.busyMode = .timeout(5)
      configuration.label = "telemetry"
      configuration.readonly = true
      pool = try DatabasePool(path: path, configuration: configuration)
      guard try pool.read(EmbeddedSchema.migrator.hasCompletedMigrations) else {
        throw StoreError.cannotOpen(
          path: path, why: "another version of this program made it; serve the folder once")
      }
      let (known, seconds) = try pool.read { db in
        (
          try SeriesHead.all(in: db),
          try Int.fetchOne(db, sql: "SELECT utc_offset_seconds FROM progress")
        )
      }
      heads = Mutex(known)
      utcOffsetSeconds = seconds ?? 0
      // Nothing is stored through it, and so nothing is late.
      lateAfterSeconds = .max
    } catch let error as StoreError {
      throw error
    } catch {
      throw .cannotOpen(path: path, why: diskReason(error))
    }
  }

  public func apply(
    _ samples: [StampedSample], through sequence: Int64
  ) async throws -> [CommittedSample] {
    do {
      return try await pool.writeWithoutTransaction { db in
        var changed: [SeriesKey: SeriesHead] = [:]
        var committed: [CommittedSample] = []
        try db.inTransaction {
          var application = try Application(
            db, known: { key in self.heads.withLock { $0[key] } },
            utcOffsetSeconds: self.utcOffsetSeconds,
            lateAfterSeconds: self.lateAfterSeconds)
          committed = try application.apply(samples, through: sequence)
          changed = application.changed
          return .commit
        }
        self.takeOver(changed)
        return committed
      }
    } catch let error as DatabaseError {
      throw StoreError.notStored(why: diskReason(error))
    }
  }

  private func takeOver(_ changed: [SeriesKey: SeriesHead]) {
    heads.withLock { heads in
      for (key, head) in changed { heads[key] = head }
    }
  }

  static func appliedSequence(in db: Database) throws -> Int64 {
    try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT applied_sequence FROM progress")) ?? 0
  }

  /// Closes the file. Blocks until running reads and writes are done.
  public func close() throws(StoreError) {
    do {
      try pool.close()
    } catch {
      throw .notStored(why: diskReason(error))
    }
  }
}
