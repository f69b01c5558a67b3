import NIOConcurrencyHelpers
import NIOCore

/// The open connections: how many there may be, and how they are told to stop.
final class ConnectionRegistry: Sendable {
  private struct State {
    var channels: [Int: any Channel] = [:]
    var nextID = 1
    var isStopping = false
  }
  private let state = NIOLockedValueBox(State())

  /// - Returns: the connection's number; nil where there are too many, or the server stops.
  func admit(_ channel: any Channel, limit: Int) -> Int? {
    state.withLockedValue { state in
      guard !state.isStopping, state.channels.count < limit else { return nil }
      let id = state.nextID
      state.nextID += 1
      state.channels[id] = channel
      return id
    }
  }

  func remove(_ id: Int) {
    state.withLockedValue { state in _ = state.channels.removeValue(forKey: id) }
  }

  /// Lets nobody in any more.
  /// - Returns: who is still here.
  func stop() -> [any Channel] {
    state.withLockedValue { state in
      state.isStopping = true
      return Array(state.channels.values)
    }
  }
}
