import Ledger
import Synchronization

/// Counts attempts per source network, in a table of bounded size.
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
    let refillSeconds: Int

    /// When all is given back; nothing is to be remembered then.
    var drainedAt: Int { since + level * refillSeconds }
  }

  static let greatestTable = 20_000

  private let buckets = Mutex<[Key: Bucket]>([:])

  /// Takes one attempt.
  ///
  /// - Parameter source: the visitor's address; an IPv6 address counts as its /64.
  /// - Returns: nil where it is allowed, else the seconds to wait.
  func take(_ rule: Rule, source: String, now: Int) -> Int? {
    buckets.withLock { buckets in
      let key = Key(rule: rule.name, source: SourceNetwork.of(source, ipv4Bits: 32))
      if buckets.count >= Self.greatestTable, buckets[key] == nil {
        Self.forget(in: &buckets, now: now)
      }
      var bucket =
        buckets[key] ?? Bucket(level: 0, since: now, refillSeconds: rule.refillSeconds)
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

  /// Makes room: first what is drained, then the quarter that will be soonest.
  private static func forget(in buckets: inout [Key: Bucket], now: Int) {
    buckets = buckets.filter { $0.value.drainedAt > now }
    guard buckets.count >= greatestTable else { return }
    let soonest = buckets.sorted { $0.value.drainedAt < $1.value.drainedAt }
    for (key, _) in soonest.prefix(greatestTable / 4) { buckets[key] = nil }
  }

  var count: Int { buckets.withLock { $0.count } }
}
