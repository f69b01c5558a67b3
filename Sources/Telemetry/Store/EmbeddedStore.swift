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
/// What came last is in memory and, as it came, in a row for each transaction; when there is enough of a
/// point's it fills a part, and once its span is over a chunk. Hours are kept beside a chunk, and computed
/// from samples before.
public final class EmbeddedStore: TelemetryStore {
  public static let greatestLimit = 1_000_000
  /// What the writer keeps of the file in memory (64 MiB, in KiB).
  private static let writerCacheKibibytes = 65_536
  /// WAL pages before they are copied into the file (64 MiB).
  private static let checkpointPages = 16_384
  /// To what the WAL file is cut back after a rush.
  private static let walBytes = 64 << 20

  public let path: String
  public let utcOffsetSeconds: Int
  public let lateAfterSeconds: Int
  /// Cells that are kept in memory before the oldest become parts; some 40 bytes each.
  let tailLimit: Int

  let pool: DatabasePool
  /// Changed only within the pool's writer.
  let state: Mutex<LiveState>
  private let writing = Mutex(Writing())

  /// What the pool's writer alone uses.
  private struct Writing {
    var settled = SettledSamples()
    /// A transaction failed, and what is in memory may not be what is in the file.
    var isUncertain = false
  }

  /// Opens the file, or makes it where there is none.
  ///
  /// - Parameters:
  ///   - utcOffsetSeconds: the plan's; local days and hours begin by it.
  ///   - lateAfterSeconds: a sample that comes later after the end of its window is marked late.
  ///   - tailLimit: samples kept in memory before the oldest become parts of chunks; some 40 bytes each.
  /// - Throws: `.cannotOpen`, `.otherOffset`.
  public init(
    path: String, utcOffsetSeconds: Int, lateAfterSeconds: Int = 600,
    tailLimit: Int = 3_000_000
  ) throws(StoreError) {
    self.path = path
    self.tailLimit = tailLimit
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
      try pool.read(Checking.requireSoundStructure)
      try EmbeddedSchema.migrator.migrate(pool)
      state = Mutex(
        try pool.read { try LiveState.load(in: $0, utcOffsetSeconds: utcOffsetSeconds) })
      let progress = try pool.write { db in
        if let known = try Progress.find(in: db) { return known }
        let begun = Progress(utcOffsetSeconds: utcOffsetSeconds)
        try begun.save(in: db)
        return begun
      }
      guard progress.utcOffsetSeconds == utcOffsetSeconds else {
        throw StoreError.otherOffset(
          path: path, seconds: progress.utcOffsetSeconds, wanted: utcOffsetSeconds)
      }
    } catch let error as StoreError {
      throw error
    } catch {
      throw .cannotOpen(path: path, why: diskReason(error))
    }
  }

  /// Opens a file that may be in use by another process, for reading alone. What comes later is not
  /// seen.
  ///
  /// - Throws: `.cannotOpen`, also where an older program made the file and it was not served since.
  public init(reading path: String) throws(StoreError) {
    self.path = path
    tailLimit = .max
    do {
      var configuration = Configuration()
      configuration.busyMode = .timeout(5)
      configuration.label = "telemetry"
      configuration.readonly = true
      pool = try DatabasePool(path: path, configuration: configuration)
      try pool.read(Checking.requireSoundStructure)
      guard try pool.read(EmbeddedSchema.migrator.hasCompletedMigrations) else {
        throw StoreError.cannotOpen(
          path: path, why: "another version of this program made it; serve the folder once")
      }
      let (known, seconds) = try pool.read { db in
        let seconds = try Progress.find(in: db)?.utcOffsetSeconds ?? 0
        return (
          try LiveState.load(in: db, utcOffsetSeconds: seconds), seconds
        )
      }
      state = Mutex(known)
      utcOffsetSeconds = seconds
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
    try await writing { db in
      // First, so that a disk that takes no part takes nothing more into memory either.
      try self.relieve(in: db)
      return try self.changing(in: db) { settled in
        var application = Application(self, settled: settled, in: db)
        let (committed, after) = try application.apply(samples, through: sequence)
        settled = after
        return committed
      }
    }
  }

  /// Within the pool's writer.
  ///
  /// - Throws: `.notStored`, and what `body` throws.
  func writing<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    do {
      return try await pool.writeWithoutTransaction(body)
    } catch let error as DatabaseError {
      throw StoreError.notStored(why: diskReason(error))
    }
  }

  /// A transaction that changes what is in memory too. Where it fails, that is loaded again, at the
  /// latest before the next one.
  func changing<Value>(
    in db: Database, _ body: (inout SettledSamples) throws -> Value
  ) throws -> Value {
    var writing = writing.withLock { held in
      let taken = held
      held = Writing()
      return taken
    }
    defer { self.writing.withLock { $0 = writing } }
    if writing.isUncertain { writing = try reloaded(in: db) }
    writing.isUncertain = true
    do {
      var value: Value?
      try db.inTransaction {
        value = try body(&writing.settled)
        return .commit
      }
      writing.isUncertain = false
      guard let value else { throw DatabaseError(message: "the transaction did nothing") }
      return value
    } catch {
      if let again = try? reloaded(in: db) { writing = again }
      throw error
    }
  }

  private func reloaded(in db: Database) throws -> Writing {
    let state = try LiveState.load(in: db, utcOffsetSeconds: utcOffsetSeconds)
    self.state.withLock { $0 = state }
    return Writing()
  }

  static func appliedSequence(in db: Database) throws -> Int64 {
    try Progress.find(in: db)?.appliedSequence ?? 0
  }

  /// Closes the file. Blocks until running reads and writes are done.
  public func close() throws(StoreError) {
    do {
      try pool.closeSettled()
    } catch {
      throw .notStored(why: diskReason(error))
    }
  }
}
