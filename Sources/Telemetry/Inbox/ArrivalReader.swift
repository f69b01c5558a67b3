import GRDB

/// When frames arrived, as an inbox's file tells, read beside the server that fills it.
public struct ArrivalReader: Sendable {
  private let pool: DatabasePool

  /// Sequences follow the clock but for its corrections: so many frames before the first one of a time
  /// are looked at as well.
  private static let slackFrames: Int64 = 10_000

  /// Opens the file for reading only.
  ///
  /// - Throws: `InboxError.cannotOpen`, also where there is none.
  public init(reading path: String) throws(InboxError) {
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    configuration.label = "arrivals"
    configuration.readonly = true
    do {
      pool = try DatabasePool(path: path, configuration: configuration)
    } catch {
      throw .cannotOpen(path: path, why: diskReason(error))
    }
  }

  /// The next arrivals, in the order in which they were stored.
  ///
  /// - Parameters:
  ///   - sequence: after which to go on; nil for the first of the time.
  ///   - times: milliseconds since the epoch; arrivals of other times are passed over.
  ///   - limit: frames looked at.
  /// - Returns: what arrived in the time, and the sequence to go on from; nil at the end of the inbox.
  /// - Throws: `InboxError.cannotRead`.
  public func next(
    after sequence: Int64?, within times: Range<Int>, limit: Int
  ) async throws -> (arrivals: [FrameArrival], sequence: Int64)? {
    do {
      return try await pool.read { db in
        let start = try sequence ?? Self.before(times.lowerBound, in: db)
        let found = try InboxSchema.frames(after: start, limit: limit, in: db).prefix(limit).map {
          frame in
          FrameArrival(
            sequence: frame.sequence, mn: frame.mn, st: frame.st, cn: frame.cn,
            receivedAtMilliseconds: frame.receivedAtMilliseconds)
        }
        guard let last = found.last else { return nil }
        return (found.filter { times.contains($0.receivedAtMilliseconds) }, last.sequence)
      }
    } catch let error as DatabaseError {
      throw InboxError.cannotRead(why: diskReason(error))
    }
  }

  /// A sequence before the first frame that arrived at this time or later.
  private static func before(_ milliseconds: Int, in db: Database) throws -> Int64 {
    var (low, high) = (Int64(0), try InboxSchema.lastSequence(in: db))
    let probe = try db.cachedStatement(
      sql: """
        SELECT received_at_ms FROM segment WHERE first <= ? ORDER BY first DESC LIMIT 1
        """)
    while low < high {
      let middle = low + (high - low) / 2
      let at = try Int.fetchOne(probe, arguments: [middle])
      // What was let go came before everything else.
      if at.map({ $0 < milliseconds }) ?? true { low = middle + 1 } else { high = middle }
    }
    return max(0, low - slackFrames)
  }
}
