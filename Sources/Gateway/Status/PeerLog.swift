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
  private struct State {
    var entries: [Key: Entry] = [:]
    /// When the table, being full, was last looked through for entries that have run out.
    var sweptAt = Int.min
  }

  static let intervalSeconds = 10
  private let limit: Int
  private let logger: Logger
  private let state = NIOLockedValueBox(State())

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
    state.withLockedValue { state in
      if let entry = state.entries[key], entry.openAgainAt > now {
        state.entries[key]?.suppressed += 1
        return nil
      }
      let suppressed = state.entries[key]?.suppressed ?? 0
      if state.entries[key] == nil, state.entries.count >= limit {
        // Once a second at most: every further peer would else pay for the whole table.
        guard state.sweptAt < now else { return nil }
        state.sweptAt = now
        state.entries = state.entries.filter { $0.value.openAgainAt > now }
        if state.entries.count >= limit { return nil }
      }
      state.entries[key] = Entry(openAgainAt: now + Self.intervalSeconds, suppressed: 0)
      return suppressed
    }
  }
}
