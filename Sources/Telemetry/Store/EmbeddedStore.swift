import FoundationEssentials
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

  /// Copies the file as it stands at one instant into a new file, while samples keep coming.
  ///
  /// Copied before the inbox, the copy never is ahead of the inbox's copy.
  public func backup(to path: String) throws(StoreError) {
    do {
      try copyDatabase(pool, to: path)
    } catch {
      throw .backupFailed(path: path, why: diskReason(error))
    }
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
