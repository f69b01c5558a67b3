import Logging
import NIOConcurrencyHelpers

/// Log lines about peers: at most one a peer and kind in `intervalSeconds`, the next one says how
/// many were left out. A hostile or broken sender fills a counter, not the disk.
final class PeerLog: Sendable {
  private struct Key: Hashable {
    let peer: String
    let kind: String
  }
  private struct Entry {
    var openAgainAt: Int
    var suppressed: Int
  }

  static let intervalSeconds = 10
  private let limit: Int
  private let logger: Logger
  private let entries = NIOLockedValueBox<[Key: Entry]>([:])

  init(logger: Logger, limit: Int = 4_096) {
    self.logger = logger
    self.limit = limit
  }

  /// - Parameters:
  ///   - kind: short name of what happened; with the peer's address it decides what is a repeat.
  ///   - now: epoch seconds.
  func write(
    _ level: Logger.Level, _ message: Logger.Message, kind: String, peer: String, at now: Int,
    metadata: @autoclosure () -> Logger.Metadata = [:]
  ) {
    guard let suppressed = admit(Key(peer: peer, kind: kind), at: now) else { return }
    var metadata = metadata()
    metadata["peer"] = "\(peer)"
    if suppressed > 0 { metadata["suppressed"] = "\(suppressed)" }
    logger.log(level: level, message, metadata: metadata)
  }

  /// How many lines were left out since the last one; nil where this one is left out too.
  private func admit(_ key: Key, at now: Int) -> Int? {
    entries.withLockedValue { entries in
      if let entry = entries[key], entry.openAgainAt > now {
        entries[key]?.suppressed += 1
        return nil
      }
      let suppressed = entries[key]?.suppressed ?? 0
      if entries[key] == nil, entries.count >= limit {
        entries = entries.filter { $0.value.openAgainAt > now }
        if entries.count >= limit { return nil }
      }
      entries[key] = Entry(openAgainAt: now + Self.intervalSeconds, suppressed: 0)
      return suppressed
    }
  }
}
