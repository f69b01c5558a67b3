import Synchronization

/// Counts attempts per source address over a sliding minute, in a table of bounded size.
final class RateLimiter: Sendable {
  struct Rule: Sendable, Hashable {
    let name: String
    /// Attempts in a burst; each is given back after `refillSeconds`.
    let burst: Int
    let refillSeconds: Int
  }

  private struct Key: Hashable {
    let rule: String
    let source: String
  }

  private struct Bucket {
    var level: Int
    var since: Int
  }

  static let greatestTable = 20_000

  private let buckets = Mutex<[Key: Bucket]>([:])

  /// Takes one attempt.
  ///
  /// - Returns: nil where it is allowed, else the seconds to wait.
  func take(_ rule: Rule, source: String, now: Int) -> Int? {
    buckets.withLock { buckets in
      let key = Key(rule: rule.name, source: source)
      if buckets.count >= Self.greatestTable, buckets[key] == nil {
        Self.forget(in: &buckets, now: now)
      }
      var bucket = buckets[key] ?? Bucket(level: 0, since: now)
      let refilled = max(0, now - bucket.since) / rule.refillSeconds
      if refilled > 0 {
        bucket.level = max(0, bucket.level - refilled)
        bucket.since = bucket.level == 0 ? now : bucket.since + refilled * rule.refillSeconds
      }
      guard bucket.level < rule.burst else {
        buckets[key] = bucket
        return max(1, bucket.since + rule.refillSeconds - now)
      }
      bucket.level += 1
      buckets[key] = bucket
      return nil
    }
  }

  /// Makes room: first what is long quiet, then the oldest quarter.
  private static func forget(in buckets: inout [Key: Bucket], now: Int) {
    buckets = buckets.filter { now - $0.value.since < 600 }
    guard buckets.count >= greatestTable else { return }
    let oldest = buckets.sorted { $0.value.since < $1.value.since }.prefix(greatestTable / 4)
    for (key, _) in oldest { buckets[key] = nil }
  }

  var count: Int { buckets.withLock { $0.count } }
}
