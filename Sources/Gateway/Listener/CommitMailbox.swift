import NIOConcurrencyHelpers
import NIOCore
import Telemetry

/// Brings the inbox's word about each frame of a connection back to its event loop. The inbox
/// commits many frames at once, so a group of words costs one hop.
final class CommitMailbox: Sendable {
  /// What a frame waits with.
  struct Ticket: Sendable {
    /// Sent after the commit; nil where the unit wants none.
    let answer: ByteBuffer?
    let readAt: NIODeadline
  }
  struct Commit: Sendable {
    let ticket: Ticket
    let result: Result<Receipt, InboxError>
  }
  private struct State {
    var arrived: [Commit] = []
    var isHopping = false
    var onCommits: (@Sendable () -> Void)?
  }

  private let eventLoop: any EventLoop
  private let state = NIOLockedValueBox(State())

  init(eventLoop: any EventLoop) {
    self.eventLoop = eventLoop
  }

  /// Called on the event loop whenever commits are there to `take`.
  func setListener(_ listener: (@Sendable () -> Void)?) {
    state.withLockedValue { $0.onCommits = listener }
  }

  func commit(_ frame: IncomingFrame, to inbox: Inbox, ticket: Ticket) {
    inbox.append(frame) { result in self.arrived(Commit(ticket: ticket, result: result)) }
  }

  /// What arrived since the last time, in the order of the commits.
  func take() -> [Commit] {
    state.withLockedValue { state in
      let arrived = state.arrived
      state.arrived = []
      state.isHopping = false
      return arrived
    }
  }

  private func arrived(_ commit: Commit) {
    let mustHop = state.withLockedValue { state in
      state.arrived.append(commit)
      defer { state.isHopping = true }
      return !state.isHopping
    }
    guard mustHop else { return }
    eventLoop.execute {
      let listener = self.state.withLockedValue { $0.onCommits }
      listener?()
    }
  }
}
