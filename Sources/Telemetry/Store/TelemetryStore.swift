/// Where samples rest once they left the inbox.
///
/// The inbox is the truth; a store can be rebuilt from it. So a store needs no durability of its
/// own, only that samples and cursor are one transaction.
public protocol TelemetryStore: Sendable {
  /// Inbox sequence up to which everything is stored; 0 when nothing is.
  var appliedSequence: Int64 { get async throws }

  /// Stores samples and the cursor in one transaction, and says of each what it was.
  ///
  /// Samples at or below the cursor change nothing; they are answered as they were the first
  /// time, so that consumers behind the store's cursor can be fed again.
  /// - Parameters:
  ///   - samples: in inbox order, none above `sequence`.
  ///   - sequence: last inbox sequence that the samples cover.
  /// - Returns: one for each sample, in their order.
  func apply(_ samples: [StampedSample], through sequence: Int64) async throws
    -> [CommittedSample]

  /// Current samples with `from <= start < until`, oldest first, at most `limit`.
  func raw(_ key: SeriesKey, from: Int, until: Int, limit: Int) async throws -> [StoredSample]

  /// The newest `limit` of the current samples with `from <= start < until`, oldest first.
  func newest(_ key: SeriesKey, from: Int, until: Int, limit: Int) async throws -> [StoredSample]

  /// Every value the instant ever had, oldest first, the current one last; empty where it has none.
  func revisions(_ key: SeriesKey, start: Int) async throws -> [StoredSample]

  /// Hours of local time with `from <= start < until`, oldest first. Hours without samples are
  /// not listed.
  func hours(_ key: SeriesKey, from: Int, until: Int) async throws -> [Rollup]

  /// Days of the plan's fixed UTC offset with `from <= start < until`, oldest first.
  func days(_ key: SeriesKey, from: Int, until: Int) async throws -> [Rollup]

  /// Both as they were known at the end of an epoch second: of the values that had come by then.
  func hours(_ key: SeriesKey, from: Int, until: Int, knownAt: Int) async throws -> [Rollup]
  func days(_ key: SeriesKey, from: Int, until: Int, knownAt: Int) async throws -> [Rollup]

  /// Latest sample of each of the series that has one; of all series for nil.
  func latest(_ keys: [SeriesKey]?) async throws -> [LatestValue]

  func counts() async throws -> StoreCounts
}
