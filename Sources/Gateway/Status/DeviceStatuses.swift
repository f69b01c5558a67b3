import NIOConcurrencyHelpers

/// What the gateway knows about one device number since the process started.
public struct DeviceStatus: Sendable, Hashable {
  public let mn: String
  /// The connection its last frame came over is still open.
  public var isConnected: Bool
  /// Epoch seconds of its first frame on that connection.
  public var connectedSince: Int?
  public var lastFrameAtMilliseconds: Int?
  /// Address of the peer that last spoke for it.
  public var peer: String?
  /// Accepted frames: stored, repeated, heartbeats.
  public var frames: Int
  /// Refused ones: wrong password, disabled, over its segment limit.
  public var faults: Int
}

/// Statuses of the devices of the directory. A session is per device number, so a connection may
/// carry many and a device may move to another connection.
final class DeviceStatuses: Sendable {
  private struct Entry {
    var status: DeviceStatus
    var connection: Int?
  }
  private let entries = NIOLockedValueBox<[String: Entry]>([:])
  /// Devices as they begin to send over a connection that did not carry them before.
  let returns: AsyncStream<String>
  private let returning: AsyncStream<String>.Continuation

  init() {
    (returns, returning) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1_024))
  }

  /// The connection that carries a device now.
  func connection(of mn: String) -> Int? { entries.withLockedValue { $0[mn]?.connection } }

  func accepted(mn: String, connection: Int, peer: String, atMilliseconds: Int) {
    let isNew = entries.withLockedValue { entries in
      var entry = entries[mn] ?? Self.unseen(mn)
      let isNew = entry.connection != connection
      if isNew {
        entry.connection = connection
        entry.status.connectedSince = atMilliseconds / 1000
        entry.status.peer = peer
        entry.status.isConnected = true
      }
      entry.status.lastFrameAtMilliseconds = atMilliseconds
      entry.status.frames += 1
      entries[mn] = entry
      return isNew
    }
    if isNew { returning.yield(mn) }
  }

  func refused(mn: String, peer: String) {
    entries.withLockedValue { entries in
      var entry = entries[mn] ?? Self.unseen(mn)
      entry.status.faults += 1
      if entry.connection == nil { entry.status.peer = peer }
      entries[mn] = entry
    }
  }

  func closed(connection: Int, carrying mns: Set<String>) {
    entries.withLockedValue { entries in
      for mn in mns where entries[mn]?.connection == connection {
        entries[mn]?.connection = nil
        entries[mn]?.status.isConnected = false
        entries[mn]?.status.connectedSince = nil
      }
    }
  }

  /// Sorted by device number.
  var all: [DeviceStatus] {
    entries.withLockedValue { $0.values.map(\.status) }.sorted { $0.mn < $1.mn }
  }

  func status(_ mn: String) -> DeviceStatus? {
    entries.withLockedValue { $0[mn]?.status }
  }

  private static func unseen(_ mn: String) -> Entry {
    Entry(
      status: DeviceStatus(
        mn: mn, isConnected: false, connectedSince: nil, lastFrameAtMilliseconds: nil, peer: nil,
        frames: 0, faults: 0),
      connection: nil)
  }
}
