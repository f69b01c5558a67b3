import NIOConcurrencyHelpers

/// A key a device sends that no binding turns into a sample.
public struct UnboundKey: Sendable, Hashable {
  public let mn: String
  /// Factor and suffix exactly as sent, e.g. `a34004-Rtd`.
  public let rawKey: String
  /// The command it came in.
  public let cn: String
  public var count: Int
  public var lastValue: String
  /// Epoch seconds of arrival.
  public var lastSeenAt: Int
}

/// The unbound keys of late, for the page on which somebody binds them: at most `limit`, the one
/// unseen for longest makes room.
final class UnboundKeys: Sendable {
  private struct Key: Hashable {
    let mn: String
    let rawKey: String
    let cn: String
  }
  private let limit: Int
  private let keys = NIOLockedValueBox<[Key: UnboundKey]>([:])

  init(limit: Int = 2_000) {
    self.limit = limit
  }

  func seen(mn: String, rawKey: String, cn: String, value: String, at now: Int) {
    let key = Key(mn: mn, rawKey: rawKey, cn: cn)
    keys.withLockedValue { keys in
      if var known = keys[key] {
        known.count += 1
        known.lastValue = value
        known.lastSeenAt = now
        keys[key] = known
        return
      }
      if keys.count >= limit,
        let stalest = keys.min(by: { $0.value.lastSeenAt < $1.value.lastSeenAt })
      {
        keys[stalest.key] = nil
      }
      keys[key] = UnboundKey(
        mn: mn, rawKey: rawKey, cn: cn, count: 1, lastValue: value, lastSeenAt: now)
    }
  }

  /// Sorted by command and key; of one device, or of all.
  func all(mn: String?) -> [UnboundKey] {
    keys.withLockedValue { Array($0.values) }
      .filter { mn == nil || $0.mn == mn }
      .sorted { ($0.mn, $0.cn, $0.rawKey) < ($1.mn, $1.cn, $1.rawKey) }
  }
}
