import NIOConcurrencyHelpers

/// A key a device sends that no binding turns into a sample.
public struct UnboundKey: Sendable, Hashable {
  public let mn: String
  /// Factor and suffix exactly as sent, e.g. `a34004-Rtd`.
  public let rawKey: String
  /// The command it came in.
  public let cn: String
  public let count: Int
  public let lastValue: String
  /// Epoch seconds of arrival.
  public let lastSeenAt: Int
}

/// The unbound keys of late, for the page on which somebody binds them: at most `limit`; when they
/// are as many, the half unseen for longer makes room at once. One by one, each new key would pay
/// for the whole table.
final class UnboundKeys: Sendable {
  /// A value of the frame that `seen` is told of.
  typealias Value = (rawKey: String, value: String)

  private struct Key: Hashable {
    let mn: String
    let rawKey: String
    let cn: String
  }
  private let limit: Int
  private let keys = NIOLockedValueBox<[Key: UnboundKey]>([:])

  init(limit: Int = 20_000) {
    self.limit = limit
  }

  /// Takes note of the values of one frame.
  func seen(_ values: [Value], mn: String, cn: String, at now: Int) {
    guard !values.isEmpty else { return }
    keys.withLockedValue { keys in
      for (rawKey, value) in values {
        let key = Key(mn: mn, rawKey: rawKey, cn: cn)
        if keys[key] == nil, keys.count >= limit { Self.dropOlderHalf(of: &keys) }
        let count = keys[key]?.count ?? 0
        keys[key] = UnboundKey(
          mn: mn, rawKey: rawKey, cn: cn, count: count + 1, lastValue: value, lastSeenAt: now)
      }
    }
  }

  private static func dropOlderHalf(of keys: inout [Key: UnboundKey]) {
    let newest = keys.sorted { $0.value.lastSeenAt > $1.value.lastSeenAt }.prefix(keys.count / 2)
    keys = Dictionary(uniqueKeysWithValues: newest.map { ($0.key, $0.value) })
  }

  /// Sorted by command and key; of one device, or of all.
  func all(mn: String?) -> [UnboundKey] {
    keys.withLockedValue { Array($0.values) }
      .filter { mn == nil || $0.mn == mn }
      .sorted { ($0.mn, $0.cn, $0.rawKey) < ($1.mn, $1.cn, $1.rawKey) }
  }
}
