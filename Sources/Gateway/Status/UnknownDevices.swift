import NIOConcurrencyHelpers

/// A device number that sent frames but is in no device list.
public struct UnknownDevice: Sendable, Hashable {
  public let mn: String
  /// Address it was last seen at.
  public var peer: String
  public var count: Int
  /// Epoch seconds.
  public var firstSeenAt: Int
  public var lastSeenAt: Int
}

/// The unknown devices of late: at most `limit`, the one unseen for longest makes room.
final class UnknownDevices: Sendable {
  private let limit: Int
  private let devices = NIOLockedValueBox<[String: UnknownDevice]>([:])

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
      if devices.count >= limit,
        let stalest = devices.values.min(by: { $0.lastSeenAt < $1.lastSeenAt })
      {
        devices[stalest.mn] = nil
      }
      devices[mn] = UnknownDevice(mn: mn, peer: peer, count: 1, firstSeenAt: now, lastSeenAt: now)
    }
  }

  /// The latest seen first.
  var all: [UnknownDevice] {
    devices.withLockedValue { Array($0.values) }
      .sorted { ($0.lastSeenAt, $1.mn) > ($1.lastSeenAt, $0.mn) }
  }
}
