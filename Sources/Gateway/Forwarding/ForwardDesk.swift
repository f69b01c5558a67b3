import NIOCore
import Telemetry

/// What one forwarder knows: the queue, and what is kept of it.
actor ForwardDesk {
  private let writing: ForwardWriting
  private let inbox: Inbox
  private let now: @Sendable () -> Int
  private var queue: ForwardQueue
  private var state: DestinationState
  private var isConnected = false
  private var hasChanged = false
  private let begun = ContinuousClock.now
  /// What was acknowledged before this start.
  private let acknowledgedBefore: Int

  private static let readFrames = 500

  init(
    writing: ForwardWriting, limits: ForwardQueue.Limits, inbox: Inbox, state: DestinationState,
    now: @escaping @Sendable () -> Int
  ) {
    self.writing = writing
    self.inbox = inbox
    self.state = state
    self.now = now
    queue = ForwardQueue(limits: limits, through: state.through)
    acknowledgedBefore = state.acknowledged
  }

  var isPaused: Bool { state.isPaused }

  func status() -> ForwardStatus {
    var status = ForwardStatus()
    status.isConnected = isConnected
    status.isPaused = state.isPaused
    status.waiting = max(inbox.newestSequence - queue.through, 0)
    status.oldestAt = queue.oldestReceivedAt
    status.acknowledged = state.acknowledged
    status.setAside = state.setAside
    status.lastAcknowledgedAt = state.lastAcknowledgedAt
    status.lastFailureAt = state.lastFailureAt
    status.lastFailure = state.lastFailure
    return status
  }

  func setPaused(_ isPaused: Bool) async throws {
    guard try await inbox.setPaused(isPaused, destination: state.destination) else {
      throw InboxError.notStored(why: "the destination is not known")
    }
    state.isPaused = isPaused
  }

  func connected() { isConnected = true }

  /// - Parameter why: nil for an end that is no failure.
  func disconnected(_ why: String?) {
    isConnected = false
    queue.linkLost()
    guard let why else { return }
    state.lastFailureAt = now()
    state.lastFailure = String(why.prefix(400))
    hasChanged = true
  }

  /// Fills the queue from the inbox.
  func fill() async throws {
    while queue.room > 0 {
      let after = queue.readThrough
      let frames = try await inbox.frames(after: after, limit: Self.readFrames)
      guard !frames.isEmpty else { break }
      // Another call may have read on meanwhile.
      guard queue.readThrough == after else { continue }
      var through = after
      var taken: [ForwardFrame] = []
      for frame in frames where taken.count < queue.room {
        through = frame.sequence
        switch writing(frame) {
        case .send(let frame): taken.append(frame)
        case .pass: break
        case .impossible: queue.setAside(frame.sequence)
        }
      }
      queue.add(taken, through: through)
      hasChanged = true
    }
  }

  func framesToWrite() -> [ForwardFrame] { queue.take(atMilliseconds: milliseconds) }

  func written(_ frames: [ForwardFrame]) {
    queue.written(frames)
    noteAcknowledged()
  }

  func acknowledged(_ answers: [(mn: String?, qn: String?)]) {
    for answer in answers { _ = queue.acknowledge(mn: answer.mn, qn: answer.qn) }
    noteAcknowledged()
  }

  private func noteAcknowledged() {
    let acknowledged = acknowledgedBefore + queue.acknowledged
    guard acknowledged > state.acknowledged else { return }
    state.acknowledged = acknowledged
    state.lastAcknowledgedAt = now()
    hasChanged = true
  }

  func framesToResend(_ settings: ForwardSettings) throws(ForwardFault) -> [ForwardFrame] {
    switch queue.overdue(atMilliseconds: milliseconds) {
    case .resend(let frames): return frames
    case .lost:
      throw .unanswered(seconds: settings.answerMilliseconds / 1_000, resends: settings.resends)
    }
  }

  /// Tries frames once more that the platform had never acknowledged.
  ///
  /// - Returns: how many.
  func retry() async throws -> Int {
    try await keep()
    var frames: [ForwardFrame] = []
    for sequence in try await inbox.setAside(of: state.destination, limit: Self.readFrames) {
      guard let message = try await inbox.frame(sequence), case .send(let frame) = writing(message)
      else { continue }
      frames.append(frame)
    }
    queue.retry(frames.sorted { $0.sequence < $1.sequence })
    return frames.count
  }

  /// Writes to disk how far the platform is, so that little is sent again after a kill.
  func keep() async throws {
    let settled = queue.takeSettled()
    guard hasChanged || !settled.isEmpty else { return }
    hasChanged = false
    state.through = queue.through
    do {
      state.setAside = try await inbox.keep(
        state, settingAside: settled.setAside, recovering: settled.recovered, at: now())
    } catch {
      hasChanged = true
      queue.put(back: settled)
      throw error
    }
  }

  private var milliseconds: Int {
    let passed = begun.duration(to: .now).components
    return Int(passed.seconds) * 1000 + Int(passed.attoseconds / 1_000_000_000_000_000)
  }
}
