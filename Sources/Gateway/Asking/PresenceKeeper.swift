public import Ledger

/// Writes down when devices were heard. Its owner calls `turn` once a minute.
public actor PresenceKeeper {
  /// Spans that ended longer ago than this are forgotten.
  public static let keptSeconds = 400 * 86_400
  /// Devices written down in one transaction.
  private static let slice = 500

  private let ledger: LedgerDatabase
  private let statuses: @Sendable () -> [DeviceStatus]
  /// The newest frame of each device that is written down already, in seconds.
  private var written: [String: Int] = [:]

  /// - Parameter statuses: every device that was heard since the start.
  public init(ledger: LedgerDatabase, statuses: @escaping @Sendable () -> [DeviceStatus]) {
    self.ledger = ledger
    self.statuses = statuses
  }

  /// - Parameter now: epoch seconds.
  public func turn(now: Int) async throws {
    var heard: [(mn: String, at: Int)] = []
    for status in statuses() {
      guard let milliseconds = status.lastFrameAtMilliseconds else { continue }
      let at = milliseconds / 1000
      if written[status.mn] != at { heard.append((status.mn, at)) }
    }
    while !heard.isEmpty {
      let some = Array(heard.prefix(Self.slice))
      heard.removeFirst(some.count)
      try await ledger.write { db in
        for (mn, at) in some {
          // It may have left the list meanwhile.
          guard let device = try Devices.find(mn, in: db) else { continue }
          try DevicePresence.heard(
            mn, at: at, intervalSeconds: device.intervalSeconds, in: db)
        }
      }
      for (mn, at) in some { written[mn] = at }
    }
    if now / 86_400 != prunedDay {
      try await ledger.write { db in
        _ = try DevicePresence.prune(before: now - Self.keptSeconds, in: db)
      }
      prunedDay = now / 86_400
    }
  }

  private var prunedDay: Int?
}
