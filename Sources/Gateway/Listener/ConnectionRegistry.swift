import NIOConcurrencyHelpers
import NIOCore

/// The open connections: how many there may be, and how they are told to stop.
final class ConnectionRegistry: Sendable {
  enum Admission: Equatable {
    /// With the connection's number.
    case admitted(Int)
    case tooMany
    /// Its host has too many already from which no frame has been accepted.
    case tooManyOfHost
    case stopping
  }

  private struct Entry {
    let channel: any Channel
    /// Nil once a frame of it has been accepted.
    var undeliveredHost: String?
  }
  private struct State {
    var entries: [Int: Entry] = [:]
    var undelivered: [String: Int] = [:]
    var nextID = 1
    var isStopping = false

    mutating func forget(undelivered host: String?) {
      guard let host, let count = undelivered[host] else { return }
      undelivered[host] = count > 1 ? count - 1 : nil
    }
  }
  private let state = NIOLockedValueBox(State())

  func admit(_ channel: any Channel, host: String, settings: GatewaySettings) -> Admission {
    state.withLockedValue { state in
      guard !state.isStopping else { return .stopping }
      guard state.entries.count < settings.maximumConnections else { return .tooMany }
      guard state.undelivered[host, default: 0] < settings.maximumUndeliveredPerHost else {
        return .tooManyOfHost
      }
      let id = state.nextID
      state.nextID += 1
      state.entries[id] = Entry(channel: channel, undeliveredHost: host)
      state.undelivered[host, default: 0] += 1
      return .admitted(id)
    }
  }

  /// The first frame of the connection has been accepted.
  func delivered(_ id: Int) {
    state.withLockedValue { state in
      state.forget(undelivered: state.entries[id]?.undeliveredHost)
      state.entries[id]?.undeliveredHost = nil
    }
  }

  /// An open connection; nil once it has closed.
  func channel(_ id: Int) -> (any Channel)? {
    state.withLockedValue { $0.entries[id]?.channel }
  }

  func remove(_ id: Int) {
    state.withLockedValue { state in
      state.forget(undelivered: state.entries.removeValue(forKey: id)?.undeliveredHost)
    }
  }

  /// Lets nobody in any more.
  /// - Returns: who is still here.
  func stop() -> [any Channel] {
    state.withLockedValue { state in
      state.isStopping = true
      return state.entries.values.map(\.channel)
    }
  }
}
