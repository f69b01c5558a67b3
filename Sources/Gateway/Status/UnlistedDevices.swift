import NIOConcurrencyHelpers

/// A device number that sent frames but is in no device list.
public struct UnlistedDevice: Sendable, Hashable {
  public let mn: String
  /// Address it was last seen at.
  public var peer: String
  public var count: Int
  /// Epoch seconds.
  public var firstSeenAt: Int
  public var lastSeenAt: Int
}

/// The unlisted devices of late: at most `limit`; when they are as many, the half unseen for longer
/// makes room at once, so that a flood of numbers does not pay for the whole table with each.
final class UnlistedDevices: Sendable {
  private let limit: Int
  private let devices = NIOLockedValueBox<[String: UnlistedDevice]>([:])

  init(limit: Int = 1_000) {
    self.limit = limit
  }

  func seen(mn: String, peer: String, at now: Int) {
    devices.withLockedValue { devices in
      if var device = devices[mn] {
        device.peer = peer
        device.count += 1
        device.lastSeenAt = now
        devices[mn] = device
        return
      }
      if devices.count >= limit {
        let newest = devices.values.sorted { $0.lastSeenAt > $1.lastSeenAt }.prefix(limit / 2)
        devices = Dictionary(uniqueKeysWithValues: newest.map { ($0.mn, $0) })
      }
      devices[mn] = UnlistedDevice(mn: mn, peer: peer, count: 1, firstSeenAt: now, lastSeenAt: now)
    }
  }

  /// The latest seen first.
  var all: [UnlistedDevice] {
    devices.withLockedValue { Array($0.values) }
      .sorted { ($0.lastSeenAt, $1.mn) > ($1.lastSeenAt, $0.mn) }
  }
}
